/* How far the agenda is: items are ticked off in its list, by X on the item in view, or
   by going on from one while presenting. Kept in this browser, for this week. */
(function () {
  "use strict";
  const KEY = "araxes-review-done-";
  const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable]";
  const parts = (window.araxesReview = window.araxesReview || {});

  function place() { return document.getElementById("review"); }

  function ticks() { return [...document.querySelectorAll("#review [data-done]")]; }

  function done() {
    try {
      const kept = JSON.parse(window.localStorage.getItem(KEY + place().dataset.week) || "[]");
      return new Set(Array.isArray(kept) ? kept : []);
    } catch (error) {
      return new Set(ticks().filter(function (each) { return each.checked; }).map(function (each) { return each.dataset.done; }));
    }
  }

  function keep(ids) {
    try { window.localStorage.setItem(KEY + place().dataset.week, JSON.stringify([...ids])); } catch (error) { /* until it is reloaded */ }
  }

  function words() {
    const every = ticks();
    const ready = every.filter(function (each) { return each.checked; }).length;
    return every.length ? ready + " of " + every.length + " items done" : "";
  }

  function tell() {
    const shown = words();
    document.querySelectorAll(".review-progress, .review-done").forEach(function (each) {
      if (each.textContent !== shown) each.textContent = shown;
    });
  }

  function set(id, isDone) {
    const ids = done();
    if (isDone) ids.add(id);
    else ids.delete(id);
    keep(ids);
    ticks().forEach(function (each) { if (each.dataset.done === id) each.checked = isDone; });
    tell();
  }

  parts.markDone = function (id) { set(id, true); };
  parts.tellDone = tell;
  parts.layDone = function () {
    const ids = done();
    ticks().forEach(function (each) { each.checked = ids.has(each.dataset.done); });
    tell();
  };

  document.addEventListener("change", function (event) {
    const box = event.target.closest("#review [data-done]");
    if (box) set(box.dataset.done, box.checked);
  });

  /* The item in view: the one presented, else the one the keyboard is in. */
  document.addEventListener("keydown", function (event) {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!place() || event.target.closest(TYPED) || document.querySelector("dialog[open]")) return;
    if (parts.isFollowing()) return;
    const item = document.querySelector("#review .review-item.is-current") || event.target.closest(".review-item");
    const box = item && ticks().find(function (each) { return each.dataset.done === item.dataset.item; });
    if (!box) return;
    event.preventDefault();
    set(box.dataset.done, !box.checked);
  });

  window.addEventListener("storage", function (event) {
    if (place() && event.key === KEY + place().dataset.week) parts.layDone();
  });
})();
