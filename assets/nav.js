/* Links and date lists change the address without loading everything anew.
   Plain links stay plain: a new tab, a download or another host are left alone. */
(function () {
  "use strict";
  let isFirst = true;

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
    open(link.href);
  });

  document.addEventListener("change", function (event) {
    if ("navigates" in (event.target.dataset || {})) open(event.target.value);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.araxes = Object.assign(window.dash_clientside.araxes || {}, {
    /* A new page has been drawn: name the tab, and let the keyboard start at its top. */
    arrived: function (title) {
      if (title) document.title = title;
      if (!isFirst) window.requestAnimationFrame(focusContent);
      isFirst = false;
      return window.dash_clientside.no_update;
    },
  });

  function focusContent() {
    const content = document.getElementById("content");
    if (content) content.focus({ preventScroll: true });
  }
})();
