/* `?` lists the keys. Only keys that do something are listed, by where they do it. */
(function () {
  "use strict";
  const EVERYWHERE = [
    ["?", "this list"],
    ["Esc", "close this list"],
    ["Tab, Shift+Tab", "go on, go back"],
    ["Enter", "open a link, press a button"],
    ["Space", "press a button, fold or unfold"],
  ];
  const WHAT_IF = [
    ["← → ↑ ↓", "move a lever by one step"],
    ["Page Up, Page Down", "move it by a tenth of its scale"],
    ["Home, End", "to the ends of its scale"],
    ["Ctrl+Z", "undo"],
    ["Ctrl+Shift+Z", "redo"],
  ];
  const REGISTERS = [
    ["/", "search the risks"],
    ["← → ↑ ↓", "go from cell to cell"],
    ["Enter", "open the risk"],
  ];
  const REVIEW = [
    ["D", "decide"],
    ["A", "write down an action"],
    ["M", "add a paragraph to the minutes"],
    ["X", "tick off the item in view"],
    ["Page Up, Page Down", "go from item to item while presenting"],
    ["Esc", "stop presenting or following"],
  ];
  const PARTS = [
    ["Everywhere", EVERYWHERE, "body"],
    ["On this page", WHAT_IF, "#what-if"],
    ["On this page", REGISTERS, "#risk-grid"],
    ["On this page", REVIEW, "#review"],
  ];
  const TYPED = "textarea, select, [contenteditable], input:not([type=range])";
  let dialog = null;

  function made(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(function ([name, value]) {
      element.setAttribute(name, value);
    });
    element.append(...children);
    return element;
  }

  function listOf([title, keys]) {
    const rows = keys.flatMap(function ([key, does]) {
      return [made("dt", {}, made("kbd", {}, key)), made("dd", {}, does)];
    });
    return [made("h3", {}, title), made("dl", {}, ...rows)];
  }

  function open() {
    const parts = PARTS.filter(function (part) { return document.querySelector(part[2]); });
    const close = made("button", { type: "button", class: "button" }, "Close");
    dialog = made(
      "dialog", { class: "keys card", "aria-labelledby": "keys-title" },
      made("h2", { id: "keys-title" }, "Keys"), ...parts.flatMap(listOf), close
    );
    /* The browser gives the focus back to where it was. */
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); dialog = null; });
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", function (event) {
    const isAsked = event.key === "?" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isAsked || dialog || event.target.closest(TYPED)) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys]") && !dialog) open();
  });
})();
