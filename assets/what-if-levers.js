/* One lever: a native slider, a typed entry, steps for fingers, and a way back.
   Unset means the baseline's reading; within half a step of its mark a lever is unset. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const format = shared.format;
  const PAGE_SHARE = 0.1; // of the scale, for PageUp and PageDown
  const KEYS = {
    ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10,
  };

  function decimals(step) {
    let digits = 0;
    while (digits < 10 && Number(step.toFixed(digits)) !== step) digits += 1;
    return digits;
  }

  /* What a lever knows of its scale; no formula of the model is here. */
  shared.createScale = function (fact, levels) {
    const digits = decimals(fact.step);
    const bigStep = Math.max(
      fact.step,
      Math.round(((fact.highest - fact.lowest) * PAGE_SHARE) / fact.step) * fact.step
    );

    function snapped(value) {
      if (value <= fact.lowest) return fact.lowest;
      if (value >= fact.highest) return fact.highest;
      const near = Number((Math.round(value / fact.step) * fact.step).toFixed(digits));
      return Math.min(Math.max(near, fact.lowest), fact.highest);
    }

    function isUnset(value) {
      return fact.baseline !== null && Math.abs(value - fact.resting) <= fact.step / 2;
    }

    function stepped(value, key) {
      const way = Math.sign(KEYS[key]);
      const size = Math.abs(KEYS[key]) > 1 ? bigStep : fact.step;
      const next = snapped(value + way * size);
      const isStuck = isUnset(next) && isUnset(value);
      return isStuck ? snapped(next + way * fact.step) : next;
    }

    function level(value) {
      const isRising = fact.posts[3] > fact.posts[0];
      const passed = fact.bounds.filter(function (bound) {
        return isRising ? value >= bound : value <= bound;
      });
      return levels[passed.length];
    }

    function band(value) {
      const place = Math.floor(value + 0.5);
      return fact.bands[Math.min(Math.max(place, 0), fact.bands.length - 1)];
    }

    function words(value) {
      if (fact.bands.length) return band(value) + "\u00a0·\u00a0" + format.quantity(value);
      return format.quantity(value) + " " + fact.unit;
    }

    /* A level is one for this register: dear oil is calm for lenders, not for all. */
    function spoken(value) {
      if (fact.bands.length) return words(value);
      return words(value) + ", " + level(value) + " for this register";
    }

    function amount(value) {
      if (fact.bands.length) return band(value) + " (" + format.quantity(value) + ")";
      return format.quantity(value) + " " + fact.unit;
    }

    /* Without the unit, for where there is no room. */
    function short(value) {
      return fact.bands.length ? band(value) : format.quantity(value);
    }

    return {
      fact: fact, short: short, snapped: snapped, isUnset: isUnset, stepped: stepped,
      words: words, spoken: spoken, amount: amount,
    };
  };

  /* A treatment, where a setting is put into words: the share of the rate it takes.
     `standing` is what counts without a setting: on, where it is under way. */
  shared.createSwitch = function (fact) {
    const told = { ...fact, unit: "", bands: [], baseline: null, isTreatment: true };
    function amount(value) { return value ? "on, takes " + shared.sharePercent(value) : "off"; }
    const standing = amount(fact.under_way) + (fact.under_way ? ", under way" : "");
    return { fact: told, amount: amount, short: amount, standing: standing };
  };

  function byId(facts, make) {
    return Object.fromEntries(facts.map(function (fact) { return [fact.id, make(fact)]; }));
  }

  shared.createScales = function (island) {
    return byId(island.levers, function (fact) {
      return shared.createScale(fact, island.level_words);
    });
  };
  shared.createSwitches = function (island) {
    return byId(island.corridor.treatments, shared.createSwitch);
  };

  function made(tag, attributes, text) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(function ([name, value]) {
      element.setAttribute(name, value);
    });
    if (text) element.textContent = text;
    return element;
  }

  function sliderBox(look, slider) {
    const box = made("div", { class: "lever-slider" });
    const track = made("span", { class: "lever-track" });
    track.style.backgroundImage = look.track;
    box.append(track);
    if (look.mark) {
      const mark = made("span", { class: look.mark, "aria-hidden": "true" });
      mark.style.setProperty("--share", look.mark_share);
      box.append(mark);
    }
    box.append(slider);
    return box;
  }

  function ends(look) {
    const side = look.is_rising ? "is-rising" : "is-falling";
    const box = made("div", { class: "lever-ends " + side });
    box.append(
      made("span", {}, look.low),
      made("span", { class: "lever-worse" }, look.is_rising ? "worse →" : "← worse"),
      made("span", {}, look.high)
    );
    return box;
  }

  /* The row of one lever; what it says was decided on the server. */
  function rowOf(fact, look, parts) {
    const row = made("div", { class: "lever", "data-lever": fact.id });
    const head = made("div", { class: "lever-head" });
    const title = made("span", { class: "lever-title", id: "lever-" + fact.id }, fact.title);
    head.append(title, parts.value);
    const entry = made("span", { class: "lever-entry" });
    entry.append(parts.less, parts.entry, parts.more, parts.reset);
    const reading = made("p", { class: "lever-reading" }, look.reading);
    row.append(head, sliderBox(look, parts.slider), entry, ends(look), reading);
    return row;
  }

  function controls(fact) {
    const limits = { min: fact.lowest, max: fact.highest, step: "any" };
    const named = { "aria-labelledby": "lever-" + fact.id };
    const plain = { type: "button", class: "lever-step" };
    return {
      value: made("span", { class: "lever-value" }),
      slider: made("input", { type: "range", ...limits, ...named }),
      entry: made("input", {
        type: "number", inputmode: "decimal", ...limits,
        "aria-label": fact.title + ", in " + fact.unit,
      }),
      less: made("button", { ...plain, "aria-label": "Less: " + fact.title }, "−"),
      more: made("button", { ...plain, "aria-label": "More: " + fact.title }, "+"),
      reset: made("button", {
        type: "button", class: "lever-reset",
        "aria-label": "Back to baseline: " + fact.title, title: "Back to baseline",
      }, "↺"),
    };
  }

  /* `heard.moved(value)` is called at every change, `heard.settled()` at the end of
     one (true where a hand let go), `heard.refused(sentence)` for a typed value off the scale, `heard.hidden()`
     when the row went from under the keyboard; a value of undefined is baseline's. */
  class Lever {
    constructor(scale, look, heard) {
      this.scale = scale;
      this.fact = scale.fact;
      this.heard = heard;
      this.parts = controls(this.fact);
      this.row = rowOf(this.fact, look, this.parts);
      this.value = undefined;
      this.grasp = null;
      const { slider, entry, less, more, reset } = this.parts;
      this.listenToSlider(slider);
      this.listenToEntry(entry);
      less.addEventListener("click", () => this.press("ArrowLeft"));
      more.addEventListener("click", () => this.press("ArrowRight"));
      reset.addEventListener("click", () => this.reset());
    }

    listenToSlider(slider) {
      slider.addEventListener("input", () => {
        if (this.grasp && this.grasp.isLost) this.paint(this.value);
        else this.offer(this.scale.snapped(slider.valueAsNumber));
      });
      slider.addEventListener("change", () => this.heard.settled(true));
      slider.addEventListener("pointerup", () => this.heard.settled(true));
      slider.addEventListener("keydown", (event) => this.keyed(event));
      this.listenToFingers(slider);
    }

    /* A finger that comes down on a track to scroll the page sets nothing: the browser
       takes the gesture over, and what it did to the slider until then is undone. */
    listenToFingers(slider) {
      slider.addEventListener("pointerdown", () => {
        this.grasp = { before: this.value, isLost: false };
      });
      slider.addEventListener("pointercancel", () => {
        if (!this.grasp) return;
        this.grasp.isLost = true;
        if (this.value === this.grasp.before) this.paint(this.value);
        else this.heard.moved(this.grasp.before);
        this.heard.settled(true);
      });
      const letGo = () => setTimeout(() => { this.grasp = null; }, 0);
      slider.addEventListener("touchend", letGo);
      slider.addEventListener("touchcancel", letGo);
    }

    listenToEntry(entry) {
      entry.addEventListener("keydown", (event) => this.keyed(event));
      entry.addEventListener("input", () => { entry.dataset.typing = "true"; });
      entry.addEventListener("change", () => this.typed());
      /* A wheel over a number must scroll the page and not the number. */
      entry.addEventListener("wheel", () => entry.blur(), { passive: true });
    }

    standing() {
      return this.value === undefined ? this.fact.resting : this.value;
    }

    offer(value) {
      const wanted = this.scale.isUnset(value) ? undefined : value;
      if (wanted === this.value) this.paint(this.value);
      else this.heard.moved(wanted);
    }

    press(key) {
      this.offer(this.scale.stepped(this.standing(), key));
      this.heard.settled();
    }

    keyed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const isSlider = event.target === this.parts.slider;
      const isEnd = event.key === "Home" || event.key === "End";
      const isCaret = event.key === "ArrowLeft" || event.key === "ArrowRight";
      if (event.key in KEYS && (isSlider || !isCaret)) {
        this.press(event.key);
      } else if (isEnd && isSlider) {
        this.offer(event.key === "Home" ? this.fact.lowest : this.fact.highest);
        this.heard.settled();
      } else {
        return;
      }
      event.preventDefault();
    }

    typed() {
      const { entry } = this.parts;
      const value = entry.valueAsNumber;
      const isEmptied = entry.value === "" && !entry.validity.badInput;
      const isOnScale = value >= this.fact.lowest && value <= this.fact.highest;
      delete entry.dataset.typing;
      if (isEmptied || value === this.fact.baseline) this.heard.moved(undefined);
      else if (isOnScale) this.offer(value);
      this.paint(this.value);
      this.heard.settled();
      if (!isEmptied && !isOnScale && value !== this.fact.baseline) this.refuse();
    }

    refuse() {
      const { fact, amount } = this.scale;
      const ends = amount(fact.lowest) + " to " + amount(fact.highest);
      this.heard.refused(fact.title + " can be set from " + ends + ".");
    }

    reset() {
      this.heard.moved(undefined);
      this.heard.settled();
      this.parts.slider.focus();
      if (document.activeElement !== this.parts.slider) this.heard.hidden();
    }

    paint(value) {
      this.value = value;
      const { slider, entry, reset } = this.parts;
      const isKnown = value !== undefined || this.fact.baseline !== null;
      const exact = value === undefined && isKnown ? this.fact.baseline : this.standing();
      const words = isKnown ? this.scale.words(exact) : "no reading yet";
      const written = isKnown ? String(Number(exact.toFixed(4))) : "";
      this.row.classList.toggle("is-changed", value !== undefined);
      this.row.classList.toggle("is-unknown", !isKnown);
      if (slider.valueAsNumber !== this.standing()) slider.value = this.standing();
      if (entry.value !== written) entry.value = written;
      slider.setAttribute("aria-valuetext", isKnown ? this.scale.spoken(exact) : words);
      shared.setText(this.parts.value, words);
      reset.disabled = value === undefined;
    }
  }

  /* The levers of a page in their places; `heard(id)` is told of each. */
  shared.createLevers = function (root, scales, looks, heard) {
    const levers = {};
    Object.entries(scales).forEach(function ([id, scale]) {
      levers[id] = new Lever(scale, looks[id], heard(id));
    });
    root.querySelectorAll("[data-levers]").forEach(function (place) {
      const ids = place.dataset.levers.split(" ").filter(Boolean);
      place.replaceChildren(...ids.map(function (id) { return levers[id].row; }));
    });
    return levers;
  };

  /* Changing the text node in place keeps the browser's work small. */
  shared.setText = function (element, text) {
    const node = element.firstChild;
    if (!node || node.nodeType !== 3 || node !== element.lastChild) {
      element.textContent = text;
    } else if (node.nodeValue !== text) {
      node.nodeValue = text;
    }
  };
  shared.made = made;
})();
