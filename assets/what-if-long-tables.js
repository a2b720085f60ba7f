/* The tables of long work: parts that add up, and levers swung from end to end. */
(function () {
  "use strict";
  const MOST_SHOWN = 8;
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { islandOf, money, rowOf, table } = shared.chartParts;
  const POINTS = {
    digits: 1, scale: 100, heading: "Points",
    size: function (words) { return words + " pt"; }, ways: ["more likely", "less likely"],
  };
  const UNITS = {
    "opening-p50": {
      digits: 1, scale: 1, heading: "Months",
      size: function (words) { return words + (words === "1.0" ? " month" : " months"); },
      ways: ["later", "earlier"],
    },
    "funding-gap-p50": {
      digits: 0, scale: 1, heading: "Million USD",
      size: function (words) { return "USD\u00a0" + words + "m"; }, ways: ["more", "less"],
    },
  };

  function unitOf(outcome) { return UNITS[outcome] || POINTS; }

  /* A change in display units: "0.6 months later". */
  function changeWords(outcome, shown) {
    const unit = unitOf(outcome);
    if (shown === 0) return "no change";
    const way = unit.ways[shown > 0 ? 0 : 1];
    const smallest = Math.pow(10, -unit.digits);
    const isTiny = Math.abs(shown) < smallest / 2;
    const words = shared.format.number(isTiny ? smallest : Math.abs(shown), unit.digits);
    return (isTiny ? "less than " : "") + unit.size(words) + " " + way;
  }

  function signed(outcome, shown) {
    const words = shared.format.number(shown, unitOf(outcome).digits);
    return (shown > 0 ? "+" : "") + words;
  }

  function dayAfter(months) {
    return shared.format.day(shared.charted.dayAfter(islandOf().as_of, months));
  }

  function valueWords(outcome, value) {
    if (value === null) return "after " + shared.format.day(islandOf().corridor.end);
    if (outcome === "opening-p50") return dayAfter(value);
    return outcome === "funding-gap-p50" ? money(value) : shared.format.share(value);
  }

  function outcomeName(outcome) {
    const found = islandOf().corridor.outcomes.find(function (each) { return each.id === outcome; });
    return found ? found.title : "";
  }

  /* What a setting is called, and what it was set to. */
  function settingWords(id, settings) {
    const island = islandOf();
    const fact = island.levers.find(function (each) { return each.id === id; });
    if (!fact) return shared.treatmentWords(id, settings[id]);
    const scale = shared.createScale(fact, island.level_words);
    const from = fact.baseline === null ? "no reading" : shared.format.quantity(fact.baseline);
    return fact.title + ": " + from + " → " + scale.amount(settings[id]);
  }

  function shortWords(id) {
    const fact = islandOf().levers.find(function (each) { return each.id === id; });
    return fact ? fact.title : id;
  }

  function because(part, settings) {
    if (part.ids.length === 1) return settingWords(part.ids[0], settings);
    return part.ids.length + " others together: " + part.ids.map(shortWords).join(", ");
  }

  function why(result, settings) {
    const { made } = shared;
    const { outcome } = result;
    const change = outcomeName(outcome) + ": " + valueWords(outcome, result.before) + " → " +
      valueWords(outcome, result.after) + ".";
    const note = made("p", { class: "note" }, change);
    if (result.total === null) {
      return [note, made("p", { class: "note" },
        "One of the two lies after the simulated months, so the change has no size to split.")];
    }
    if (!result.parts.length) return [note, made("p", { class: "note" }, "No setting moves it.")];
    const drawn = table(
      "Shares of the change since baseline, on the same futures; the rows add up exactly.",
      ["Because of", unitOf(outcome).heading],
      result.parts.map(function (part) {
        return [because(part, settings), signed(outcome, part.shown)];
      }), "why-table"
    );
    const foot = made("tfoot", {});
    foot.append(rowOf(["Total", signed(outcome, result.shown_change)]));
    drawn.append(foot);
    return [note, drawn];
  }

  /* A change whose unit stands above it: "0.6 later". */
  function briefly(outcome, shown) {
    const unit = unitOf(outcome);
    const smallest = Math.pow(10, -unit.digits);
    const isTiny = Math.abs(shown) < smallest / 2;
    return (isTiny ? "under " : "") +
      shared.format.number(isTiny ? smallest : Math.abs(shown), unit.digits) + " " +
      unit.ways[shown > 0 ? 0 : 1];
  }

  /* Two standard errors; small ones with a digit more, so that none reads ±0.0. */
  function margin(outcome, se) {
    const unit = unitOf(outcome);
    const size = 2 * unit.scale * se;
    const isSmall = size < Math.pow(10, -unit.digits);
    return "±" + shared.format.number(size, unit.digits + (isSmall ? 1 : 0));
  }

  /* One end of a swing, against the present value: how far, how surely. */
  function swung(outcome, result, at, told, se) {
    if (at === null) return [valueWords(outcome, null), ""];
    if (told === "same") return ["no change", ""];
    if (told === "not distinguishable") return [told, ""];
    if (result.value === null) return [valueWords(outcome, at), ""];
    const shown = unitOf(outcome).scale * (at - result.value);
    return [briefly(outcome, shown), se === null ? "" : margin(outcome, se)];
  }

  function isClear(swing) {
    return swing.told_calm === "moved" || swing.told_extreme === "moved";
  }

  function axisOf(result, swings) {
    const known = swings.flatMap(function (each) { return [each.at_calm, each.at_extreme]; })
      .concat(result.value).filter(function (each) { return each !== null; });
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const width = high - low || 1;
    return function (value) { return value === null ? 100 : (100 * (value - low)) / width; };
  }

  function track(result, swing, axis) {
    const { made } = shared;
    const drawn = made("div", { class: "swing-track", "aria-hidden": "true" });
    const now = axis(result.value);
    [["swing-calm", swing.at_calm], ["swing-extreme", swing.at_extreme]].forEach(
      function ([name, at]) {
        const bar = made("span", { class: name });
        bar.style.left = Math.min(now, axis(at)) + "%";
        bar.style.width = Math.abs(axis(at) - now) + "%";
        drawn.append(bar);
      }
    );
    const mark = made("span", { class: "swing-now" });
    mark.style.left = now + "%";
    drawn.append(mark);
    return drawn;
  }

  function end([words, error], value) {
    const { made } = shared;
    return [
      made("span", { class: "swing-words" }, words), " ",
      made("small", { class: "mute" }, (error ? error + ", " : "") + "at " + value),
    ];
  }

  function swingCells(result, swing, axis) {
    const island = islandOf();
    const fact = island.levers.find(function (each) { return each.id === swing.indicator_id; });
    const scale = shared.createScale(fact, island.level_words);
    const { outcome } = result;
    const unit = fact.bands.length ? "" : " " + fact.unit;
    return [
      [shared.made("span", {}, fact.title), shared.made("small", { class: "mute" }, unit),
        track(result, swing, axis)],
      end(swung(outcome, result, swing.at_calm, swing.told_calm, swing.se_calm),
        scale.short(swing.calm_value)),
      end(swung(outcome, result, swing.at_extreme, swing.told_extreme, swing.se_extreme),
        scale.short(swing.extreme_value)),
    ];
  }

  function swingTable(result, swings, axis, caption) {
    const unit = unitOf(result.outcome).heading.toLowerCase().replace("usd", "USD");
    return table(caption, ["Lever", "Calm end, " + unit, "Extreme end, " + unit], swings.map(function (swing) {
      return swingCells(result, swing, axis);
    }), "swings-table");
  }

  function tornado(result) {
    const { made } = shared;
    const clear = result.swings.filter(isClear);
    const now = outcomeName(result.outcome) + ": now " + valueWords(result.outcome, result.value) + ".";
    const drawn = [made("p", { class: "note" }, now)];
    if (!clear.length) {
      return drawn.concat(made("p", { class: "note" },
        "No lever alone moves it more than the simulation's own error."));
    }
    const axis = axisOf(result, clear);
    drawn.push(swingTable(result, clear.slice(0, MOST_SHOWN), axis,
      "Each lever alone to its calm (light) and its extreme end (dark), the rest as assumed; " +
      "the line is now. ± is two standard errors of the simulation."));
    return drawn.concat(rest(result, clear.slice(MOST_SHOWN), axis));
  }

  function rest(result, clear, axis) {
    const { made, format } = shared;
    const drawn = [];
    if (clear.length) {
      const more = made("details", {});
      more.append(
        made("summary", {}, format.count(clear.length, "lever") + " more, which move it less"),
        swingTable(result, clear, axis, "The other levers, on the same scale")
      );
      drawn.push(more);
    }
    const unclear = result.swings.filter(function (each) { return !isClear(each); });
    if (unclear.length) {
      drawn.push(made("p", { class: "note" }, "Not distinguishable: " + unclear.map(
        function (each) { return shortWords(each.indicator_id); }).join(", ") + "."));
    }
    return drawn;
  }

  shared.longTables = { why: why, tornado: tornado, changeWords: changeWords, unitOf: unitOf };
})();
