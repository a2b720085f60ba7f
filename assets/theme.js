/* Light or dark: the choice is a cookie, so that the server writes it into the page. */
(function () {
  "use strict";
  const YEAR = 365 * 24 * 3600;

  function isDark() {
    const chosen = document.documentElement.dataset.theme;
    if (chosen === "dark" || chosen === "light") return chosen === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    document.cookie = "theme=" + theme + ";path=/;max-age=" + YEAR + ";SameSite=Strict";
    document.dispatchEvent(new CustomEvent("araxes:theme"));
  });
})();
