/* The open scenario in words, and the state of the page in one sentence. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { format, made, setText } = shared;

  function signposts(scenario) {
    if (!scenario.signposts.length) return [];
    const list = made("ul", { class: "signposts" });
    scenario.signposts.forEach(function (sign) { list.append(made("li", {}, sign)); });
    return [made("h3", {}, "What would show that it is coming"), list];
  }

  function treatments(scenario) {
    if (!scenario.treatments.length) return [];
    const named = scenario.treatments.join(", ");
    const said = "Named with it, and not counted in these numbers: " + named + ".";
    return [made("p", { class: "note" }, said)];
  }

  shared.createStory = function (card) {
    const title = card.querySelector(".story-title");
    const text = card.querySelector(".story-text");
    const notes = card.querySelector(".story-notes");

    return function (scenario) {
      card.hidden = !scenario;
      if (!scenario) return;
      setText(title, scenario.title);
      setText(text, scenario.story);
      notes.replaceChildren(...signposts(scenario), ...treatments(scenario));
    };
  };

  shared.statusWords = function (island, answer) {
    const changed = Object.keys(answer.settings).length;
    if (!changed) {
      return "Nothing is assumed: these are the numbers of " + island.as_of_shown + ".";
    }
    const moved = answer.risks.filter(shared.movement).length;
    const all = format.count(answer.risks.length, "risk");
    return format.count(changed, "lever") + " changed. " + moved + " of " + all + " moved.";
  };
})();
