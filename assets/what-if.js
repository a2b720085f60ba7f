/* The what-if page: what is assumed, and the questions that follow from it. */
(function () {
  "use strict";
  const PATH = "/what-if";
  const QUIET = 150; // milliseconds without a change until the address is written
  const BREATH = 400; // milliseconds without a change until the result is spoken
  const REST = 150; // milliseconds after a key or a typed value until the hand rests
  const STILL = 600; // the same while it holds a slider and does not move it
  const {
    aboutOf, createAsker, createBeside, createFutures, createHistory, createLevers,
    createResults, createScales, createStory, createSwitches, goToResults, nameScenarios,
    reviewWords, setText, share, statusWords, targetOptions,
  } = window.araxesWhatIf;

  /* State is never changed in place: settings, the open scenario, the target, and the
     closed week that the futures stand beside. */
  class WhatIf {
    constructor(root) {
      this.root = root;
      this.island = JSON.parse(root.dataset.page);
      this.scales = createScales(this.island);
      /* Whatever a setting can be about: levers, then treatments; the pack's order. */
      this.facts = { ...this.scales, ...createSwitches(this.island) };
      this.state = { ...this.island.opening };
      this.answer = this.island.answer;
      this.writing = this.speaking = this.resting = 0; // timers
      this.isMoving = false;
      this.history = createHistory(this.state, share.sameState);
      this.paint = createResults(root, this.island, this.facts);
      this.leaving = new AbortController();
      this.beside = createBeside(root, this.island, (week) => this.compare(week),
        { signal: this.leaving.signal });
      this.futures = createFutures(root, this.island, this.beside, () => this.announce());
      this.tellStory = createStory(
        root.querySelector(".story"), this.island, this.facts
      );
      this.status = root.querySelector(".what-if-status");
      this.scenarioList = root.querySelector(".scenario-list");
      this.targetList = root.querySelector(".target-list");
      this.targetList.replaceChildren(...targetOptions(this.island));
      this.asker = createAsker(
        this.island.api, (newest) => this.show(newest), (words) => this.complain(words)
      );
      this.levers = this.createLevers();
      this.actions = this.createActions();
      this.listen();
      this.paintLevers();
      this.dress();
      this.futures.know(this.answer);
      this.paint(this.answer, this.about());
      root.dataset.wanted = root.dataset.shown;
      this.tellAbout();
      this.askFutures();
    }

    createLevers() {
      return createLevers(this.root, this.scales, this.island.looks, (id) => ({
        moved: (value) => this.move(id, value),
        settled: (isReleased) => this.settle(id, isReleased),
        refused: (sentence) => this.tell(sentence),
        hidden: () => this.button("changed-only").focus(),
      }));
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
          const found = this.futures.newest();
          const words = share.text(this.state, this.island, this.facts, found);
          this.copy(words, "The settings are copied.");
        },
        "changed-only": () => this.filter(),
      };
    }

    listen() {
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
        goToResults();
      }, until);
    }

    leave() {
      this.leaving.abort();
      [this.asker, this.futures].forEach((each) => each.stop());
      [this.resting, this.writing, this.speaking].forEach(clearTimeout);
    }

    /* What is assumed */

    /* The state with one setting changed, in the order of the pack. */
    changed(id, value) {
      const given = { ...this.state.settings, [id]: value };
      const settings = {};
      Object.keys(this.facts).forEach((each) => {
        if (Object.hasOwn(given, each) && given[each] !== undefined) {
          settings[each] = given[each];
        }
      });
      return { ...this.state, settings: settings };
    }

    move(id, value) {
      this.state = this.changed(id, value);
      this.levers[id].paint(value);
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.rest(), STILL);
      this.isMoving = true;
      this.ask();
      this.askFutures();
    }

    /* The end of one change; a key that is held makes many, and rests after the last. */
    settle(cause, isReleased) {
      this.history.record(this.state, cause, performance.now());
      this.dress();
      clearTimeout(this.resting);
      if (!this.isMoving) return;
      if (isReleased) this.rest();
      else this.resting = setTimeout(() => this.rest(), REST);
    }

    rest() {
      this.isMoving = false;
      this.askFutures();
      this.announce();
    }

    /* What other scripts do to a setting; null leaves it at the baseline. */
    set(id, value) {
      if (!Object.hasOwn(this.facts, id)) return false;
      this.assume(this.changed(id, value === null ? undefined : value), id);
      return true;
    }

    assume(state, cause) {
      const old = this.about().id;
      this.state = state;
      clearTimeout(this.resting);
      this.isMoving = false;
      this.paintLevers();
      if (cause) this.settle(cause);
      else this.dress();
      this.ask();
      this.askFutures();
      if (this.about().id !== old) this.tellAbout();
    }

    restore(old) {
      const { target, since } = this.state;
      if (old) this.assume({ ...old, target: target, since: since }, "");
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
      this.paint(this.answer, this.about());
      this.ask();
      this.tellAbout();
    }

    compare(week) {
      this.state = { ...this.state, since: week };
      this.dress();
      this.ask();
      this.askFutures();
    }

    about() {
      return aboutOf(this.state.target, this.island);
    }

    tellAbout() {
      this.futures.aim(this.about());
      document.dispatchEvent(new CustomEvent("araxes:about", { detail: this.about() }));
    }

    scenario(id) {
      return this.island.scenarios.find((each) => each.id === id);
    }

    /* Questions and answers */

    ask() {
      this.root.dataset.wanted = JSON.stringify(this.state.settings);
      const { kind, id } = this.about();
      this.asker.offer({
        as_of: this.island.as_of,
        settings: this.state.settings,
        target: kind === "target" ? id : "",
      });
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.write(), QUIET);
    }

    /* The futures of the same settings take longer, and hold nothing else up. */
    askFutures() {
      const { settings, since } = this.state;
      document.dispatchEvent(new CustomEvent("araxes:settings", {
        detail: { settings: settings, isMoving: this.isMoving },
      }));
      this.futures.ask(settings, this.isMoving, since);
    }

    show(newest) {
      this.answer = newest;
      this.futures.know(newest);
      this.paint(newest, this.about());
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
      if (this.isMoving || !isShown || isBehind || !this.futures.isReady()) return;
      const scenario = this.scenario(this.state.scenario);
      const found = this.futures.spoken();
      const beside = reviewWords(this.state.since, this.island);
      const told = { found: found, beside: beside };
      this.tell(statusWords(this.island, this.answer, scenario, this.about(), told));
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
      nameScenarios(this.scenarioList, this.island, this.state);
      this.targetList.value = this.about().id || "moves-most";
      this.beside.dress(this.state.since);
      const hasMoved = Object.keys(this.state.settings).some((id) => id in this.scales);
      this.root.querySelector(".none-changed").hidden =
        hasMoved || !this.root.classList.contains("is-filtered");
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
      share.publish(PATH, this.state, this.island);
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
      if (window.location.pathname !== PATH) return;
      const wanted = share.arrived(window.location.search, this.island, this.facts);
      if (wanted) this.assume(wanted, "address");
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

  const shared = (window.araxes = window.araxes || {});
  shared.whatIf = {
    set: (id, value) => Boolean(mounted) && mounted.set(id, value),
    settings: () => (mounted ? mounted.state.settings : {}),
    about: () => (mounted ? mounted.about() : null),
    island: () => (mounted ? mounted.island : null),
  };
})();
