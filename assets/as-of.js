/* The field for any day in the date selector: a native one, so that the keyboard, the
   telephone and the screen reader have theirs. It opens this address at that day. */
(function () {
  "use strict";

  function made(tag, props, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  }

  function fill(holder) {
    const { anyDay, first, last, label } = holder.dataset;
    const day = made("input", { type: "date", value: anyDay, min: first, max: last, required: true });
    const button = made("button", { type: "submit", className: "button is-main" }, "Open");
    const form = made("form", {}, made("label", {}, label, day), button);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      open(form, day.value);
    });
    holder.replaceChildren(form);
  }

  /* nav.js opens what a field that navigates holds, and minds the keyboard. */
  function open(form, day) {
    const here = new URL(window.location.href);
    here.searchParams.set("as-of", day);
    const address = made("input", { type: "hidden", value: here.pathname + here.search });
    address.dataset.navigates = "true";
    form.append(address);
    address.dispatchEvent(new Event("change", { bubbles: true }));
    address.remove();
  }

  function fillAll(root) {
    if (!root.querySelectorAll) return;
    if (root.matches && root.matches("[data-any-day]")) fill(root);
    root.querySelectorAll("[data-any-day]").forEach(fill);
  }

  function close(details, isFocused) {
    details.open = false;
    if (isFocused) details.querySelector("summary").focus();
  }

  document.addEventListener("keydown", function (event) {
    const details = event.key === "Escape" && event.target.closest(".other-date[open]");
    if (details) close(details, true);
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".other-date[open]").forEach(function (details) {
      if (!details.contains(event.target)) close(details, false);
    });
  });
  new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(fillAll); });
  }).observe(document.documentElement, { subtree: true, childList: true });
  fillAll(document);
})();
