/* Builds what pages fold away as [tag, {attributes}, [children]] in data-built.
   Only text and the tags and attributes named here; nothing is read as HTML. */
(function () {
  "use strict";
  const TAGS = new Set([
    "a", "b", "button", "caption", "div", "em", "h3", "h4", "li", "ol", "p", "small", "span",
    "strong", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "ul", "dl",
    "dt", "dd", "br", "details", "summary", "abbr",
  ]);
  const ATTRIBUTES = /^(class|disabled|href|rel|type|target|title|scope|role|tabindex|colspan|datetime|lang|aria-[a-z]+|data-[a-z-]+)$/;
  const ADDRESS = /^(https?:\/\/|\/(?!\/)|#|\?)/;

  function build(part) {
    if (!Array.isArray(part)) return document.createTextNode(String(part));
    const made = document.createElement(TAGS.has(part[0]) ? part[0] : "span");
    for (const [name, value] of Object.entries(part[1])) {
      if (!ATTRIBUTES.test(name)) continue;
      if (name === "href" && !ADDRESS.test(value)) continue;
      made.setAttribute(name, value);
    }
    made.append(...part[2].map(build));
    return made;
  }

  function fill(holder) {
    let parts;
    try { parts = JSON.parse(holder.dataset.built); } catch (error) { return; }
    holder.replaceChildren(...parts.map(build));
  }

  function fillAll(root) {
    if (root.matches && root.matches("[data-built]")) fill(root);
    if (root.querySelectorAll) root.querySelectorAll("[data-built]").forEach(fill);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") fill(change.target);
      else change.addedNodes.forEach(fillAll);
    });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-built"],
  });
  fillAll(document);
})();
