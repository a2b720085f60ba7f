/* Which risks moved: simulated chances, a ring at the baseline and a dot as assumed. */
(function () {
  "use strict";
  const MOST_ROWS = 8;
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  function isMoved(risk) {
    return risk.chance.told === "moved" && risk.chance.change !== null;
  }

  /* In points; nothing where the change may be chance. */
  function movement(risk) {
    return isMoved(risk) ? 100 * risk.chance.change : 0;
  }

  function riskRow(fact, href, drawn, words) {
    const { format, made } = shared;
    const row = made("tr", { "data-risk": fact.id });
    const head = made("th", { scope: "row" });
    const dumbbell = made("div", { class: "dumbbell", "aria-hidden": "true" });
    const cell = made("td", { class: "number" });
    dumbbell.append(...drawn);
    const dated = fact.is_dated ? "" : "by " + format.day(fact.by);
    const line = made("div", { class: "risk-line" });
    const named = made("span", {});
    named.append(
      made("button", { type: "button", class: "link-button" }, fact.title), " ",
      made("small", { class: "mute" }, dated)
    );
    line.append(
      made("a", { href: href, class: "risk-id", title: "Open the risk" }, fact.id), " ", named
    );
    head.append(line, dumbbell);
    cell.append(...words);
    row.append(head, cell);
    return row;
  }

  function chanceWords(chance) {
    const { format } = shared;
    const now = format.share(chance.value);
    if (chance.told === "same") return now;
    if (chance.baseline === null) return now;
    const before = format.share(chance.baseline);
    return before === now ? now : before + " → " + now;
  }

  function changeWords(risk, answer) {
    const { baseline, told } = risk.chance;
    const beside = shared.besideOf(answer);
    if (baseline === null) return "not known " + beside.at;
    if (told === "same") return "no change";
    return isMoved(risk) ? shared.format.moved.points(risk.chance, beside)
      : "not distinguishable";
  }

  function createRisk(fact, href) {
    const { made, place, setText } = shared;
    const [rod, ring, dot] = ["rod", "ring", "dot"].map(function (name) {
      return made("span", { class: name });
    });
    const chance = made("span", { class: "chance" });
    const change = made("small", { class: "risk-change" });
    const row = riskRow(fact, href, [rod, ring, dot], [chance, change]);

    function paint(risk, status, answer) {
      const { value } = risk.chance;
      const baseline = risk.chance.baseline === null ? value : risk.chance.baseline;
      const isKnown = status === "open" && value !== null;
      row.classList.toggle("is-undated", !isKnown);
      setText(chance, isKnown ? chanceWords(risk.chance)
        : status === "open" ? "beyond the simulated months" : status);
      setText(change, isKnown ? changeWords(risk, answer) : "");
      if (!isKnown) return;
      ring.style.left = 100 * baseline + "%";
      dot.style.left = 100 * value + "%";
      place(rod, 100 * baseline, 100 * value);
    }
    return { row: row, paint: paint };
  }

  /* Largest change first, in the order of the pack where equal. */
  function byChange(risks) {
    return risks.map(function (risk, at) { return [Math.abs(movement(risk)), at, risk]; })
      .sort(function (one, two) { return two[0] - one[0] || one[1] - two[1]; });
  }

  shared.createMoved = function (card, island) {
    const { format, setText } = shared;
    const body = card.querySelector("tbody");
    const table = card.querySelector("table");
    const note = card.querySelector(".moved-note");
    const toggle = card.querySelector("[data-do=show-all]");
    const begin = card.querySelector(".begin");
    const rows = {};
    island.targets.filter(function (each) { return each.by !== null; })
      .forEach(function (fact) {
        rows[fact.id] = createRisk(fact, island.links[fact.id]);
        body.append(rows[fact.id].row);
      });
    let isWhole = false;
    let answer = null;
    let statuses = {};

    function noteWords(moved) {
      if (!shared.isCompared(answer)) {
        return "Nothing is assumed, so every risk stands where the evidence has it. " +
          "Move a lever, type a value, or begin with a scenario.";
      }
      const unclear = answer.risks.filter(function (risk) {
        return risk.chance.told === "not distinguishable";
      }).length;
      const rest = (unclear ? " " + unclear + " more not distinguishable." : "") + weekWords();
      if (!moved && answer.since) return "No risk stands elsewhere." + rest;
      if (!moved) return "These settings move no risk." + rest;
      const most = moved > MOST_ROWS ? "; the " + MOST_ROWS + " largest are shown" : "";
      return movedWords(answer) + most + "." + rest;
    }

    /* Chances that roll with the day end later now than the review's did. */
    function weekWords() {
      if (!answer.since) return "";
      return " A chance over the next months stands beside one over as many months from " +
        format.day(answer.since_day) + ".";
    }

    function order(ranked) {
      ranked.forEach(function ([, , risk], at) {
        const wanted = rows[risk.id].row;
        const there = body.children[at];
        if (there !== wanted) body.insertBefore(wanted, there);
      });
    }

    function draw() {
      if (!answer) return;
      const ranked = byChange(answer.risks);
      const moved = ranked.filter(function ([size]) { return size > 0; }).length;
      order(ranked);
      ranked.forEach(function ([, , risk], rank) {
        const { row, paint } = rows[risk.id];
        const isShown = isWhole || (rank < MOST_ROWS && rank < moved);
        if (row.hidden === isShown) row.hidden = !isShown;
        if (isShown) paint(risk, statuses[risk.id], answer);
      });
      table.hidden = !isWhole && !moved;
      begin.hidden = shared.isCompared(answer);
      setText(note, noteWords(moved));
    }

    table.hidden = true;
    begin.hidden = true;
    setText(note, "Simulating the futures…");
    toggle.addEventListener("click", function () {
      isWhole = !isWhole;
      toggle.setAttribute("aria-expanded", String(isWhole));
      setText(toggle, isWhole ? "Show only what moved" : "Show all");
      draw();
    });
    return {
      /* Whether a risk is still open is not simulated: it is what the settings decide. */
      know: function (whatIf) {
        whatIf.risks.forEach(function (risk) { statuses[risk.id] = risk.status; });
      },
      paint: function (newest) { answer = newest; draw(); },
    };
  };

  function movedWords(answer) {
    const moved = answer.risks.filter(isMoved).length;
    return moved + " of " + shared.format.count(answer.risks.length, "risk") + " moved";
  }

  shared.movedWords = movedWords;
  shared.movement = movement;
})();
