/* The share of futures in which the corridor is open by each month: as assumed, over
   the baseline's dashed line. The axis is the same for every answer. */
(function () {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const LEFT = 44, RIGHT = 34, TOP = 22, BOTTOM = 6, HEIGHT = 210;
  const CLEAR = 0.08; // of the height, between a label and a line
  const YEAR_WIDTH = 38; // pixels a year needs for its label
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  function drawn(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(function ([key, value]) {
      made.setAttribute(key, value);
    });
    if (text) made.textContent = text;
    return made;
  }

  /* Days and months by the calendar: a month later is the same day of that month. */
  function parsed(written) { return written.split("-").map(Number); }

  function monthAfter(asOf, months) {
    const [year, month, day] = parsed(asOf);
    const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
    return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last)));
  }

  function written(date) { return date.toISOString().slice(0, 10); }

  function dayAfter(asOf, months) {
    const whole = Math.floor(months);
    const [start, end] = [monthAfter(asOf, whole), monthAfter(asOf, whole + 1)];
    const days = Math.round(((months - whole) * (end - start)) / 864e5);
    return written(new Date(start.getTime() + days * 864e5));
  }

  function monthsUntil(asOf, day) {
    const [year, month] = parsed(asOf), [toYear, toMonth] = parsed(day);
    const [wantedYear, wantedMonth, wantedDay] = parsed(day);
    const wanted = Date.UTC(wantedYear, wantedMonth - 1, wantedDay);
    let whole = (toYear - year) * 12 + toMonth - month;
    if (monthAfter(asOf, whole) > wanted) whole -= 1;
    const [start, end] = [monthAfter(asOf, whole), monthAfter(asOf, whole + 1)];
    return whole + (wanted - start) / (end - start);
  }

  /* Where months lie: the same for the curve and the dots under it. */
  function timeAxis(island, width) {
    const asOf = island.as_of, end = island.corridor.end;
    const months = Math.round(monthsUntil(asOf, end));
    const step = (width - LEFT - RIGHT) / months;
    const years = [];
    for (let year = parsed(asOf)[0] + 1; year <= parsed(end)[0]; year += 1) {
      years.push({ year: year, x: LEFT + step * monthsUntil(asOf, year + "-01-01") });
    }
    const every = Math.max(1, Math.ceil(YEAR_WIDTH / (12 * step)));
    return {
      asOf: asOf, months: months, step: step, width: width, left: LEFT,
      right: LEFT + step * months, years: years, every: every,
      x: function (month) { return LEFT + step * month; },
      target: LEFT + step * monthsUntil(asOf, island.corridor.target),
    };
  }

  function yearLines(axis, height) {
    return axis.years.map(function (each) {
      return drawn("line", {
        x1: each.x, x2: each.x, y1: 0, y2: height, class: "chart-grid",
      });
    });
  }

  function y(share) { return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM); }

  function pathOf(axis, shares) {
    return shares.map(function (share, month) {
      return (month ? "L" : "M") + axis.x(month).toFixed(1) + "," + y(share).toFixed(1);
    }).join("");
  }

  function shareAt(shares, axis, x) {
    const month = (x - LEFT) / axis.step;
    if (month < 0) return 0;
    const low = Math.min(Math.floor(month), shares.length - 1);
    const high = Math.min(low + 1, shares.length - 1);
    return shares[low] + (month - low) * (shares[high] - shares[low]);
  }

  /* A label right of and under the lines, or left of and over them: the first height at
     which it keeps clear of both. */
  function placed(label, side, x, axis, curves) {
    const width = label.getComputedTextLength();
    const isRight = side === "right";
    const limit = isRight ? axis.width - width - 2 : LEFT + width + 4;
    const near = isRight ? Math.min(x + 10, limit) : Math.max(x - 10, limit);
    const heights = isRight ? [0.42, 0.32, 0.22, 0.12] : [0.58, 0.68, 0.78, 0.88];
    const shares = curves.map(function (each) { return shareAt(each, axis, near); });
    const free = heights.find(function (height) {
      return isRight ? Math.min(...shares) > height + CLEAR
        : Math.max(...shares) < height - CLEAR;
    });
    label.setAttribute("text-anchor", isRight ? "start" : "end");
    label.setAttribute("x", near);
    label.setAttribute("y", y(free === undefined ? heights[3] : free) + 4);
  }

  function frame(axis) {
    const parts = yearLines(axis, HEIGHT);
    [0, 0.25, 0.5, 0.75, 1].forEach(function (share) {
      parts.push(
        drawn("line", {
          x1: LEFT, x2: axis.right, y1: y(share), y2: y(share), class: "chart-grid",
        }),
        drawn("text", { x: LEFT - 6, y: y(share) + 4, class: "chart-tick", "text-anchor": "end" },
          shared.format.number(100 * share, 0) + "\u202f%")
      );
    });
    return parts;
  }

  function targetParts(axis, island) {
    const words = "target " + shared.format.day(island.corridor.target);
    const isOn = axis.target >= LEFT && axis.target <= axis.right;
    if (!isOn) return [];
    const isLate = axis.target > axis.right - 130;
    return [
      drawn("line", {
        x1: axis.target, x2: axis.target, y1: 4, y2: HEIGHT - BOTTOM, class: "chart-target",
      }),
      drawn("text", {
        x: axis.target + (isLate ? -6 : 6), y: 13, class: "chart-label",
        "text-anchor": isLate ? "end" : "start",
      }, words),
    ];
  }

  function halfOf(answer) {
    return answer.opening.find(function (each) { return each.share === 0.5; });
  }

  function halfWords(day, answer) {
    const { format } = shared;
    return "half by " + (day ? format.month(day) : "after " + format.month(answer.end));
  }

  function sentence(answer) {
    const { format } = shared;
    const half = halfOf(answer);
    const by = answer.by.map(function (each) {
      return "by " + format.day(each.day) + (each.is_target ? ", the target, " : " ") +
        format.share(each.chance.value);
    });
    return "Share of futures in which the corridor is open: " + halfWords(half.day, answer) +
      ", " + shared.besideOf(answer).at + " " + halfWords(half.baseline_day, answer) + "; " +
      by.join("; ") + ".";
  }

  function createTable() {
    const { format, made } = shared;
    const table = made("table", { class: "curve-table" });
    const head = made("tr", {});
    ["Open by", "", "As assumed", "Change"].forEach(function (words, at) {
      head.append(made("th", { scope: "col", class: at ? "number" : "" }, words));
    });
    const body = made("tbody", {});
    const top = made("thead", {});
    top.append(head);
    table.append(made("caption", {}, "Share of simulated futures open by a day"), top, body);
    const details = made("details", { class: "same-table" });
    details.append(made("summary", {}, "The same as a table"), table);
    function paint(answer) {
      const beside = shared.besideOf(answer);
      shared.setText(head.children[1], beside.column);
      body.replaceChildren(...answer.by.map(function (each) {
        const { baseline, value } = each.chance;
        return shared.chartParts.rowOf([
          format.day(each.day) + (each.is_target ? ", the target" : ""),
          format.share(baseline), format.share(value), format.moved.points(each.chance, beside),
        ]);
      }));
    }
    return { details: details, paint: paint };
  }

  shared.createCurve = function (body, island) {
    const { made } = shared;
    const holder = made("div", { class: "curve-chart" });
    const svg = drawn("svg", { role: "img", height: HEIGHT, class: "chart" });
    const ghost = drawn("path", { class: "curve-ghost" });
    const line = drawn("path", { class: "curve-line" });
    const before = drawn("text", { class: "chart-label" });
    const now = drawn("text", { class: "chart-label is-assumed" });
    const table = createTable();
    holder.append(svg);
    body.append(holder, made("div", { class: "dots-place" }), table.details);
    let axis = null;
    let answer = null;

    function lay() {
      if (!holder.clientWidth) return;
      axis = timeAxis(island, holder.clientWidth);
      svg.setAttribute("viewBox", "0 0 " + axis.width + " " + HEIGHT);
      svg.setAttribute("width", axis.width);
      svg.replaceChildren(
        ...frame(axis), ...targetParts(axis, island), ghost, line, before, now
      );
      draw();
    }

    function label(half, curves) {
      const isSame = half.day === half.baseline_day;
      const isLater = (half.months.value || Infinity) >= (half.months.baseline || Infinity);
      now.textContent = halfWords(half.day, answer);
      before.textContent = isSame ? ""
        : shared.besideOf(answer).label + halfWords(half.baseline_day, answer);
      const sides = isLater ? ["right", "left"] : ["left", "right"];
      const [at, from] = [half.months.value, half.months.baseline].map(function (months) {
        return axis.x(months === null ? axis.months : months);
      });
      placed(now, sides[0], at, axis, curves);
      if (!isSame) placed(before, sides[1], from, axis, curves);
    }

    function draw() {
      if (!axis || !answer) return;
      const { baseline, value } = answer.curve;
      ghost.setAttribute("d", pathOf(axis, baseline));
      line.setAttribute("d", pathOf(axis, value));
      label(halfOf(answer), [baseline, value]);
    }

    new ResizeObserver(lay).observe(holder);
    lay();
    return function (newest) {
      answer = newest;
      svg.setAttribute("aria-label", sentence(answer));
      draw();
      table.paint(answer);
    };
  };
  shared.charted = {
    dayAfter: dayAfter, drawn: drawn, monthsUntil: monthsUntil, monthAfter: function (asOf, months) {
      return written(monthAfter(asOf, months));
    }, timeAxis: timeAxis, yearLines: yearLines,
  };
})();
