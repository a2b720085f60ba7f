/* Links and date lists change the address without loading everything anew.
   Plain links stay plain: a new tab, a download or another host are left alone. */
(function () {
  "use strict";
  const MOST_FRAMES = 120;
  let path = window.location.pathname;
  let chosen = ""; // the name of the list that was chosen from
  let stepped = null; // the link of the as-of selector that was followed

  function open(href) {
    window.history.pushState({}, "", href);
    /* What dcc.Link does too: dcc.Location listens for this event. */
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function isOurs(link, event) {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey &&
      !event.shiftKey && !event.altKey && !event.defaultPrevented;
    return plain && link.origin === window.location.origin && !link.target &&
      !link.hasAttribute("download") && !("plain" in link.dataset) &&
      !link.getAttribute("href").startsWith("#");
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || !isOurs(link, event)) return;
    event.preventDefault();
    stepped = link.closest(".as-of") ? link : null;
    open(link.href);
  });

  document.addEventListener("change", function (event) {
    if (!("navigates" in (event.target.dataset || {}))) return;
    /* The field for any day has no name: the list of dates stands in for it. */
    chosen = event.target.getAttribute("aria-label") || "As of";
    open(event.target.value);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.araxes = Object.assign(window.dash_clientside.araxes || {}, {
    /* A page has come: name the tab, and put the keyboard where reading goes on. */
    arrived: function (title) {
      if (title) document.title = title;
      const isNewPage = path !== window.location.pathname;
      path = window.location.pathname;
      if (isNewPage) whenDrawn(title, "#content");
      else if (chosen) whenDrawn(title, '[data-navigates][aria-label="' + CSS.escape(chosen) + '"]');
      else if (stepped) whenReplaced(stepped, 0);
      chosen = "";
      stepped = null;
      return window.dash_clientside.no_update;
    },
  });

  /* The new page has a link of the same name, or, at the end of the evidence, none:
     then the list of dates is next to where it was. Whoever has gone on is left alone. */
  function whenReplaced(old, frames) {
    if (old.isConnected && frames < MOST_FRAMES) {
      window.requestAnimationFrame(function () { whenReplaced(old, frames + 1); });
      return;
    }
    if (old.isConnected || document.activeElement !== document.body) return;
    const links = [...document.querySelectorAll(".as-of a[href]")];
    const same = links.find(function (link) { return link.title === old.title; });
    (same || document.querySelector("[data-navigates]")).focus({ preventScroll: true });
  }

  /* The title comes a moment before its page: wait until the heading says the same. */
  function whenDrawn(title, target, frames) {
    const heading = document.querySelector("h1");
    const isDrawn = heading && (title || "").startsWith(heading.textContent + " ");
    if (!isDrawn && (frames || 0) < MOST_FRAMES) {
      window.requestAnimationFrame(function () {
        whenDrawn(title, target, (frames || 0) + 1);
      });
      return;
    }
    const found = document.querySelector(target) || document.querySelector("[data-navigates]");
    if (found) found.focus({ preventScroll: true });
  }
})();
