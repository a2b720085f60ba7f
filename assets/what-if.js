/* The what-if page: what is assumed, its history, and the questions it asks. */
(function () {
  "use strict";
  const PATH = "/what-if";
  const QUIET = 150; // milliseconds without a change until the address is written
  const ONE_GESTURE = 700; // milliseconds within which key presses are one step back
  const { createAsker, createLever, createResults, createScale, format, setText, share } =
    window.araxesWhatIf;
  let mounted = null;

  function createHistory(first) {
    let past = [];
    let future = [];
    let present = first;
    let lastTime = 0;
    let lastCause = "";

    function isSame(state) {
      return share.sameSettings(state.settings, present.settings) &&
        state.scenario === present.scenario;
    }

    return {
      record: function (state, cause, now) {
        if (isSame(state)) return;
        const isOneGesture = cause === lastCause && now - lastTime < ONE_GESTURE;
        if (!isOneGesture) past.push(present);
        future = [];
        present = state;
        lastCause = cause;
        lastTime = now;
      },
      undo: function () {
        if (!past.length) return null;
        future.push(present);
        lastCause = "";
        return (present = past.pop());
      },
      redo: function () {
        if (!future.length) return null;
        past.push(present);
        lastCause = "";
        return (present = future.pop());
      },
      canUndo: function () { return past.length > 0; },
      canRedo: function () { return future.length > 0; },
    };
  }

  function scenarioOf(island, id) {
    return island.scenarios.find(function (each) { return each.id === id; });
  }

  function createStory(root, island) {
    const card = root.querySelector(".story");
    const notes = root.querySelector(".story-notes");

    return function (id) {
      const scenario = scenarioOf(island, id);
      card.hidden = !scenario;
      if (!scenario) return;
      setText(root.querySelector(".story-title"), scenario.title);
      setText(root.querySelector(".story-text"), scenario.story);
      const list = window.araxesWhatIf.made("ul", { class: "signposts" });
      scenario.signposts.forEach(function (sign) {
        list.append(window.araxesWhatIf.made("li", {}, sign));
      });
      const parts = scenario.signposts.length
        ? [window.araxesWhatIf.made("h3", {}, "What would show that it is coming"), list]
        : [];
      if (scenario.treatments.length) {
        parts.push(window.araxesWhatIf.made("p", { class: "note" },
          "Named with it, and not counted in these numbers: " +
          scenario.treatments.join(", ") + "."));
      }
      notes.replaceChildren(...parts);
    };
  }

  function statusWords(island, answer) {
    const changed = Object.keys(answer.settings).length;
    if (!changed) {
      return "Nothing is assumed: these are the numbers of " + island.as_of_shown + ".";
    }
    const moved = answer.risks.filter(window.araxesWhatIf.movement);
    return format.count(changed, "lever") + " changed. " + moved.length + " of " +
      format.count(answer.risks.length, "risk") + " moved.";
  }

  function mount(root) {
    const island = JSON.parse(root.dataset.page);
    const scales = {};
    island.levers.forEach(function (fact) {
      scales[fact.id] = createScale(fact, island.level_words);
    });
    const order = Object.keys(scales);
    const paint = createResults(root, island, scales);
    const tellStory = createStory(root, island);
    const status = root.querySelector(".what-if-status");
    const find = function (action) { return root.querySelector(`[data-do=${action}]`); };
    const scenarioList = root.querySelector(".scenario-list");
    const targetList = root.querySelector(".target-list");
    const asker = createAsker(island.api, show, complain);
    let state = { ...island.opening };
    let answer = island.answer;
    let writing = 0;
    let isQuiet = true;
    const history = createHistory(state);

    const levers = {};
    root.querySelectorAll("[data-lever]").forEach(function (row) {
      const id = row.dataset.lever;
      levers[id] = createLever(row, scales[id], moved, settled, tell);
    });

    function moved(id, value) {
      const given = { ...state.settings, [id]: value };
      const settings = {};
      order.forEach(function (each) {
        if (given[each] !== undefined) settings[each] = given[each];
      });
      state = { ...state, settings: settings };
      levers[id].paint(value);
      isQuiet = false;
      ask();
    }

    function settled(cause) {
      history.record(state, cause, performance.now());
      isQuiet = true;
      dress();
    }

    function assume(next, cause) {
      state = next;
      if (cause) history.record(state, cause, performance.now());
      Object.keys(levers).forEach(function (id) { levers[id].paint(state.settings[id]); });
      isQuiet = true;
      dress();
      ask();
    }

    function ask() {
      root.dataset.wanted = JSON.stringify(state.settings);
      asker.offer({
        as_of: island.as_of,
        settings: state.settings,
        target: state.target || island.default_target,
      });
      clearTimeout(writing);
      writing = setTimeout(write, QUIET);
    }

    /* Everything that a finished change alters besides the numbers. */
    function dress() {
      const scenario = scenarioOf(island, state.scenario);
      const back = find("scenario");
      const hasChanged = Object.keys(state.settings).length > 0;
      find("undo").disabled = !history.canUndo();
      find("redo").disabled = !history.canRedo();
      find("today").disabled = !hasChanged && !scenario;
      back.hidden = !scenario;
      if (scenario) {
        setText(back, "Back to " + scenario.title);
        back.disabled = share.sameSettings(state.settings, scenario.settings);
      }
      scenarioList.value = state.scenario;
      targetList.value = state.target || island.default_target;
      root.querySelector(".none-changed").hidden =
        hasChanged || !root.classList.contains("is-filtered");
      tellStory(state.scenario);
      announce();
    }

    function show(newest) {
      answer = newest;
      paint(answer);
      root.classList.remove("is-behind");
      announce();
    }

    function announce() {
      const isShown = share.sameSettings(answer.settings, state.settings);
      if (isQuiet && isShown && !root.classList.contains("is-behind")) {
        tell(statusWords(island, answer));
      }
    }

    function tell(sentence) { setText(status, sentence); }

    function complain(sentence) {
      root.classList.toggle("is-behind", sentence !== "");
      if (sentence) tell(sentence);
    }

    function write() {
      clearTimeout(writing);
      if (!root.isConnected || window.location.pathname !== PATH) return;
      const found = share.fields(state, island);
      const dated = island.is_latest ? {} : { "as-of": island.as_of };
      window.history.replaceState(
        window.history.state, "", share.address(PATH, { ...dated, ...found })
      );
      share.refreshLinks(found);
      const assumed = share.written(state.settings);
      root.querySelector("[data-export]").setAttribute("href", share.address(
        "/export.zip", { ...dated, ...(assumed ? { set: assumed } : {}) }
      ));
    }

    function copied(words, sentence) {
      share.copy(words).then(
        function () { tell(sentence); },
        function () { tell("The browser did not allow copying."); }
      );
    }

    function openScenario(id, cause) {
      const scenario = scenarioOf(island, id);
      const settings = scenario ? { ...scenario.settings } : {};
      assume({ ...state, scenario: id, settings: settings }, cause);
      openChanged();
    }

    function openChanged() {
      root.querySelectorAll("details.more").forEach(function (more) {
        if (more.querySelector(".lever.is-changed")) more.open = true;
      });
    }

    const actions = {
      undo: function () { const old = history.undo(); if (old) restore(old); },
      redo: function () { const old = history.redo(); if (old) restore(old); },
      today: function () { openScenario("", "today"); },
      scenario: function () { openScenario(state.scenario, "scenario"); },
      "copy-link": function () {
        write();
        copied(window.location.href, "The link is copied.");
      },
      "copy-text": function () {
        write();
        copied(share.text(state, island, scales, answer), "The settings are copied.");
      },
      "changed-only": function () {
        const isOn = root.classList.toggle("is-filtered");
        find("changed-only").setAttribute("aria-pressed", String(isOn));
        if (isOn) openChanged();
        dress();
      },
    };

    function restore(old) {
      assume({ ...old, target: state.target }, "");
    }

    function aim(id) {
      state = { ...state, target: id };
      dress();
      ask();
    }

    function keyed(event) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      const isTyping = event.target.matches("input[type=number]") &&
        event.target.dataset.typed;
      if (isTyping) return;
      event.preventDefault();
      actions[event.shiftKey ? "redo" : "undo"]();
    }

    function clicked(event) {
      const button = event.target.closest("button");
      if (!button) return;
      const row = button.closest("[data-risk], [data-register]");
      if (button.dataset.do in actions) actions[button.dataset.do]();
      else if (row) aim(row.dataset.risk || row.dataset.register);
    }

    /* The address was changed by a link or the browser's own buttons. */
    function arrived() {
      clearTimeout(writing);
      const there = new URLSearchParams(window.location.search).get("as-of");
      const isHere = window.location.pathname === PATH &&
        (there || "") === (island.is_latest ? "" : island.as_of);
      if (!isHere) return;
      const wanted = share.read(window.location.search, island);
      const isKnown = Object.keys(wanted.settings).every(function (id) {
        return id in levers && Number.isFinite(wanted.settings[id]);
      });
      if (isKnown) assume(wanted, "address");
    }

    root.addEventListener("click", clicked);
    document.addEventListener("keydown", keyed);
    window.addEventListener("popstate", arrived);
    window.addEventListener("_dashprivate_pushstate", arrived);
    scenarioList.addEventListener("change", function () {
      openScenario(scenarioList.value, "open");
    });
    targetList.addEventListener("change", function () { aim(targetList.value); });

    Object.keys(levers).forEach(function (id) { levers[id].paint(state.settings[id]); });
    paint(answer);
    dress();
    root.dataset.wanted = root.dataset.shown;

    return {
      root: root,
      leave: function () {
        asker.stop();
        clearTimeout(writing);
        document.removeEventListener("keydown", keyed);
        window.removeEventListener("popstate", arrived);
        window.removeEventListener("_dashprivate_pushstate", arrived);
      },
    };
  }

  function follow() {
    const root = document.getElementById("what-if");
    if (mounted && mounted.root === root) return;
    if (mounted) mounted.leave();
    mounted = root ? mount(root) : null;
  }

  new MutationObserver(follow).observe(document.documentElement, {
    childList: true, subtree: true,
  });
  follow();
})();
