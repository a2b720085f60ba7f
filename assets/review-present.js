/* Presenting a review: one item at a time in larger type under the headline numbers,
   nothing to fill in, and a timer that counts up from when it began. A window that
   follows another shows the same item, and has no buttons of its own but to stop. */
(function () {
  "use strict";
  const SECOND = 1000;
  const MINUTE = 60;
  const FOLLOWING = "Following the chair’s window";
  const parts = (window.araxesReview = window.araxesReview || {});
  let began = 0; // milliseconds; 0 = not presenting
  let at = 0;
  let ticking = 0;
  let isFollowing = false;

  function items() { return [...document.querySelectorAll("#review .review-item")]; }

  function two(number) { return String(number).padStart(2, "0"); }

  function elapsed() {
    const seconds = Math.max(0, Math.floor((Date.now() - began) / SECOND));
    return two(Math.floor(seconds / MINUTE)) + ":" + two(seconds % MINUTE);
  }

  function button(label, act) {
    const made = window.araxesEvidence.fields.make("button", { type: "button", class: "button" }, label);
    made.addEventListener("click", act);
    return made;
  }

  function bar() {
    const found = document.querySelector(".review-bar");
    if (found) return found;
    const { make } = window.araxesEvidence.fields;
    const turns = isFollowing ? [] : [button("Back", function () { go(at - 1); }), button("Next", onward)];
    const made = make("div", { class: "review-bar", role: "group", "aria-label": isFollowing ? FOLLOWING : "Presenting" },
      make("span", { class: "review-place", role: "status" }), ...turns,
      make("span", { class: "review-done" }),
      make("span", { class: "review-timer", role: "timer", "aria-label": "Time since it began" }),
      isFollowing ? button("Stop following", stop) : button("Stop presenting", stop));
    document.body.append(made);
    return made;
  }

  /* What one goes on from has been dealt with. */
  function onward() {
    const here = items()[at];
    if (here && parts.markDone) parts.markDone(here.dataset.item);
    go(at + 1);
  }

  function go(wanted) {
    const every = items();
    if (!every.length) return;
    at = Math.min(Math.max(wanted, 0), every.length - 1);
    every.forEach(function (each, place) { each.classList.toggle("is-current", place === at); });
    const here = every[at];
    document.body.classList.toggle("is-at-headline", here.dataset.item === "headline");
    const place = (isFollowing ? FOLLOWING + ": item " : "Item ") + (at + 1) + " of " + every.length;
    const told = bar().querySelector(".review-place");
    if (told.textContent !== place) told.textContent = place;
    if (parts.tellDone) parts.tellDone();
    window.scrollTo(0, 0);
    if (!isFollowing) here.focus({ preventScroll: true });
    if (!isFollowing && parts.tellOthers) parts.tellOthers(parts.presenting());
  }

  function start(since, first, follows) {
    clearInterval(ticking);
    const old = document.querySelector(".review-bar");
    if (old) old.remove();
    began = since;
    isFollowing = follows;
    document.body.classList.add("is-presenting");
    go(first);
    tick();
    ticking = setInterval(tick, SECOND);
  }

  function tick() { bar().querySelector(".review-timer").textContent = elapsed(); }

  function stop() {
    const wasFollowing = isFollowing;
    leave();
    if (wasFollowing && parts.unfollow) parts.unfollow();
  }

  function leave() {
    if (!began) return;
    const wasChair = !isFollowing;
    began = 0;
    isFollowing = false;
    clearInterval(ticking);
    document.body.classList.remove("is-presenting", "is-at-headline");
    const found = document.querySelector(".review-bar");
    if (found) found.remove();
    const opener = document.querySelector("[data-review-present]");
    if (opener) opener.focus();
    if (wasChair && parts.tellOthers) parts.tellOthers({ isOver: true });
  }

  parts.leave = leave;
  parts.again = function () { if (began) go(at); };
  parts.isFollowing = function () { return isFollowing; };

  /* What another window needs to show the same; nothing where this one only follows. */
  parts.presenting = function () {
    const place = document.getElementById("review");
    const here = items()[at];
    if (!began || isFollowing || !place || !here) return null;
    return { week: place.dataset.week, head: place.dataset.head, item: here.dataset.item, began: began };
  };

  parts.follow = function (said) {
    const place = items().findIndex(function (each) { return each.dataset.item === said.item; });
    if (began && isFollowing) go(place);
    else if (!began) start(said.began, place, true);
  };

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-review-present]")) start(Date.now(), 0, false);
  });

  document.addEventListener("keydown", function (event) {
    if (!began || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") stop();
    else if (isFollowing) return;
    else if (event.key === "PageDown") onward();
    else if (event.key === "PageUp") go(at - 1);
    else return;
    event.preventDefault();
  });
})();
