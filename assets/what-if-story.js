/* The open scenario in words, and the state of the page in one sentence. A scenario
   that was changed is never called by its bare name. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { format, made, setText } = shared;
  const PHONE = window.matchMedia("(max-width: 640px)");

  /* The levers and treatments that differ from the open scenario's, in the order of
     the page. */
  function changedFrom(scenario, settings, island) {
    return island.levers.concat(island.corridor.treatments).filter(function (fact) {
      return scenario.settings[fact.id] !== settings[fact.id];
    });
  }

  /* "2 levers and 1 treatment changed" */
  function changedWords(ids, island) {
    const treatments = island.corridor.treatments.filter(function (each) {
      return ids.includes(each.id);
    }).length;
    const levers = ids.length - treatments;
    const parts = [];
    if (levers) parts.push(format.count(levers, "lever"));
    if (treatments) parts.push(format.count(treatments, "treatment"));
    return parts.join(" and ") + " changed";
  }

  function caseName(scenario, settings, island) {
    const changed = changedFrom(scenario, settings, island).map(function (fact) {
      return fact.id;
    });
    return scenario.title + (changed.length ? ", " + changedWords(changed, island) : "");
  }

  function stands(value, scale) {
    if (value !== undefined) return scale.amount(value);
    return scale.fact.isTreatment ? scale.standing : "baseline";
  }

  /* "Brent: 115 → 90 USD/bbl", each against the open scenario. */
  function changeWords(scenario, settings, island, scales) {
    return changedFrom(scenario, settings, island).map(function (fact) {
      const scale = scales[fact.id];
      return fact.title + ": " + stands(scenario.settings[fact.id], scale) + " → " +
        stands(settings[fact.id], scale);
    });
  }

  function changes(words) {
    if (!words.length) return [];
    const list = made("ul", { class: "signposts" });
    words.forEach(function (each) { list.append(made("li", {}, each)); });
    return [made("h3", {}, "Changed from the scenario"), list];
  }

  function signposts(scenario) {
    if (!scenario.signposts.length) return [];
    const list = made("ul", { class: "signposts" });
    scenario.signposts.forEach(function (sign) { list.append(made("li", {}, sign)); });
    return [made("h3", {}, "What would show that it is coming"), list];
  }

  function treatments(scenario) {
    if (!scenario.treatments.length) return [];
    const named = scenario.treatments.join(", ");
    const said = "Named with it and not counted, since no source states its effect: " +
      named + ".";
    return [made("p", { class: "note" }, said)];
  }

  shared.createStory = function (card, island, scales) {
    const title = card.querySelector(".story-title");
    const text = card.querySelector(".story-text");
    const notes = card.querySelector(".story-notes");

    const changed = card.querySelector(".story-changes");
    card.querySelector("details").open = !PHONE.matches;

    return function (scenario, settings) {
      card.hidden = !scenario;
      if (!scenario) return;
      setText(title, caseName(scenario, settings, island));
      const words = changeWords(scenario, settings, island, scales);
      changed.replaceChildren(...changes(words));
      setText(text, scenario.story);
      notes.replaceChildren(...signposts(scenario), ...treatments(scenario));
    };
  };

  /* What is assumed, what that does to a risk or register asked about, and what the
     futures say in `found`, beside what review if any. */
  shared.statusWords = function (island, answer, scenario, about, told) {
    const { found, beside } = told;
    const changed = Object.keys(answer.settings);
    if (!changed.length) {
      const said = "Nothing is assumed: these are the numbers of " + island.as_of_shown;
      return beside ? said + ", beside " + beside + ". " + found : said + ".";
    }
    const assumed = scenario
      ? caseName(scenario, answer.settings, island)
      : changedWords(changed, island);
    const target = about.kind === "target" ? shared.spokenTarget(island, answer) : "";
    const compared = beside ? "Beside " + beside + "." : "";
    return [assumed + ".", target, compared, found].filter(Boolean).join(" ");
  };
  /* In the list a changed scenario does not pass for itself. */
  shared.nameScenarios = function (list, island, state) {
    island.scenarios.forEach(function (each, at) {
      const isOpen = each.id === state.scenario;
      const name = isOpen ? caseName(each, state.settings, island) : each.title;
      setText(list.options[at + 1], name);
    });
    list.value = state.scenario;
  };
  shared.caseName = caseName;
  shared.changedFrom = changedFrom;
  shared.changeWords = changeWords;
})();
