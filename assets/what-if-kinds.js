/* The kinds of future as one bar that is whole, and what set the late ones apart. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { bodyOf, frame, islandOf, picture, svg, table, text, wholeOf } = shared.chartParts;
  const BAR = 30, GHOST = 8, GAP = 4;
  const MOST_TOLD = 6;
  const THIN_SPACE = "\u202f";
  const STRIPES = [
    "", "M0,0 L0,8", "M0,4 L8,4", "M0,8 L8,0 M-2,2 L2,-2 M6,10 L10,6", "M4,3 L4,5 M3,4 L5,4",
    "M0,0 L8,8 M-2,6 L2,10 M6,-2 L10,2", "M0,0 L8,8 M8,0 L0,8",
  ];

  function share(value) { return shared.format.share(value); }

  /* Told apart by their stripes, in grey and for every eye. */
  function pattern(id, at) {
    const stripes = STRIPES[at % STRIPES.length];
    return svg("pattern", {
      id: id, width: 8, height: 8, patternUnits: "userSpaceOnUse",
    }, svg("rect", { width: 8, height: 8, class: "kind-ground kind-" + (at % 6) }),
    svg("path", { d: stripes, class: "kind-stripe" }));
  }

  function patterns(count, place) {
    const made = [];
    for (let at = 0; at < count; at += 1) made.push(pattern(place + at, at));
    return svg("defs", {}, ...made);
  }

  function barOf(shares, width, top, height, place) {
    let left = 0;
    return shares.flatMap(function (part, at) {
      const size = (width * part) / 100;
      const bar = svg("rect", {
        x: left.toFixed(2), y: top, width: size.toFixed(2), height: height,
        fill: "url(#" + place + at + ")", class: "kind-bar",
      });
      left += size;
      return part ? [bar] : [];
    });
  }

  function barLabels(classes, shares, width) {
    let left = 0;
    return shares.flatMap(function (part, at) {
      const start = left;
      left += (width * part) / 100;
      const words = classes[at].title + " " + percent(classes[at].value, part);
      if (left - start < 7 * words.length) return [];
      return [text(start + 1, BAR + 15, words, "mark-label")];
    });
  }

  /* A share rounded so that all add up, unless it is too rare to be counted. */
  function percent(value, part) {
    if (shared.format.isRare(value)) return share(value);
    return shared.format.number(part, 1) + THIN_SPACE + "%";
  }

  /* The same with two standard errors; a rare one has words in place of both. */
  function measured(value, part, se) {
    const isBare = shared.format.isRare(value) || se === null;
    return percent(value, part) + (isBare ? "" : shared.format.within(100 * se, 1));
  }

  function barWords(answer, shares) {
    const parts = answer.classes.map(function (each, at) {
      return each.title + ": " + measured(each.value, shares[at], each.se);
    });
    return "Kinds of future, one bar of 100 %. " + parts.join("; ") + ".";
  }

  function drawBar(holder, answer, now, before) {
    const place = "wi-kind-";
    picture(holder, function (width) {
      const ghost = shared.isCompared(answer)
        ? [
          ...barOf(before, width, BAR + 22, GHOST, place),
          text(1, BAR + 22 + GHOST + 12, shared.besideOf(answer).name, "tick"),
        ] : [];
      const height = BAR + 20 + (shared.isCompared(answer) ? GHOST + 16 + GAP : 0);
      return frame(width, height, barWords(answer, now), patterns(now.length, place),
        ...barOf(now, width, 1, BAR, place), ...barLabels(answer.classes, now, width), ...ghost);
    });
  }

  function swatch(at) {
    const id = "wi-swatch-" + at;
    return svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, class: "kind-swatch",
      "aria-hidden": "true" }, svg("defs", {}, pattern(id, at)),
    svg("rect", { x: 0.5, y: 0.5, width: 13, height: 13, fill: "url(#" + id + ")", class: "kind-bar" }));
  }

  function kindName(each, at) {
    const named = shared.made("span", { class: "kind-name" });
    const rule = shared.made("small", { class: "mute" }, each.rule);
    named.append(swatch(at), shared.made("b", {}, each.title));
    return [named, rule];
  }

  function paintKinds(section, answer) {
    const places = bodyOf(section, { figure: "div", listed: "div", note: "p" });
    const now = wholeOf(answer.classes.map(function (each) { return each.value; }));
    const before = wholeOf(answer.classes.map(function (each) { return each.baseline; }));
    drawBar(places.figure, answer, now, before);
    const rows = answer.classes.map(function (each, at) {
      return [
        kindName(each, at),
        measured(each.value, now[at], each.se),
        measured(each.baseline, before[at], each.baseline_se),
      ];
    });
    const all = shared.format.number(answer.paths, 0);
    const made = table("Share of " + all + " futures; ± is two standard errors of the simulation",
      ["Kind of future", "As assumed", shared.besideOf(answer).column], rows, "kinds-table");
    made.dataset.shares = JSON.stringify(now);
    places.listed.replaceChildren(made);
    shared.setText(places.note, "What none of " + all + " futures was is told as fewer than 1 in " +
      shared.format.whole(1000) + ": that is not the same as impossible.");
  }

  /* What set the late futures apart */

  function riskFact(id) {
    return islandOf().targets.find(function (each) { return each.id === id; });
  }

  function riskLink(id, isLong) {
    const link = shared.made("a", { href: islandOf().links[id] || "/registers/" + id }, id);
    return isLong ? [link, " " + riskFact(id).title] : [link];
  }

  function sentence(detail) {
    const [first] = detail.held_up;
    const day = shared.format.day(detail.late_after);
    const words = [
      "Of the futures that open after " + day + " (" + share(detail.late_share) + "), " +
        share(first.late) + " were held up by ",
      ...riskLink(first.risk_id, false), " (" + riskFact(first.risk_id).title + ")",
    ];
    if (first.early === null) return words.concat("; there are no others.");
    return words.concat(", of the others " + share(first.early) + ".");
  }

  function paintHeldUp(section, answer) {
    const places = bodyOf(section, { words: "p", listed: "div" });
    const { detail } = answer;
    if (!detail) return;
    if (!detail.held_up.length) {
      shared.setText(places.words, detail.late_share > 0
        ? "No risk held up works in the futures that open after " +
          shared.format.day(detail.late_after) + "."
        : "In none of the futures does the corridor open after " +
          shared.format.day(detail.late_after) + ".");
      places.listed.replaceChildren();
      return;
    }
    places.words.replaceChildren(...sentence(detail));
    const rows = detail.held_up.slice(0, MOST_TOLD).map(function (each) {
      return [
        riskLink(each.risk_id, true), share(each.late),
        each.early === null ? "no others" : share(each.early),
      ];
    });
    places.listed.replaceChildren(table(
      "Share of futures in which the risk held up works the opening waits for, the widest " +
        "difference first",
      ["Risk", "Opens after " + shared.format.day(detail.late_after), "Others"], rows, "heldup-table"
    ));
  }

  Object.assign(shared.futuresPainters, {
    "wi-classes": { paint: paintKinds, hasDetail: false },
    "wi-heldup": { paint: paintHeldUp, hasDetail: true },
  });
})();
