/* The reliability diagram of the forecast record: the steps of the CORP curve over the
   line on which chances mean what they say. Its table stands beside it. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const SIZE = 320, LEFT = 64, BOTTOM = 42, TOP = 10, RIGHT = 26;
  const TICKS = [0, 0.25, 0.5, 0.75, 1];

  function make(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  function x(share) { return LEFT + share * SIZE; }
  function y(share) { return TOP + (1 - share) * SIZE; }
  function percent(share) { return Math.round(100 * share) + "\u202f%"; }

  function frame() {
    const lines = TICKS.flatMap(function (at) {
      return [
        make("line", { class: "grid-line", x1: x(0), x2: x(1), y1: y(at), y2: y(at) }),
        make("line", { class: "grid-line", x1: x(at), x2: x(at), y1: y(0), y2: y(1) }),
        make("text", { x: x(at), y: y(0) + 16, "text-anchor": "middle" }, percent(at)),
        make("text", { x: LEFT - 6, y: y(at) + 4, "text-anchor": "end" }, percent(at)),
      ];
    });
    return [
      ...lines,
      make("line", { class: "even", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      make("text", { x: x(0.5), y: y(0) + 34, "text-anchor": "middle" }, "chance stated"),
      make("text", { x: 0, y: 0, transform: "translate(14 " + y(0.5) + ") rotate(-90)", "text-anchor": "middle" }, "came true"),
    ];
  }

  function curve(blocks) {
    const path = blocks.map(function ([low, high, seen], at) {
      return (at ? "L" : "M") + x(low) + " " + y(seen) + "L" + x(high) + " " + y(seen);
    }).join("");
    const ends = blocks.flatMap(function ([low, high, seen]) {
      return (low === high ? [low] : [low, high]).map(function (each) {
        return make("circle", { class: "step-end", cx: x(each), cy: y(seen), r: 4 });
      });
    });
    return [make("path", { class: "steps", d: path }), ...ends];
  }

  function draw(place) {
    let blocks;
    try { blocks = JSON.parse(place.dataset.blocks); } catch (error) { return; }
    const width = LEFT + SIZE + RIGHT, height = TOP + SIZE + BOTTOM;
    place.replaceChildren(make("svg", {
      viewBox: "0 0 " + width + " " + height, role: "img",
      "aria-label": "Reliability diagram: stated chances against how often they came true; its figures are in the table",
    }, ...frame(), ...curve(blocks)));
  }

  function drawAll(root) {
    if (root.matches && root.matches("[data-blocks]")) draw(root);
    if (root.querySelectorAll) root.querySelectorAll("[data-blocks]").forEach(draw);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") draw(change.target);
      else change.addedNodes.forEach(drawAll);
    });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-blocks"],
  });
  drawAll(document);
})();
