/* Money against time, what all hits cost: two pictures of the simulated futures.
   They are painted from what the page dispatches with every answer that it shows. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const {
    bodyOf, fold, frame, line, money, niceStep, picture, svg, table, text, yearTicks,
  } = shared.chartParts;
  const PLACES = { words: "p", figure: "div", key: "p", table: "details" };
  const HEIGHT = 250;
  const LEFT = 46, RIGHT = 12, TOP = 20, BOTTOM = 34;
  const STRIP = 40; // pixels at the right edge, for what opens after the end
  const CORNER = 12; // pixels below no gap, so that marks on the line can be seen
  const READ_AT = [0.9, 0.5, 0.1];
  const highest = new WeakMap(); // so that an axis never jumps back and forth

  function upTo(section, value) {
    const reached = Math.max(value, highest.get(section) || 0);
    highest.set(section, reached);
    return reached;
  }

  function moneyTicks(y, most, width) {
    const step = niceStep(most, 4);
    const drawn = [];
    for (let usd = 0; usd <= most * 1.001; usd += step) {
      drawn.push(
        line(LEFT, y(usd), width - RIGHT, y(usd), "grid-line"),
        text(LEFT - 6, y(usd) + 4, shared.format.number(usd, 0), "tick", "end")
      );
    }
    return drawn;
  }

  function keyOf(place, words) {
    place.replaceChildren(...words.map(function ([name, said]) {
      const entry = shared.made("span", {});
      entry.append(shared.made("span", { class: "key-mark " + name }), said);
      return entry;
    }));
  }

  /* Nothing to draw, and why; a picture comes with its key and its table. */
  function tellNothing(section, places, words) {
    shared.setText(places.words, words);
    section.querySelector(".how").hidden = true;
    [places.figure, places.key, places.table].forEach(function (each) { each.hidden = true; });
  }

  /* Money against time */

  function jointWords(answer) {
    const target = answer.by.find(function (each) { return each.is_target; });
    const { joint } = answer;
    const said = "On time (by " + shared.format.day(target.day) + ") and funded: " +
      shared.format.shareOfFutures(joint.value);
    if (!shared.isCompared(answer)) return said + ".";
    const beside = shared.besideOf(answer);
    if (joint.told === "same") return said + ", " + beside.as + ".";
    return said + "; " + beside.at + " " + shared.format.share(joint.baseline) + changeWords(joint) + ".";
  }

  function changeWords(figure) {
    if (figure.change === null) return "";
    if (figure.told !== "moved") return ": not distinguishable";
    const points = 100 * figure.change;
    return ": " + shared.format.likelier(points) +
      " (±" + shared.format.number(200 * figure.change_se, 1) + ")";
  }

  function marks(cloud, scale, name, radius) {
    const drawn = cloud.gap.map(function (gap, at) {
      const month = cloud.months[at];
      const x = month === null ? scale.after(at) : scale.x(month);
      return svg("circle", { cx: x.toFixed(1), cy: scale.y(gap).toFixed(1), r: radius });
    });
    return svg("g", { class: name }, ...drawn);
  }

  function cloudScale(answer, most, width) {
    const right = width - RIGHT - STRIP;
    const low = HEIGHT - BOTTOM - CORNER;
    return {
      right: right,
      x: function (month) { return LEFT + ((right - LEFT) * month) / answer.months; },
      y: function (usd) { return low - ((low - TOP) * usd) / most; },
      /* Side by side, since they have no day. */
      after: function (at) { return right + 8 + ((at * 7) % (STRIP - 14)); },
    };
  }

  function cloudGround(answer, scale, most, width) {
    const target = answer.by.find(function (each) { return each.is_target; });
    const month = shared.charted.monthsUntil(answer.as_of, target.day);
    const x = scale.x(Math.min(Math.max(month, 0), answer.months));
    const foot = HEIGHT - BOTTOM;
    const apart = scale.x(12) - scale.x(0) < 34 ? 2 : 1; // years from label to label
    const years = yearTicks(answer.as_of, answer.months).filter(function (tick, at) {
      return at % apart === 0;
    }).map(function (tick) {
      return text(scale.x(tick.month), foot + 15, String(tick.year), "tick", "middle");
    });
    const [side, anchor] = x - LEFT < 76 ? [x + 4, "start"] : [x - 4, "end"];
    return [
      svg("rect", {
        x: LEFT, y: scale.y(0) - 6, width: Math.max(0, x - LEFT), height: foot - scale.y(0) + 6,
        class: "good-corner",
      }),
      svg("rect", {
        x: scale.right, y: TOP, width: STRIP, height: foot - TOP, class: "after-strip",
      }),
      ...moneyTicks(scale.y, most, width),
      line(LEFT, scale.y(0), width - RIGHT, scale.y(0), "limit-line"),
      line(x, TOP, x, foot, "limit-line is-day"),
      text(side, TOP + 9, "target", "mark-label", anchor),
      text(side, TOP + 23, shared.format.day(target.day), "mark-label", anchor),
      text(0, 10, "million USD missing", "tick"),
      ...years,
      text(LEFT, foot + 30, "opens", "tick"),
      text(scale.right + STRIP / 2, foot + 15, "later", "tick", "middle"),
    ];
  }

  function drawCloud(section, places, answer) {
    const { cloud, baseline_cloud: ghost } = answer.detail;
    const before = ghost && shared.isCompared(answer) ? ghost : null;
    const most = upTo(section, Math.max(...cloud.gap, ...(before ? before.gap : []), 1));
    picture(places.figure, function (width) {
      const scale = cloudScale(answer, most, width);
      const layers = [marks(cloud, scale, "cloud-marks", 2.4)];
      if (before) layers.unshift(marks(before, scale, "cloud-ghost", 2.4));
      return frame(width, HEIGHT, cloudLabel(answer), ...cloudGround(answer, scale, most, width),
        ...layers);
    });
    fold(places.table, cloudTable(answer));
    keyOf(places.key, shared.isCompared(answer)
      ? [["is-value", "as assumed"], ["is-ghost", shared.besideOf(answer).name]] : [["is-value", "one future each"]]);
    places.key.append(shared.made("span", {}, lateWords(answer)));
  }

  function lateWords(answer) {
    const { months } = answer.detail.cloud;
    const late = months.filter(function (each) { return each === null; }).length;
    return "opens after " + shared.format.day(answer.end) + ", at the right edge: " +
      (late || "none") + " of these " + months.length;
  }

  function cloudLabel(answer) {
    const { cloud } = answer.detail;
    return "Scatter of " + cloud.gap.length + " futures: opening date across, funding gap from " +
      money(Math.min(...cloud.gap)) + " to " + money(Math.max(...cloud.gap)) + " upwards. " +
      jointWords(answer) + " The table has the same by year of opening.";
  }

  function cloudTable(answer) {
    const { cloud } = answer.detail;
    const years = yearTicks(answer.as_of, answer.months);
    const rows = new Map();
    cloud.gap.forEach(function (gap, at) {
      const name = openedIn(answer, years, cloud.months[at]);
      rows.set(name, (rows.get(name) || []).concat(gap));
    });
    const listed = [...rows].sort(function (one, two) { return one[0] < two[0] ? -1 : 1; });
    return table(
      "The " + cloud.gap.length + " futures of the picture, as assumed",
      ["Opens in", "Futures", "Gap, smallest to largest"],
      listed.map(function ([name, gaps]) {
        const ends = [Math.min(...gaps), Math.max(...gaps)].map(function (usd) { return money(usd); });
        return [name, String(gaps.length), ends.join(" to ")];
      })
    );
  }

  function openedIn(answer, years, month) {
    if (month === null) return "after " + shared.format.day(answer.end);
    const begun = years.filter(function (tick) { return tick.month <= month; });
    return begun.length ? String(begun[begun.length - 1].year) : answer.as_of.slice(0, 4);
  }

  function paintCloud(section, answer) {
    const places = bodyOf(section, PLACES);
    if (!answer.joint) {
      tellNothing(section, places, "No stage of the opening has a published cost, so no gap is " +
        "computed and there is nothing to set against time.");
      return;
    }
    shared.setText(places.words, jointWords(answer));
    if (answer.detail && answer.detail.cloud) drawCloud(section, places, answer);
  }

  /* What all hits cost */

  /* Where a falling curve passes a chance: read off as the eye would, between points. */
  function readOff(usd, chances, wanted) {
    const at = chances.findIndex(function (each) { return each <= wanted; });
    if (at < 0) return usd[usd.length - 1];
    if (at === 0) return usd[0];
    const part = (chances[at - 1] - wanted) / (chances[at - 1] - chances[at]);
    return usd[at - 1] + part * (usd[at] - usd[at - 1]);
  }

  function rounded(usd) {
    const step = usd >= 1000 ? 10 : 1;
    return step * Math.round(usd / step);
  }

  /* Where both curves have come down to nothing the picture ends. */
  function lastUsd(losses) {
    const at = losses.value.findLastIndex(function (each, place) {
      return Math.max(each, losses.baseline[place]) > 0.0005;
    });
    const last = losses.usd_m.length - 1;
    return losses.usd_m[at < 0 ? last : Math.min(at + 1, last)];
  }

  function curve(losses, chances, scale, name) {
    const steps = losses.usd_m.map(function (usd, at) {
      return (at ? "L" : "M") + scale.x(Math.min(usd, scale.most)).toFixed(1) + "," +
        scale.y(chances[at]).toFixed(1);
    });
    return svg("path", { d: steps.join(" "), class: name });
  }

  function lossScale(most, width) {
    const foot = HEIGHT - BOTTOM;
    return {
      most: most,
      x: function (usd) { return LEFT + ((width - RIGHT - LEFT) * usd) / most; },
      y: function (chance) { return foot - (foot - TOP) * chance; },
    };
  }

  function lossGround(scale, width) {
    const foot = HEIGHT - BOTTOM;
    const drawn = [0, 0.25, 0.5, 0.75, 1].flatMap(function (chance) {
      return [
        line(LEFT, scale.y(chance), width - RIGHT, scale.y(chance), "grid-line"),
        text(LEFT - 6, scale.y(chance) + 4, 100 * chance + "\u202f%", "tick", "end"),
      ];
    });
    const step = niceStep(scale.most, width > 420 ? 6 : 4);
    for (let usd = 0; usd <= scale.most; usd += step) {
      const anchor = usd + step > scale.most && scale.x(usd) > width - 40 ? "end" : "middle";
      drawn.push(text(scale.x(usd), foot + 15, shared.format.number(usd, 0), "tick", anchor));
    }
    return drawn.concat(text(LEFT, foot + 30, "million USD", "tick"));
  }

  function lossLabels(losses, scale, width) {
    return READ_AT.flatMap(function (chance) {
      const usd = readOff(losses.usd_m, losses.value, chance);
      const [x, y] = [scale.x(usd), scale.y(chance)];
      const isRoomy = x < width - 150;
      const words = shared.format.percent(chance) + ": over " + money(rounded(usd));
      return [
        svg("circle", { cx: x, cy: y, r: 4, class: "read-mark" }),
        text(isRoomy ? x + 9 : x - 9, y + (isRoomy ? -3 : 12), words, "mark-label",
          isRoomy ? "start" : "end"),
      ];
    });
  }

  function lossRows(answer) {
    const { usd_m: usd, value, baseline } = answer.detail.losses;
    return READ_AT.map(function (chance) {
      return [
        shared.format.percent(chance),
        money(rounded(readOff(usd, value, chance))),
        money(rounded(readOff(usd, baseline, chance))),
      ];
    });
  }

  function lossWords(answer) {
    const [, [, now, before]] = lossRows(answer);
    const said = "An even chance that all that happens by " + shared.format.day(answer.end) +
      " costs more than " + now;
    if (!shared.isCompared(answer)) return said + ".";
    const beside = shared.besideOf(answer);
    return said + (now === before ? ", " + beside.as : "; " + beside.at + " " + before) + ".";
  }

  function paintLosses(section, answer) {
    if (!answer.detail) return;
    const places = bodyOf(section, PLACES);
    const { losses } = answer.detail;
    if (!losses.usd_m[losses.usd_m.length - 1]) {
      tellNothing(section, places, "No risk has a judged cost.");
      return;
    }
    const most = upTo(section, lastUsd(losses));
    shared.setText(places.words, lossWords(answer));
    picture(places.figure, function (width) {
      const scale = lossScale(most, width);
      const ghost = shared.isCompared(answer)
        ? [curve(losses, losses.baseline, scale, "curve-ghost")] : [];
      return frame(width, HEIGHT, lossWords(answer), ...lossGround(scale, width), ...ghost,
        curve(losses, losses.value, scale, "curve-value"), ...lossLabels(losses, scale, width));
    });
    keyOf(places.key, shared.isCompared(answer)
      ? [["is-line", "as assumed"], ["is-dashed", shared.besideOf(answer).name]] : []);
    fold(places.table, table(
      "Million USD that all hits together exceed, by chance",
      ["Chance", "As assumed", shared.besideOf(answer).column], lossRows(answer)
    ));
  }

  /* One picture a frame, of the newest answer. */
  let newest = null;
  let isWaiting = false;

  function paint() {
    isWaiting = false;
    Object.entries(shared.futuresPainters).forEach(function ([id, painter]) {
      const section = document.getElementById(id);
      if (!section) return;
      const isOld = newest.detail === null && painter.hasDetail;
      section.classList.toggle("is-waiting", isOld);
      painter.paint(section, newest);
    });
  }

  shared.futuresPainters = {
    "wi-cloud": { paint: paintCloud, hasDetail: true },
    "wi-losses": { paint: paintLosses, hasDetail: true },
  };
  document.addEventListener("araxes:futures", function (event) {
    newest = event.detail.answer;
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(paint);
  });
})();
