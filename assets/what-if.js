/* The what-if page: what is assumed, and the questions that follow from it. */
(function () {
  "use strict";
  const PATH = "/what-if";
  const QUIET = 150; // milliseconds without a change until the address is written
  const BREATH = 400; // milliseconds without a change until the result is spoken
  const {
    caseName, createAsker, createHistory, createLever, createResults, createScale, createStory,
    setText, share, statusWords, targetOptions,
  } = window.araxesWhatIf;

  function sameState(one, two) {
    return one.scenario === two.scenario &&
      share.sameSettings(one.settings, two.settings);
  }

  /* State is never changed in place: settings, the open scenario, the target. */
  class WhatIf {
    constructor(root) {
      this.root = root;
      this.island = JSON.parse(root.dataset.page);
      this.scales = {};
      this.island.levers.forEach((fact) => {
        this.scales[fact.id] = createScale(fact, this.island.level_words);
      });
      this.state = { ...this.island.opening };
      this.answer = this.island.answer;
      this.writing = 0;
      this.speaking = 0;
      this.isMoving = false;
      this.history = createHistory(this.state, sameState);
      this.paint = createResults(root, this.island, this.scales);
      this.tellStory = createStory(
        root.querySelector(".story"), this.island, this.scales
      );
      this.status = root.querySelector(".what-if-status");
      this.scenarioList = root.querySelector(".scenario-list");
      this.targetList = root.querySelector(".target-list");
      this.targetList.replaceChildren(...targetOptions(this.island.targets));
      this.asker = createAsker(
        this.island.api, (newest) => this.show(newest), (words) => this.complain(words)
      );
      this.levers = this.createLevers();
      this.actions = this.createActions();
      this.listen();
      this.paintLevers();
      this.dress();
      this.paint(this.answer);
      root.dataset.wanted = root.dataset.shown;
    }

    createLevers() {
      const levers = {};
      Object.entries(this.scales).forEach(([id, scale]) => {
        levers[id] = createLever(scale, this.island.looks[id], {
          moved: (value) => this.move(id, value),
          settled: () => this.settle(id),
          refused: (sentence) => this.tell(sentence),
          hidden: () => this.button("changed-only").focus(),
        });
      });
      this.root.querySelectorAll("[data-levers]").forEach((place) => {
        const ids = place.dataset.levers.split(" ").filter(Boolean);
        place.replaceChildren(...ids.map((id) => levers[id].row));
      });
      return levers;
    }

    createActions() {
      return {
        undo: () => this.restore(this.history.undo()),
        redo: () => this.restore(this.history.redo()),
        baseline: () => this.openScenario("", "baseline"),
        scenario: () => this.openScenario(this.state.scenario, "scenario"),
        "copy-link": () => {
          this.write();
          this.copy(window.location.href, "The link is copied.");
        },
        "copy-text": () => {
          this.write();
          const words = share.text(this.state, this.island, this.scales, this.answer);
          this.copy(words, "The settings are copied.");
        },
        "changed-only": () => this.filter(),
      };
    }

    listen() {
      this.leaving = new AbortController();
      const until = { signal: this.leaving.signal };
      this.root.addEventListener("click", (event) => this.clicked(event), until);
      document.addEventListener("keydown", (event) => this.keyed(event), until);
      const arrived = () => this.arrived();
      window.addEventListener("popstate", arrived, until);
      /* nav.js tells of links with the event of dcc.Link. */
      window.addEventListener("_dashprivate_pushstate", arrived, until);
      this.scenarioList.addEventListener("change", () => {
        this.openScenario(this.scenarioList.value, "open");
      }, until);
      this.targetList.addEventListener("change", () => {
        this.aim(this.targetList.value);
      }, until);
      this.root.querySelector(".compact a").addEventListener("click", (event) => {
        event.preventDefault();
        this.goToResults();
      }, until);
    }

    leave() {
      this.leaving.abort();
      this.asker.stop();
      clearTimeout(this.writing);
      clearTimeout(this.speaking);
    }

    /* What is assumed */

    move(id, value) {
      const given = { ...this.state.settings, [id]: value };
      const settings = {};
      Object.keys(this.scales).forEach((each) => {
        if (Object.hasOwn(given, each) && given[each] !== undefined) {
          settings[each] = given[each];
        }
      });
      this.state = { ...this.state, settings: settings };
      this.levers[id].paint(value);
      this.isMoving = true;
      this.ask();
    }

    settle(cause) {
      this.history.record(this.state, cause, performance.now());
      this.isMoving = false;
      this.dress();
    }

    assume(state, cause) {
      this.state = state;
      this.paintLevers();
      if (cause) this.settle(cause);
      else this.dress();
      this.ask();
    }

    restore(old) {
      if (old) this.assume({ ...old, target: this.state.target }, "");
    }

    openScenario(id, cause) {
      const scenario = this.scenario(id);
      const settings = scenario ? { ...scenario.settings } : {};
      this.assume({ ...this.state, scenario: id, settings: settings }, cause);
      this.unfoldChanged();
    }

    /* The button goes as soon as something is assumed: on to the story. */
    begin(id) {
      this.openScenario(id, "open");
      this.scenarioList.focus();
    }

    aim(id) {
      this.state = { ...this.state, target: id };
      this.dress();
      this.ask();
    }

    scenario(id) {
      return this.island.scenarios.find((each) => each.id === id);
    }

    /* Questions and answers */

    ask() {
      this.root.dataset.wanted = JSON.stringify(this.state.settings);
      this.asker.offer({
        as_of: this.island.as_of,
        settings: this.state.settings,
        target: this.state.target,
      });
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.write(), QUIET);
    }

    show(newest) {
      this.answer = newest;
      this.paint(newest);
      this.announce();
    }

    complain(sentence) {
      this.root.classList.toggle("is-behind", sentence !== "");
      if (sentence) this.tell(sentence);
    }

    tell(sentence) {
      clearTimeout(this.speaking);
      setText(this.status, sentence);
    }

    /* Not while a slider moves: a screen reader would hear nothing else. */
    announce() {
      clearTimeout(this.speaking);
      const pause = this.status.textContent ? BREATH : 0;
      this.speaking = setTimeout(() => this.speak(), pause);
    }

    speak() {
      const isShown = share.sameSettings(this.answer.settings, this.state.settings);
      const isBehind = this.root.classList.contains("is-behind");
      if (!this.isMoving && isShown && !isBehind) {
        const scenario = this.scenario(this.state.scenario);
        this.tell(statusWords(this.island, this.answer, scenario));
      }
    }

    /* Everything that a finished change alters besides the numbers */

    paintLevers() {
      Object.entries(this.levers).forEach(([id, lever]) => {
        const { settings } = this.state;
        lever.paint(Object.hasOwn(settings, id) ? settings[id] : undefined);
      });
    }

    dress() {
      const scenario = this.scenario(this.state.scenario);
      const hasChanged = Object.keys(this.state.settings).length > 0;
      this.allow("undo", this.history.canUndo());
      this.allow("redo", this.history.canRedo());
      this.allow("baseline", hasChanged || scenario);
      this.dressWayBack(scenario);
      this.nameScenarios();
      this.targetList.value = this.state.target;
      this.root.querySelector(".none-changed").hidden =
        hasChanged || !this.root.classList.contains("is-filtered");
      this.tellStory(scenario, this.state.settings);
      this.announce();
    }

    dressWayBack(scenario) {
      const back = this.button("scenario");
      back.hidden = !scenario;
      if (!scenario) return;
      setText(back.lastChild, scenario.title);
      this.allow("scenario", !share.sameSettings(this.state.settings, scenario.settings));
    }

    /* Not `disabled`: that would throw the keyboard off the button just pressed. */
    allow(action, isPossible) {
      this.button(action).setAttribute("aria-disabled", String(!isPossible));
    }

    /* In the list a changed scenario does not pass for itself. */
    nameScenarios() {
      this.island.scenarios.forEach((each, at) => {
        const isOpen = each.id === this.state.scenario;
        const name = isOpen
          ? caseName(each, this.state.settings, this.island) : each.title;
        setText(this.scenarioList.options[at + 1], name);
      });
      this.scenarioList.value = this.state.scenario;
    }

    goToResults() {
      const results = document.getElementById("what-if-results");
      results.scrollIntoView();
      results.focus({ preventScroll: true });
    }

    button(action) {
      return this.root.querySelector(`[data-do=${action}]`);
    }

    filter() {
      const isOn = this.root.classList.toggle("is-filtered");
      this.button("changed-only").setAttribute("aria-pressed", String(isOn));
      if (isOn) this.unfoldChanged();
      this.dress();
    }

    unfoldChanged() {
      this.root.querySelectorAll("details.more").forEach((more) => {
        if (more.querySelector(".lever.is-changed")) more.open = true;
      });
    }

    /* The address */

    write() {
      clearTimeout(this.writing);
      if (!this.root.isConnected || window.location.pathname !== PATH) return;
      const found = share.fields(this.state, this.island);
      const dated = this.island.is_latest ? {} : { "as-of": this.island.as_of };
      const address = share.address(PATH, { ...dated, ...found });
      window.history.replaceState(window.history.state, "", address);
      share.refreshLinks(found);
      const assumed = share.written(this.state.settings);
      const exported = { ...dated, ...(assumed ? { set: assumed } : {}) };
      document.querySelector("[data-export]").href =
        share.address("/export.zip", exported);
    }

    copy(words, sentence) {
      share.copy(words).then(
        () => this.tell(sentence),
        () => this.tell("The browser did not allow copying.")
      );
    }

    /* A link or the browser's own buttons changed the address of this very page. */
    arrived() {
      clearTimeout(this.writing);
      const asOf = new URLSearchParams(window.location.search).get("as-of") || "";
      const here = this.island.is_latest ? "" : this.island.as_of;
      if (window.location.pathname !== PATH || asOf !== here) return;
      const wanted = share.read(window.location.search, this.island);
      const isKnown = Object.entries(wanted.settings).every(([id, value]) => {
        return Object.hasOwn(this.levers, id) && Number.isFinite(value);
      });
      if (isKnown) this.assume(wanted, "address");
    }

    /* Hands */

    clicked(event) {
      const button = event.target.closest("button");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      const row = button.closest("[data-risk], [data-register]");
      if (button.dataset.do in this.actions) this.actions[button.dataset.do]();
      else if (button.dataset.open) this.begin(button.dataset.open);
      else if (row) this.aim(row.dataset.risk || row.dataset.register);
    }

    keyed(event) {
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
      if (!isUndo || "typing" in event.target.dataset) return;
      event.preventDefault();
      this.actions[event.shiftKey ? "redo" : "undo"]();
    }
  }

  let mounted = null;

  function follow() {
    const root = document.getElementById("what-if");
    if (mounted && mounted.root === root) return;
    if (mounted) mounted.leave();
    mounted = root ? new WhatIf(root) : null;
  }

  new MutationObserver(follow).observe(document.documentElement, {
    childList: true, subtree: true,
  });
  follow();
})();
