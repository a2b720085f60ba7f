/* Paints an answer into the rows that are laid out already. Nothing is computed here
   but differences from the baseline, and where a number lies on its axis. */
(function () {
  "use strict";
  const FOLLOWS = "moves-most"; // whichever number moves most
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { format, setText, made } = shared;

  function place(element, from, to) {
    element.style.left = Math.min(from, to) + "%";
    element.style.width = Math.abs(to - from) + "%";
  }

  shared.place = place;

  function levelOf(island, score) {
    const shown = Math.round(score);
    return island.level_bounds.filter(function (bound) { return shown >= bound; }).length;
  }

  function isRisk(target) { return target.by !== null; }

  /* The number asked about: of the corridor unless another is picked. What moves most
     is a target that the server names. */
  shared.aboutOf = function (picked, island) {
    const { outcomes } = island.corridor;
    const id = picked || (outcomes.length ? outcomes[0].id : FOLLOWS);
    if (id === FOLLOWS) return { kind: "target", id: "" };
    const isOutcome = outcomes.some(function (each) { return each.id === id; });
    return { kind: isOutcome ? "outcome" : "target", id: id };
  };

  /* Everything that can be asked about: the corridor, pressures, risks by register. */
  shared.targetOptions = function (island) {
    const corridor = made("optgroup", { label: "The corridor" });
    island.corridor.outcomes.forEach(function (each) {
      corridor.append(made("option", { value: each.id }, each.title));
    });
    const follow = made("option", { value: FOLLOWS }, "What moves most");
    const groups = { "": made("optgroup", { label: "Registers" }) };
    island.targets.forEach(function (each) {
      if (isRisk(each)) {
        const option = made("option", { value: each.id }, each.id + " " + each.title);
        groups[each.register_id].append(option);
      } else {
        const option = made("option", { value: each.id }, "Pressure: " + each.title);
        groups[""].append(option);
        groups[each.register_id] = made("optgroup", { label: each.title });
      }
    });
    const filled = Object.values(groups).filter(function (group) {
      return group.children.length;
    });
    return (corridor.children.length ? [corridor] : []).concat(follow, filled);
  };

  function createPressure(row, island) {
    const isThin = island.targets.some(function (each) {
      return each.id === row.dataset.register && each.is_thin;
    });
    const value = row.querySelector(".pressure-value");
    const bar = row.querySelector(".pressure-bar");
    const change = row.querySelector(".pressure-change");

    return function (answer) {
      const isKnown = answer.pressure !== null;
      row.classList.toggle("is-moved", isKnown && answer.pressure !== answer.baseline);
      if (!isKnown) return setText(change, "nothing weighs here");
      const level = levelOf(island, answer.pressure);
      const word = isThin ? "" : " " + island.level_words[level];
      setText(value, format.number(answer.pressure, 0) + word);
      setText(change, format.worse(answer.pressure - answer.baseline));
      bar.dataset.level = level;
      bar.style.setProperty("--now", answer.pressure + "%");
      bar.style.setProperty("--before", answer.baseline + "%");
    };
  }

  /* Rows of a table that come and go are kept and reused. */
  function fitted(body, count, make) {
    while (body.children.length < count) body.append(make());
    while (body.children.length > count) body.lastChild.remove();
    return body.children;
  }

  function swingRow() {
    const row = made("tr", {});
    const head = made("th", { scope: "row" });
    const track = made("div", { class: "swing-track", "aria-hidden": "true" });
    ["swing-calm", "swing-extreme", "swing-now"].forEach(function (name) {
      track.append(made("span", { class: name }));
    });
    head.append(made("span", {}), " ", made("small", { class: "mute" }), track);
    row.append(head, made("td", { class: "number" }), made("td", { class: "number" }));
    return row;
  }

  function ended(cell, points, words, isRisk) {
    if (!cell.firstChild) cell.append(made("span", {}), made("small", { class: "mute" }));
    const shown = isRisk ? format.percent(points / 100) : format.number(points, 0);
    setText(cell.firstChild, shown);
    setText(cell.lastChild, "at " + words);
  }

  function createSwings(card, scales) {
    const body = card.querySelector("tbody");
    const note = card.querySelector(".swings-note");

    function drawRow(row, swing, target, axis) {
      const { fact, short } = scales[swing.indicator_id];
      const [head, atCalm, atExtreme] = row.children;
      setText(head.children[0], fact.title);
      setText(head.children[1], fact.bands.length ? "" : fact.unit);
      ended(atCalm, swing.at_calm, short(swing.calm_value), target.is_risk);
      ended(atExtreme, swing.at_extreme, short(swing.extreme_value), target.is_risk);
      const [calm, extreme, now] = head.lastChild.children;
      place(calm, axis(target.value), axis(swing.at_calm));
      place(extreme, axis(target.value), axis(swing.at_extreme));
      now.style.left = axis(target.value) + "%";
    }

    return function (target) {
      const ends = target.tornado.flatMap(function (swing) {
        return [swing.at_calm, swing.at_extreme];
      }).concat(target.value);
      const low = Math.min(...ends);
      const width = Math.max(...ends) - low || 1;
      const axis = function (points) { return (100 * (points - low)) / width; };
      const rows = fitted(body, target.tornado.length, swingRow);
      target.tornado.forEach(function (swing, at) {
        drawRow(rows[at], swing, target, axis);
      });
      card.querySelector("table").hidden = !target.tornado.length;
      setText(note, target.tornado.length ? "" : "No lever moves it.");
    };
  }

  function whyRow() {
    const row = made("tr", {});
    row.append(made("th", { scope: "row" }), made("td", { class: "number" }));
    return row;
  }

  function createWhy(card, scales) {
    const body = card.querySelector("tbody");
    const table = card.querySelector("table");
    const title = card.querySelector(".why-title");
    const note = card.querySelector(".why-note");
    const foot = made("tfoot", {});
    const total = whyRow();
    const limit = made("tr", {});
    limit.append(made("td", { colspan: "2" }));
    foot.append(total, limit);
    table.append(foot);

    function because(share, settings) {
      const told = share.ids.map(function (id) {
        const { fact, amount, standing } = scales[id];
        if (fact.isTreatment) {
          return fact.title + ": " + standing + " → " + amount(settings[id]);
        }
        const from = fact.baseline === null
          ? "no reading" : format.quantity(fact.baseline);
        return fact.title + ": " + from + " → " + amount(settings[id]);
      });
      if (told.length === 1) return told[0];
      const all = share.ids.map(function (id) { return scales[id].fact.title; });
      return told.length + " others together: " + all.join(", ");
    }

    function limitWords(factor) {
      if (Math.abs(factor.free - factor.held) < 1e-9) return "";
      const edge = factor.free > factor.held ? factor.limit : 1 / factor.limit;
      return "Factor on the judged rate: held at ×" + format.number(edge, 2) +
        ", the limit of what news may do; without the limit it would be ×" +
        format.number(factor.free, 2) + ".";
    }

    function noteWords(target, settings) {
      if (target.value === null) return "It has no number now, so nothing can move it.";
      if (!Object.keys(settings).length) return "Nothing is assumed: no change to explain.";
      return target.why.length ? "" : "Nothing you changed bears on it.";
    }

    return function (target, settings) {
      const isMoved = target.why.length > 0;
      const way = target.is_risk ? format.likelier : format.worse;
      setText(title, isMoved
        ? "Why " + way(target.shown_change) + "?" : "Why?");
      const rows = fitted(body, target.why.length, whyRow);
      target.why.forEach(function (share, at) {
        setText(rows[at].children[0], because(share, settings));
        setText(rows[at].children[1], format.signed(share.shown));
      });
      setText(total.children[0], "Total");
      setText(total.children[1], format.signed(target.shown_change));
      const limited = target.factor ? limitWords(target.factor) : "";
      limit.hidden = !limited;
      setText(limit.children[0], limited);
      table.hidden = !isMoved;
      setText(note, noteWords(target, settings));
    };
  }

  function shownPoints(target, points) {
    return target.is_risk ? format.percent(points / 100) : format.number(points, 0);
  }

  function factOf(island, id) {
    return island.targets.find(function (each) { return each.id === id; });
  }

  function named(fact) {
    return isRisk(fact) ? fact.id + " " + fact.title : "Pressure: " + fact.title;
  }

  /* For a screen reader, after each change: "IN1 60 % → 73 % by 15 Aug 2027." */
  function spokenTarget(island, answer) {
    const target = answer.target;
    const fact = factOf(island, target.id);
    const who = target.is_risk ? fact.id : fact.title + ", pressure";
    if (target.value === null) return who + " has no number.";
    const now = shownPoints(target, target.value);
    const when = target.is_risk ? " by " + format.day(fact.by) : "";
    if (target.value === target.baseline) return who + " stays at " + now + when + ".";
    return who + " " + shownPoints(target, target.baseline) + " → " + now + when + ".";
  }

  /* One sentence about the number asked about: what, by when, from, to, which way. */
  function targetWords(island, answer) {
    const target = answer.target;
    const fact = factOf(island, target.id);
    const named = target.is_risk
      ? "Chance by " + format.day(fact.by) : "Pressure, 0 to 100";
    if (target.value === null) return named + ": no number; awaiting resolution.";
    const now = shownPoints(target, target.value);
    if (target.value === target.baseline) return named + ": " + now + ", as at the baseline.";
    const way = target.is_risk ? format.likelier : format.worse;
    return named + ": " + shownPoints(target, target.baseline) + " → " + now + ", " +
      way(target.value - target.baseline) + ".";
  }

  /* The first option of the list follows what moves most, and says what that is. */
  function followWords(island, answer) {
    const fact = factOf(island, answer.target.id);
    if (!Object.keys(answer.settings).length) return "Highest pressure: " + fact.title;
    return "Moves most: " + named(fact);
  }

  /* The number asked about, in its card and in the line that stays on a phone. */
  shared.tellNumber = function (root, name, words) {
    setText(root.querySelector(".target-name"), name);
    setText(root.querySelector(".target-now"), words);
    setText(root.querySelector(".compact-title"), name);
    setText(root.querySelector(".compact-words"), words);
  };

  shared.goToResults = function () {
    const results = document.getElementById("what-if-results");
    results.scrollIntoView();
    results.focus({ preventScroll: true });
  };

  shared.createResults = function (root, island, scales) {
    const pressures = {};
    root.querySelectorAll("[data-register]").forEach(function (row) {
      pressures[row.dataset.register] = createPressure(row, island);
    });
    const swings = createSwings(root.querySelector(".swings-card"), scales);
    const why = createWhy(root.querySelector(".why-card"), scales);
    const targetList = root.querySelector(".target-list");
    const bodies = [...root.querySelectorAll(".target-body")];
    let kind = "";

    /* The two cards about the corridor's numbers are filled by a script of their own. */
    function divide(about) {
      if (about.kind === kind) return;
      kind = about.kind;
      const isOutcome = kind === "outcome";
      bodies.forEach(function (each) { each.hidden = isOutcome; });
      root.querySelectorAll("#wi-tornado .wi-body, #wi-why .wi-body").forEach(
        function (each) { each.hidden = !isOutcome; }
      );
      setText(root.querySelector(".why-title"), "Why?");
    }

    function tellTarget(answer) {
      swings(answer.target);
      why(answer.target, answer.settings);
      shared.tellNumber(
        root, named(factOf(island, answer.target.id)), targetWords(island, answer)
      );
    }

    return function (answer, about) {
      divide(about);
      answer.registers.forEach(function (each) { pressures[each.id](each); });
      if (about.kind === "target") tellTarget(answer);
      const follow = targetList.querySelector("[value=" + FOLLOWS + "]");
      const isFollowed = about.kind === "target" && !about.id;
      setText(follow, isFollowed ? followWords(island, answer) : "What moves most");
      root.dataset.shown = JSON.stringify(answer.settings);
    };
  };
  shared.spokenTarget = spokenTarget;
})();
