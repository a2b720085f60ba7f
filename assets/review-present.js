/* Presenting a review: one item at a time in larger type, nothing to fill in, and a
   timer that counts up from when it began. */
(function () {
  "use strict";
  const SECOND = 1000;
  const MINUTE = 60;
  const parts = (window.araxesReview = window.araxesReview || {});
  let began = 0; // milliseconds; 0 = not presenting
  let at = 0;
  let ticking = 0;

  function items() { return [...document.querySelectorAll("#review .review-item")]; }

  function two(number) { return String(number).padStart(2, "0"); }

  function elapsed() {
    const seconds = Math.floor((Date.now() - began) / SECOND);
    return two(Math.floor(seconds / MINUTE)) + ":" + two(seconds % MINUTE);
  }

  function bar() {
    const found = document.querySelector(".review-bar");
    if (found) return found;
    const { make } = window.araxesEvidence.fields;
    const stop = make("button", { type: "button", class: "button" }, "Stop presenting");
    const back = make("button", { type: "button", class: "button" }, "Back");
    const on = make("button", { type: "button", class: "button" }, "Next");
    stop.addEventListener("click", leave);
    back.addEventListener("click", function () { go(at - 1); });
    on.addEventListener("click", function () { go(at + 1); });
    const made = make("div", { class: "review-bar", role: "group", "aria-label": "Presenting" },
      make("span", { class: "review-place", role: "status" }), back, on,
      make("span", { class: "review-timer", role: "timer", "aria-label": "Time since it began" }), stop);
    document.body.append(made);
    return made;
  }

  function go(wanted) {
    const every = items();
    if (!every.length) return;
    at = Math.min(Math.max(wanted, 0), every.length - 1);
    every.forEach(function (each, place) { each.classList.toggle("is-current", place === at); });
    bar().querySelector(".review-place").textContent = "Item " + (at + 1) + " of " + every.length;
    window.scrollTo(0, 0);
    every[at].focus({ preventScroll: true });
  }

  function start() {
    began = Date.now();
    document.body.classList.add("is-presenting");
    go(0);
    tick();
    ticking = setInterval(tick, SECOND);
  }

  function tick() { bar().querySelector(".review-timer").textContent = elapsed(); }

  function leave() {
    if (!began) return;
    began = 0;
    clearInterval(ticking);
    document.body.classList.remove("is-presenting");
    const found = document.querySelector(".review-bar");
    if (found) found.remove();
    const button = document.querySelector("[data-review-present]");
    if (button) button.focus();
  }

  parts.leave = leave;
  parts.again = function () { if (began) go(at); };

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-review-present]")) start();
  });

  document.addEventListener("keydown", function (event) {
    if (!began || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") leave();
    else if (event.key === "PageDown") go(at + 1);
    else if (event.key === "PageUp") go(at - 1);
    else return;
    event.preventDefault();
  });
})();
