/* What takes seconds: why a number of the corridor moved, and what moves it most. Asked
   at rest, told how far it is, cancelled as soon as something else is assumed. */
(function () {
  "use strict";
  const REST = 500; // milliseconds without a change until long work begins
  const MOST_KEPT = 12;
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const { bodyOf, islandOf } = shared.chartParts;
  const PLACES = { state: "div", shown: "div" };
  const WAITING = { stage: "waiting for its turn", action: "Cancel" };
  const READY = { stage: "getting ready", action: "Cancel" };
  const MOVING = "Let go, and it is computed.";
  const NOTHING = "Nothing is assumed: no change to explain.";
  const present = { settings: null, isMoving: false, outcome: "" };
  const kept = new Map(); // results of questions, the newest last
  let resting = 0;

  function question() {
    const { settings, outcome } = present;
    const names = Object.keys(settings).sort();
    return {
      as_of: islandOf().as_of,
      settings: Object.fromEntries(names.map(function (each) { return [each, settings[each]]; })),
      outcome: outcome,
    };
  }

  function keep(key, result) {
    kept.delete(key);
    kept.set(key, result);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
  }

  /* "12 of 64 simulations" with a bar, a sentence, and one button that cancels or asks
     again: it stays the same one, so that the keyboard is not thrown off it. */
  function createState(place, name, pressed) {
    const { made } = shared;
    const label = made("label", { class: "long-label" });
    const words = made("span", {});
    const bar = made("progress", { max: 1 });
    const said = made("p", { class: "note long-words", "aria-live": "polite" });
    const button = made("button", { type: "button", class: "button" });
    label.append(words, bar);
    place.replaceChildren(label, said, button);
    button.addEventListener("click", pressed);

    return function (shown) {
      label.hidden = shown.done === undefined;
      if (!label.hidden) {
        shared.setText(words, name + ": " + (shown.total
          ? shown.done + " of " + shown.total + " " + shown.steps : shown.stage));
        if (shown.total) bar.value = shown.done / shown.total;
        else bar.removeAttribute("value");
      }
      shared.setText(said, shown.words || "");
      button.hidden = !shown.action;
      shared.setText(button, shown.action || "");
    };
  }

  /* One card: its long work, and where its result is shown. */
  class LongCard {
    constructor(kind, id, name, steps) {
      Object.assign(this, { kind, id, name, steps, key: "", place: null });
      this.job = shared.createLongJob(kind, {
        started: () => this.told({ ...WAITING, done: 0, total: 0 }),
        progress: (done, total, state) => this.progressed(done, total, state),
        done: (result) => this.finished(result),
        ended: (sentence) => this.failed(sentence),
      });
    }

    section() { return document.getElementById(this.id); }

    /* The page may have been replaced: its places are looked up anew. */
    mounted() {
      const section = this.section();
      if (!section) return null;
      const places = bodyOf(section, PLACES);
      if (this.place !== places.state) {
        this.place = places.state;
        this.paintState = createState(places.state, this.name, () => this.pressed());
        this.key = "";
        if (this.job.isActive) this.job.cancel();
      }
      return places;
    }

    told(shown) {
      if (this.mounted()) this.paintState({ steps: this.steps, ...shown });
    }

    progressed(done, total, state) {
      const began = state === "running" ? READY : WAITING;
      if (!this.mounted()) this.job.cancel();
      else if (this.job.isActive) this.told({ ...began, done: done, total: total });
    }

    clear(words) {
      const places = this.mounted();
      if (!places) return;
      places.shown.replaceChildren();
      this.told({ words: words });
    }

    /* Something else is assumed: whatever is computed or shown is about the past. */
    drop(words) {
      if (this.job.isActive) this.job.cancel();
      this.key = "";
      this.clear(words);
    }

    refresh() {
      if (!this.mounted()) return;
      const isIdle = this.kind === "why" && !Object.keys(present.settings).length;
      if (isIdle) return this.drop(NOTHING);
      const asked = question();
      const key = JSON.stringify([this.kind, asked]);
      if (key === this.key) return;
      this.clear("");
      this.key = key;
      if (kept.has(key)) this.show(kept.get(key));
      else this.job.start(asked);
    }

    finished(result) {
      const key = this.key;
      keep(key, result);
      if (this.mounted() && this.key === key) this.show(result);
    }

    show(result) {
      const places = this.mounted();
      if (!places) return;
      const hadFocus = places.state.contains(document.activeElement);
      this.told({});
      places.shown.replaceChildren(...shared.longTables[this.kind](result, present.settings));
      if (hadFocus) focused(this.section().querySelector("h2"));
      title(this.section(), this.kind, result);
      announce(this.kind, result);
    }

    failed(sentence) {
      this.told({ words: sentence, action: "Retry" });
    }

    pressed() {
      if (this.job.isActive) {
        this.job.cancel();
        this.failed(shared.STOPPED);
      } else {
        this.key = "";
        this.refresh();
      }
    }
  }

  function focused(element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  function title(section, kind, result) {
    if (kind !== "why") return;
    const words = shared.longTables.changeWords(result.outcome, result.shown_change);
    shared.setText(section.querySelector("h2"), words === "no change" ? "Why?" : "Why " + words + "?");
  }

  function announce(kind, result) {
    const detail = { kind: kind, result: result, settings: present.settings };
    document.dispatchEvent(new CustomEvent("araxes:long", { detail: detail }));
  }

  const cards = [
    new LongCard("tornado", "wi-tornado", "Swinging each lever", "levers"),
    new LongCard("why", "wi-why", "Splitting the change", "simulations"),
  ];

  function leave() {
    cards.forEach(function (card) { if (card.job.isActive) card.job.cancel(); });
  }

  function rest() {
    clearTimeout(resting);
    resting = setTimeout(function () {
      if (present.outcome && present.settings && !present.isMoving && islandOf()) {
        cards.forEach(function (card) { card.refresh(); });
      }
    }, REST);
  }

  function isSame(settings) {
    return present.settings !== null &&
      shared.share.sameSettings(settings, present.settings);
  }

  document.addEventListener("araxes:settings", function (event) {
    const { settings, isMoving } = event.detail;
    const hasChanged = !isSame(settings);
    Object.assign(present, { settings: settings, isMoving: isMoving });
    if (!present.outcome) return;
    if (hasChanged) {
      resetTitle();
      cards.forEach(function (card) { card.drop(isMoving ? MOVING : ""); });
    }
    if (!isMoving) rest();
  });

  function resetTitle() {
    const heading = document.querySelector("#wi-why h2");
    if (heading) shared.setText(heading, "Why?");
  }

  document.addEventListener("araxes:about", function (event) {
    const { kind, id } = event.detail;
    const outcome = kind === "outcome" ? id : "";
    const isOther = outcome !== present.outcome;
    present.outcome = outcome;
    if (!outcome) {
      cards.forEach(function (card) { card.drop(""); });
    } else {
      if (isOther) resetTitle();
      rest();
    }
  });

  /* The page was left for another one of ours: nobody waits any more. */
  window.addEventListener("_dashprivate_pushstate", function () {
    setTimeout(function () { if (!document.getElementById("what-if")) leave(); }, REST);
  });
  /* Back from the browser's memory of pages, where leaving had cancelled everything. */
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    cards.forEach(function (card) { card.key = ""; });
    rest();
  });
})();
