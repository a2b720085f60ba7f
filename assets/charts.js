/* Draws the small lines that pages describe in data-line; Dash has no SVG elements.
   {"values": [48.2, null, …], "marks": [true, …], "low": 30, "high": 70} */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 260, HEIGHT = 52, EDGE = 4;

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  }

  function points(line) {
    const span = line.high - line.low || 1;
    const last = Math.max(1, line.values.length - 1);
    return line.values.map(function (value, place) {
      if (value === null) return null;
      return {
        x: EDGE + (WIDTH - 2 * EDGE) * place / last,
        y: HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - line.low) / span,
        isMarked: Boolean(line.marks[place]),
      };
    });
  }

  function path(found) {
    let isDown = false;
    return found.map(function (point) {
      if (!point) { isDown = false; return ""; }
      const step = (isDown ? "L" : "M") + point.x.toFixed(1) + "," + point.y.toFixed(1);
      isDown = true;
      return step;
    }).join(" ");
  }

  function draw(holder) {
    let line;
    try { line = JSON.parse(holder.dataset.line); } catch (error) { return; }
    const found = points(line);
    const svg = element("svg", {
      viewBox: "0 0 " + WIDTH + " " + HEIGHT, "aria-hidden": "true", focusable: "false",
    });
    svg.append(element("path", { d: path(found), class: "spark-line" }));
    found.forEach(function (point, place) {
      if (!point) return;
      const isLast = place === found.length - 1;
      if (!point.isMarked && !isLast) return;
      const kind = isLast ? "spark-last" : "spark-mark";
      svg.append(element("circle", {
        cx: point.x, cy: point.y, r: isLast ? 3.5 : 2.2,
        class: kind + (point.isMarked ? "" : " is-empty"),
      }));
    });
    holder.replaceChildren(svg);
  }

  function drawAll(root) {
    if (root.matches && root.matches("[data-line]")) draw(root);
    if (root.querySelectorAll) root.querySelectorAll("[data-line]").forEach(draw);
  }

  new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      if (change.type === "attributes") draw(change.target);
      else change.addedNodes.forEach(drawAll);
    });
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-line"],
  });
  drawAll(document);
})();
