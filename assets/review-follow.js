/* A second window of the same browser follows the one that presents: it is told by the
   browser itself, never over the network. It says so, and can stop. */
(function () {
  "use strict";
  const NAME = "araxes-review";
  const HASH = "#follow";
  const parts = (window.araxesReview = window.araxesReview || {});
  if (!("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(NAME);
  let isWanted = false; // this window was opened to follow, or its reader asked for it
  let last = null; // what the chair's window showed last
  let met = null;

  function week() {
    const place = document.getElementById("review");
    return place ? place.dataset.week : "";
  }

  parts.tellOthers = function (said) { if (said) channel.postMessage({ say: "at", week: week(), ...said }); };

  parts.unfollow = function () {
    isWanted = false;
    offer();
  };

  /* Where others say that they present this week, and nobody asked to follow yet. */
  function offer() {
    const top = document.querySelector(".review-top");
    const old = document.querySelector(".review-offer");
    if (old) old.remove();
    if (!top || !last || parts.presenting() || parts.isFollowing()) return;
    const { make } = window.araxesEvidence.fields;
    const follow = make("button", { type: "button", class: "button" }, "Follow it");
    follow.addEventListener("click", function () {
      isWanted = true;
      hear(last);
    });
    top.append(make("p", { class: "review-offer", role: "status" }, "Another window presents this week. ", follow));
  }

  function hear(said) {
    if (said.say === "who") {
      const mine = parts.presenting();
      if (mine && said.week === mine.week) parts.tellOthers(mine);
      return;
    }
    if (said.week !== week()) return;
    last = said.isOver ? null : said;
    if (said.isOver) {
      if (parts.isFollowing()) parts.leave();
    } else if (isWanted && !parts.presenting()) {
      parts.follow(said);
      if (said.head !== document.getElementById("review").dataset.head) renew(said.head);
    }
    offer();
  }

  /* Something was recorded: the page is drawn anew from the log, as after a save here. */
  function renew(head) {
    window.history.replaceState({}, "", window.location.pathname + "?saved=" + head + HASH);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function meet() {
    const place = document.getElementById("review");
    if (place === met) return;
    met = place;
    if (!place) return;
    isWanted = isWanted || window.location.hash === HASH;
    channel.postMessage({ say: "who", week: week() });
  }

  channel.addEventListener("message", function (event) { hear(event.data); });

  window.addEventListener("pagehide", function () {
    if (parts.presenting()) parts.tellOthers({ isOver: true });
  });

  new MutationObserver(meet).observe(document.documentElement, { subtree: true, childList: true });
})();
