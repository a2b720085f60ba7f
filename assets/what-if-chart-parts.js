/* What the charts of the what-if page share: words, axes, tables, pictures that are
   drawn anew when their width changes. No formula of the model is here. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const painters = new WeakMap();
  const widths = new WeakMap();
  const islands = new WeakMap();

  const observer = new ResizeObserver(function (entries) {
    entries.forEach(function ({ target }) { repaint(target, false); });
  });

  function svg(name, attributes, ...children) {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(function ([key, value]) {
      element.setAttribute(key, value);
    });
    element.append(...children);
    return element;
  }

  function repaint(holder, isNew) {
    const width = Math.floor(holder.clientWidth);
    if (!width || (!isNew && widths.get(holder) === width)) return;
    widths.set(holder, width);
    holder.replaceChildren(painters.get(holder)(width));
  }

  /* `paint(width)` returns a picture as wide as its holder, now and after a change. */
  function picture(holder, paint) {
    const isFirst = !painters.has(holder);
    painters.set(holder, paint);
    if (isFirst) observer.observe(holder);
    repaint(holder, true);
  }

  function frame(width, height, label, ...children) {
    return svg("svg", {
      viewBox: "0 0 " + width + " " + height, width: width, height: height,
      role: "img", "aria-label": label, class: "futures-picture",
    }, ...children);
  }

  function line(x1, y1, x2, y2, name) {
    return svg("line", { x1: x1, y1: y1, x2: x2, y2: y2, class: name });
  }

  function text(x, y, words, name, anchor) {
    return svg("text", { x: x, y: y, class: name, "text-anchor": anchor || "start" }, words);
  }

  function money(usd) {
    return "USD\u00a0" + shared.format.number(usd, 0) + "m";
  }

  /* Shares of a whole in per cent with one decimal, which add up to 100.0. */
  function wholeOf(values) {
    const exact = values.map(function (each) { return 1000 * each; });
    const found = exact.map(Math.floor);
    const left = Math.round(exact.reduce(add, 0)) - found.reduce(add, 0);
    exact.map(function (each, at) { return [each - found[at], at]; })
      .sort(function (one, two) { return two[0] - one[0] || one[1] - two[1]; })
      .slice(0, left).forEach(function ([, at]) { found[at] += 1; });
    return found.map(function (each) { return each / 10; });
  }

  function add(one, two) { return one + two; }

  /* The first of January of each year that is simulated, in months after the start. */
  function yearTicks(start, months) {
    const ticks = [];
    for (let year = Number(start.slice(0, 4)) + 1; ; year += 1) {
      const month = shared.charted.monthsUntil(start, year + "-01-01");
      if (month > months) return ticks;
      ticks.push({ month: month, year: year });
    }
  }

  /* 1, 2, 2.5 or 5 times a power of ten, so that few steps reach a value. */
  function niceStep(highest, most) {
    const power = Math.pow(10, Math.floor(Math.log10(highest / most)));
    return [1, 2, 2.5, 5, 10].map(function (each) { return each * power; })
      .find(function (step) { return highest / step <= most; });
  }

  function table(caption, heads, rows, name) {
    const { made } = shared;
    const head = made("tr", {});
    heads.forEach(function (each, at) {
      head.append(made("th", at ? { scope: "col", class: "number" } : { scope: "col" }, each));
    });
    const body = made("tbody", {});
    rows.forEach(function (cells) { body.append(rowOf(cells)); });
    const whole = made("table", name ? { class: name } : {});
    const top = made("thead", {});
    top.append(head);
    whole.append(made("caption", {}, caption), top, body);
    return whole;
  }

  function rowOf(cells) {
    const row = shared.made("tr", {});
    cells.forEach(function (each, at) {
      const cell = shared.made(at ? "td" : "th", at ? { class: "number" } : { scope: "row" });
      cell.append(...[each].flat());
      row.append(cell);
    });
    return row;
  }

  function islandOf() {
    const root = document.getElementById("what-if");
    if (!root) return null;
    if (!islands.has(root)) islands.set(root, JSON.parse(root.dataset.page));
    return islands.get(root);
  }

  /* The named places of a card's body: made once, in the order they are read. */
  function bodyOf(section, places) {
    const body = section.querySelector(".wi-body");
    if (!body.firstChild) {
      Object.entries(places).forEach(function ([name, tag]) {
        body.append(shared.made(tag, { class: "futures-" + name }));
      });
    }
    return Object.fromEntries(Object.keys(places).map(function (name) {
      return [name, body.querySelector(":scope > .futures-" + name)];
    }));
  }

  /* A table that stays as open as the reader left it. */
  function fold(details, made) {
    if (!details.firstChild) {
      details.append(shared.made("summary", {}, "The same as a table"));
    }
    details.replaceChildren(details.firstChild, made);
  }

  shared.chartParts = {
    bodyOf: bodyOf, fold: fold, frame: frame, islandOf: islandOf, line: line, money: money,
    niceStep: niceStep, picture: picture, rowOf: rowOf,
    svg: svg, table: table, text: text, wholeOf: wholeOf, yearTicks: yearTicks,
  };
})();
