/* The headline numbers of the futures, each with its change from the baseline, and
   when each link would open. */
(function () {
  "use strict";
  const MENTIONED = 0.01; // the chance from which a year end is worth its line
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  function dayWords(day, end) {
    const { format } = shared;
    return day === null ? "after " + format.month(end) : format.month(day);
  }

  function opening(answer, share) {
    return answer.opening.find(function (each) { return each.share === share; });
  }

  /* At the baseline there is nothing to compare, unless with a closed review. */
  function since(answer, words) { return shared.isCompared(answer) ? words : ""; }

  /* How far a figure is from what it stands beside, in a unit: "months". */
  function moved(answer, unit, figure) {
    return shared.format.moved[unit](figure, shared.besideOf(answer));
  }

  function openingCard(answer) {
    const half = opening(answer, 0.5), most = opening(answer, 0.8);
    return {
      value: dayWords(half.day, answer.end),
      change: since(answer, moved(answer, "months", half.months)),
      more: ["80 % by " + dayWords(most.day, answer.end)],
    };
  }

  /* The first year end of which the baseline's chance can be told from nothing, and
     the next. */
  function yearEnds(answer) {
    const later = answer.by.filter(function (each) { return !each.is_target; });
    const first = later.findIndex(function (each) {
      return each.chance.baseline >= MENTIONED;
    });
    return first < 0 ? [] : later.slice(first, first + 2);
  }

  function byCard(answer) {
    const { format } = shared;
    const target = answer.by.find(function (each) { return each.is_target; });
    return {
      value: format.share(target.chance.value),
      change: since(answer, moved(answer, "points", target.chance)),
      more: yearEnds(answer).map(function (each) {
        const way = since(answer, moved(answer, "points", each.chance));
        return "by " + format.day(each.day) + ": " + format.share(each.chance.value) +
          (way ? ", " + way : "");
      }),
    };
  }

  function gapCard(answer) {
    const { format } = shared;
    if (!answer.gap) return { value: "not known", change: "", more: ["no costs published"] };
    const { p50, p80 } = answer.gap;
    return {
      value: format.usd(p50.value),
      change: since(answer, moved(answer, "usd", p50)),
      more: ["80 % under " + format.usd(p80.value), "of published costs only"],
    };
  }

  function jointCard(answer, target) {
    const { format } = shared;
    if (!answer.joint) return { value: "not known", change: "", more: ["no costs published"] };
    return {
      value: format.share(answer.joint.value),
      change: since(answer, moved(answer, "points", answer.joint)),
      more: ["by " + format.day(target) + ", of published costs only"],
    };
  }

  function createCard(title) {
    const { made, setText } = shared;
    const card = made("div", { class: "card headline-number" });
    const value = made("strong", { class: "headline-value" }, "…");
    const change = made("span", { class: "headline-change" });
    const more = [0, 1].map(function () { return made("span", { class: "headline-more" }); });
    card.append(made("h2", {}, title), value, change, ...more);
    return {
      card: card,
      paint: function (told) {
        setText(value, told.value);
        setText(change, told.change);
        card.classList.toggle("is-long", told.value.length > 12);
        more.forEach(function (each, at) { setText(each, told.more[at] || ""); });
      },
    };
  }

  function noteWords(answer) {
    const count = shared.format.whole(answer.paths) + " futures";
    if (!answer.detail) return count + ", refining…";
    return count + ". ± is simulation error (two standard errors of the change); how " +
      "sure the judgements are is another matter.";
  }

  shared.createHeadline = function (row, island) {
    const { format, setText } = shared;
    const { target, outcomes } = island.corridor;
    const note = row.querySelector(".headline-note");
    const cards = [
      [createCard("Half of futures open by"), openingCard],
      [createCard("Open by " + format.day(target) + " (target)"), byCard],
      [createCard("Funding gap, half of futures"), gapCard],
      [createCard("On time and funded"), function (answer) {
        return jointCard(answer, target);
      }],
    ];
    if (!outcomes.length) {
      setText(note, "This pack has no corridor, so no opening can be simulated.");
      return function () {};
    }
    row.querySelector(".headline-cards").replaceChildren(
      ...cards.map(function ([each]) { return each.card; })
    );
    return function (answer) {
      cards.forEach(function ([each, tell]) { each.paint(tell(answer)); });
      row.classList.toggle("is-refining", !answer.detail);
      setText(note, noteWords(answer));
    };
  };

  /* One sentence about a number of the corridor: from, to, which way. */
  function fromTo(before, now) { return before === now ? now : before + " → " + now; }

  function numberOf(answer, choice) {
    const { format } = shared;
    if (choice.by) {
      const found = answer.by.find(function (each) { return each.day === choice.by; });
      const { baseline, value } = found.chance;
      return [format.share(baseline), format.share(value), moved(answer, "points", found.chance)];
    }
    if (choice.id === "opening-p50") {
      const half = opening(answer, 0.5);
      return [
        dayWords(half.baseline_day, answer.end), dayWords(half.day, answer.end),
        moved(answer, "months", half.months),
      ];
    }
    if (!answer.gap) return ["not known", "not known", ""];
    const { p50 } = answer.gap;
    return [format.usd(p50.baseline), format.usd(p50.value), moved(answer, "usd", p50)];
  }

  shared.outcomeWords = function (answer, choice) {
    const [before, now, change] = numberOf(answer, choice);
    const way = since(answer, change);
    return fromTo(before, now) + (way ? ", " + way : "") + ".";
  };

  function linkWords(link, found, end) {
    const { format } = shared;
    if (link.condition === "open") return "open already";
    if (!link.is_judged) return "no remaining months judged";
    const [before, now] = [found.baseline_day, found.day];
    if (before !== now && before && now && format.month(before) === format.month(now)) {
      return "half by " + format.day(before) + " → " + format.day(now);
    }
    return "half by " + fromTo(dayWords(before, end), dayWords(now, end));
  }

  shared.createLinks = function (body, island) {
    const { format, made, setText } = shared;
    const cells = {};
    const table = made("table", { class: "links-table" });
    const rows = made("tbody", {});
    table.append(made("caption", { class: "visually-hidden" }, "Links of the main line"), rows);
    island.corridor.links.forEach(function (link) {
      const row = made("tr", { "data-stage": link.id });
      const said = link.published && link.condition !== "open"
        ? "builder says " + format.day(link.published) : "";
      const head = made("th", { scope: "row" });
      head.append(made("span", {}, link.title), " ", made("small", { class: "mute" }, said));
      cells[link.id] = made("td", { class: "number" });
      row.append(head, cells[link.id]);
      rows.append(row);
    });
    body.replaceChildren(
      island.corridor.links.length ? table : made("p", {}, "No link of the main line is recorded.")
    );
    return function (answer) {
      island.corridor.links.forEach(function (link) {
        const found = answer.stages.find(function (each) { return each.id === link.id; });
        if (!found) return;
        setText(cells[link.id], linkWords(link, found, answer.end));
        cells[link.id].parentNode.classList.toggle(
          "is-moved", found.day !== found.baseline_day
        );
      });
    };
  };
})();
