/* Beside what the numbers stand: the baseline of the same day, or what a closed review saw. Nothing
   here is computed; an answer says itself which of the two it was compared with. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const BASELINE = {
    name: "baseline", the: "the baseline", as: "as at baseline", at: "at the baseline",
    from: "from baseline", column: "Baseline", label: "baseline ",
  };

  /* "2026-W46" is week 46. */
  function weekName(week) { return "week " + Number(week.split("W")[1]); }

  function ofWeek(week) {
    const name = weekName(week);
    return {
      name: name, the: "the review of " + name, as: "as in " + name, at: "in " + name,
      from: "from " + name, column: "Week " + name.split(" ")[1], label: name + ": ",
    };
  }

  /* The words for what an answer stands beside. */
  shared.besideOf = function (answer) {
    return answer.since ? ofWeek(answer.since) : BASELINE;
  };

  /* At the baseline there is nothing to compare, unless with a closed review. */
  shared.isCompared = function (answer) {
    return Boolean(answer.since) || Object.keys(answer.settings).length > 0;
  };

  /* "the review of 15 Nov 2026 (week 46)"; nothing for the baseline. */
  shared.reviewWords = function (week, island) {
    const found = island.closed.find(function (each) { return each.id === week; });
    if (!found) return "";
    return "the review of " + shared.format.day(found.day) + " (" + weekName(week) + ")";
  };

  function comparedWords(answer, island) {
    const review = shared.reviewWords(answer.since, island);
    const isAssumed = Object.keys(answer.settings).length > 0;
    const now = isAssumed ? "As assumed on " + island.as_of_shown
      : "As of " + island.as_of_shown + " with nothing assumed";
    return now + ", beside what " + review + " saw. Grey, dashed and ○ are that review.";
  }

  function dressWords(root, island, week) {
    const words = week ? ofWeek(week) : BASELINE;
    root.querySelectorAll("[data-beside]").forEach(function (each) {
      shared.setText(each, words[each.dataset.beside]);
    });
    root.querySelectorAll(".beside-note").forEach(function (note) {
      note.hidden = !week;
      shared.setText(note, week ? "This is about the settings and the baseline of " +
        island.as_of_shown + ", not about " + words.the + "." : "");
    });
  }

  /* `chosen(week)` is called with a closed week, or with nothing for the baseline. */
  shared.createBeside = function (root, island, chosen, until) {
    const list = root.querySelector(".beside-list");
    const told = root.querySelector(".beside-words");
    if (list) list.addEventListener("change", function () { chosen(list.value); }, until);
    return {
      dress: function (week) {
        if (list) list.value = week;
        dressWords(root, island, week);
      },
      paint: function (answer) {
        told.hidden = !answer.since;
        shared.setText(told, answer.since ? comparedWords(answer, island) : "");
        root.dataset.beside = answer.since || "";
      },
    };
  };
})();
