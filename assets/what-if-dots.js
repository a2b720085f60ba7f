/* Fifty single futures under the curve, each as likely as every other: a quantile
   dotplot (Kay, Kola, Hullman and Munson, 2016). One is read month by month in words. */
(function () {
  "use strict";
  const WIDE = 520; // pixels from which dots may be larger
  const MOST_ROWS = 7;
  const YEARS = 18; // pixels for the years under the dots
  const HINT = "Point at a dot, or reach the dots with Tab and use the arrow keys, to read " +
    "that future month by month.";
  const WAITING = "Let go for single futures: these are of the settings before.";
  const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  /* Dots of one width of time stand on each other; those after the end, at the edge. */
  function stacked(dots, axis, size) {
    const heights = {};
    return dots.map(function (dot) {
      const column = dot.months === null
        ? "after" : Math.floor((axis.x(dot.months) - axis.left) / size);
      const height = heights[column] || 0;
      heights[column] = height + 1;
      const x = dot.months === null
        ? axis.right + 20 : axis.left + (column + 0.5) * size;
      return { x: x, height: height };
    });
  }

  function openingWords(dot, island, place) {
    const { charted, format } = shared;
    const opens = dot.months === null
      ? "is not open by " + format.day(island.corridor.end)
      : "opens " + format.day(charted.dayAfter(island.as_of, dot.months));
    return "Future " + (place + 1) + " of 50 " + opens;
  }

  function monthWords(month, island) {
    const { charted, format } = shared;
    if (!month) return "Already before " + island.as_of_shown;
    const day = charted.monthAfter(island.as_of, month);
    return "Month " + month + " (" + format.month(day) + ")";
  }

  function hitLine(hit, island, titles) {
    const { format, made } = shared;
    const line = made("li", {});
    const link = made("a", { href: island.links[hit.risk_id] }, hit.risk_id);
    line.append(
      monthWords(hit.month, island) + ": ", link,
      " " + titles[hit.risk_id] + ": holds works up by " +
        format.number(hit.delay, 1) + " months."
    );
    return line;
  }

  function othersLine(others) {
    const { made } = shared;
    const listed = others.map(function (hit) {
      return hit.risk_id + (hit.month ? " (month " + hit.month + ")" : " (before)");
    }).join(", ");
    const details = made("details", {});
    const ids = others.map(function (hit) { return hit.risk_id; }).join(", ");
    details.append(
      made("summary", {}, "Also happened, holding up no works the opening waited for: " +
        shared.format.count(others.length, "risk")),
      made("p", {}, listed || ids)
    );
    return details;
  }

  function story(dot, island, titles, place) {
    const { format, made } = shared;
    const holding = dot.hits.filter(function (hit) { return hit.delay > 0; });
    const others = dot.hits.filter(function (hit) { return hit.delay <= 0; });
    const gap = dot.gap === null ? "" : "; funding gap " + format.usd(dot.gap);
    const parts = [made("p", { class: "future-opens" },
      openingWords(dot, island, place) + ". " + dot.kind + gap + ".")];
    if (holding.length) {
      const list = made("ol", {});
      list.append(...holding.map(function (hit) { return hitLine(hit, island, titles); }));
      parts.push(list, made("p", { class: "note" },
        "Months held up at the same time overlap, so they do not simply add up."));
    } else {
      parts.push(made("p", {}, "No risk held works up."));
    }
    if (others.length) parts.push(othersLine(others));
    return parts;
  }

  function yearWords(axis, height) {
    return axis.years.filter(function (_, at) { return at % axis.every === 0; })
      .map(function (each) {
        return shared.charted.drawn("text", {
          x: each.x, y: height + 13, class: "chart-tick", "text-anchor": "middle",
        }, String(each.year));
      });
  }

  class Dots {
    constructor(place, island) {
      const { made } = shared;
      this.island = island;
      this.titles = {};
      island.targets.forEach((each) => { this.titles[each.id] = each.title; });
      this.dots = [];
      this.chosen = -1;
      this.holder = made("div", { class: "dots-chart" });
      this.svg = shared.charted.drawn("svg", { class: "chart", role: "radiogroup" });
      this.svg.setAttribute(
        "aria-label", "Fifty single futures, from the earliest opening to the latest"
      );
      this.note = made("p", { class: "note dots-note" }, HINT);
      this.story = made("div", { class: "future-story", "aria-live": "polite" });
      this.holder.append(this.svg);
      place.append(this.holder, this.note, this.story);
      this.listen();
      new ResizeObserver(() => this.lay()).observe(this.holder);
    }

    listen() {
      const near = (event) => this.choose(this.nearest(event));
      this.svg.addEventListener("pointermove", near);
      this.svg.addEventListener("pointerdown", near);
      this.svg.addEventListener("focusin", (event) => {
        const place = this.marks.indexOf(event.target);
        if (place >= 0) this.choose(place);
      });
      this.svg.addEventListener("keydown", (event) => this.keyed(event));
    }

    keyed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const last = this.dots.length - 1;
      let place = this.chosen;
      if (event.key in STEPS) place += STEPS[event.key];
      else if (event.key === "Home") place = 0;
      else if (event.key === "End") place = last;
      else return;
      event.preventDefault();
      this.marks[Math.min(Math.max(place, 0), last)].focus();
    }

    nearest(event) {
      const box = this.svg.getBoundingClientRect();
      const x = event.clientX - box.left, y = event.clientY - box.top;
      let best = -1, shortest = 24 ** 2;
      this.spots.forEach(function (spot, at) {
        const distance = (spot.cx - x) ** 2 + (spot.cy - y) ** 2;
        if (distance < shortest) { best = at; shortest = distance; }
      });
      return best;
    }

    lay() {
      const width = this.holder.clientWidth;
      if (!width || !this.dots.length) return;
      const { charted } = shared;
      const axis = charted.timeAxis(this.island, width);
      const size = width > WIDE ? 11 : 8;
      const spots = stacked(this.dots, axis, size);
      const rows = Math.max(MOST_ROWS, ...spots.map((each) => each.height + 1));
      const rise = (MOST_ROWS * size) / rows;
      const height = MOST_ROWS * size + 4;
      this.spots = spots.map((each) => ({
        cx: each.x, cy: height - 2 - size / 2 - each.height * rise,
      }));
      const { parts, hasLate } = this.frame(axis, height);
      this.svg.setAttribute("viewBox", "0 0 " + width + " " + (height + YEARS));
      this.svg.setAttribute("width", width);
      this.svg.setAttribute("height", height + YEARS);
      const kept = document.activeElement && this.marks
        ? this.marks.indexOf(document.activeElement) : -1;
      this.marks = this.spots.map((spot, at) => charted.drawn("circle", {
        ...spot, r: size / 2 - 1, role: "radio", class: "future-dot",
        "aria-label": openingWords(this.dots[at], this.island, at),
      }));
      this.svg.replaceChildren(...parts, ...this.marks);
      this.svg.classList.toggle("has-late", hasLate);
      this.mark();
      if (kept >= 0) this.marks[kept].focus();
    }

    frame(axis, height) {
      const { charted } = shared;
      const hasLate = this.dots.some((dot) => dot.months === null);
      const parts = charted.yearLines(axis, height);
      parts.push(charted.drawn("line", {
        x1: axis.left, x2: axis.right, y1: height, y2: height, class: "chart-base",
      }), ...yearWords(axis, height));
      if (hasLate) {
        parts.push(charted.drawn("text", {
          x: axis.right + 20, y: height + 13, class: "chart-tick", "text-anchor": "middle",
        }, "later"));
      }
      parts.forEach((each) => each.setAttribute("aria-hidden", "true"));
      return { parts: parts, hasLate: hasLate };
    }

    mark() {
      const reached = Math.max(this.chosen, 0);
      this.marks.forEach((each, at) => {
        each.setAttribute("tabindex", at === reached ? "0" : "-1");
        each.setAttribute("aria-checked", String(at === this.chosen));
      });
    }

    choose(place) {
      if (place < 0 || place === this.chosen || this.isOld) return;
      this.chosen = place;
      this.story.setAttribute("aria-live", "polite");
      this.mark();
      this.tell();
    }

    tell() {
      const dot = this.dots[this.chosen];
      this.note.hidden = Boolean(dot) && !this.isOld;
      if (!dot) return;
      this.story.replaceChildren(...story(dot, this.island, this.titles, this.chosen));
    }

    /* While a hand moves there are no single futures: the old ones stay, greyed. */
    paint(answer) {
      this.isOld = !answer.detail;
      this.svg.classList.toggle("is-old", this.isOld);
      this.story.classList.toggle("is-old", this.isOld);
      shared.setText(this.note, this.isOld ? WAITING : HINT);
      this.note.hidden = this.chosen >= 0 && !this.isOld;
      if (this.isOld) return;
      this.dots = answer.detail.dots;
      /* What is read anew here was not asked for: the status tells of it. */
      this.story.setAttribute("aria-live", "off");
      this.lay();
      this.tell();
    }
  }

  shared.createDots = function (body, island) {
    const dots = new Dots(body.querySelector(".dots-place"), island);
    return function (answer) { dots.paint(answer); };
  };
})();
