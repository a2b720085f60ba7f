/* One lever: a native slider, a typed entry, steps for fingers, and a way back.
   Unset means today's reading; within half a step of its mark a lever is unset. */
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
      return fact.today !== null && Math.abs(value - fact.resting) <= fact.step / 2;
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
      if (fact.bands.length) return band(value) + " · " + format.quantity(value);
      return format.quantity(value) + " " + fact.unit + " · " + level(value);
    }

    function amount(value) {
      if (fact.bands.length) return band(value) + " (" + format.quantity(value) + ")";
      return format.quantity(value) + " " + fact.unit;
    }

    return {
      fact: fact, snapped: snapped, isUnset: isUnset, stepped: stepped, words: words,
      amount: amount,
    };
  };

  function made(tag, attributes, text) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(function ([name, value]) {
      element.setAttribute(name, value);
    });
    if (text) element.textContent = text;
    return element;
  }

  function controls(fact) {
    const limits = { min: fact.lowest, max: fact.highest, step: "any" };
    const named = { "aria-labelledby": "lever-" + fact.id };
    const plain = { type: "button", class: "lever-step" };
    return {
      slider: made("input", { type: "range", ...limits, ...named }),
      entry: made("input", {
        type: "number", inputmode: "decimal", ...limits,
        "aria-label": fact.title + ", in " + fact.unit,
      }),
      less: made("button", { ...plain, "aria-label": "Less: " + fact.title }, "−"),
      more: made("button", { ...plain, "aria-label": "More: " + fact.title }, "+"),
      reset: made("button", {
        type: "button", class: "lever-reset",
        "aria-label": "Back to today: " + fact.title, title: "Back to today",
      }, "↺"),
    };
  }

  /* `moved(id, value)` tells of every change, `settled(id)` of the end of one;
     a value of undefined is today's. */
  shared.createLever = function (row, scale, moved, settled, refused) {
    const fact = scale.fact;
    const parts = controls(fact);
    const { slider, entry, less, more, reset } = parts;
    const shownValue = row.querySelector(".lever-value");
    let current;

    row.querySelector(".lever-slot").append(slider);
    row.querySelector(".lever-entry").append(less, entry, more, reset);

    function offer(value) {
      const wanted = scale.isUnset(value) ? undefined : value;
      if (wanted === current) return paint(current);
      moved(fact.id, wanted);
    }

    function from() {
      return current === undefined ? fact.resting : current;
    }

    function press(key) {
      offer(scale.stepped(from(), key));
      settled(fact.id);
    }

    function keyed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in KEYS) press(event.key);
      else if (event.key === "Home" && event.target === slider) offer(fact.lowest);
      else if (event.key === "End" && event.target === slider) offer(fact.highest);
      else return;
      event.preventDefault();
      settled(fact.id);
    }

    function typed() {
      const value = entry.valueAsNumber;
      const isEmptied = entry.value === "" && !entry.validity.badInput;
      if (isEmptied || value === fact.today) moved(fact.id, undefined);
      else if (value >= fact.lowest && value <= fact.highest) offer(value);
      else refused(
        fact.title + " can be set from " + scale.amount(fact.lowest) + " to " +
        scale.amount(fact.highest) + "."
      );
      paint(current);
      settled(fact.id);
    }

    slider.addEventListener("input", function () {
      offer(scale.snapped(slider.valueAsNumber));
    });
    slider.addEventListener("change", function () { settled(fact.id); });
    slider.addEventListener("pointerup", function () { settled(fact.id); });
    slider.addEventListener("keydown", keyed);
    entry.addEventListener("keydown", keyed);
    entry.addEventListener("change", typed);
    /* A wheel over a number must scroll the page and not the number. */
    entry.addEventListener("wheel", function () { entry.blur(); }, { passive: true });
    less.addEventListener("click", function () { press("ArrowLeft"); });
    more.addEventListener("click", function () { press("ArrowRight"); });
    reset.addEventListener("click", function () {
      moved(fact.id, undefined);
      settled(fact.id);
      slider.focus();
    });

    function paint(value) {
      current = value;
      const shown = from();
      const isKnown = value !== undefined || fact.today !== null;
      const exact = value === undefined && fact.today !== null ? fact.today : shown;
      const words = isKnown ? scale.words(exact) : "no reading yet";
      row.classList.toggle("is-changed", value !== undefined);
      row.classList.toggle("is-unknown", !isKnown);
      if (slider.valueAsNumber !== shown) slider.value = shown;
      const written = isKnown ? String(Number(exact.toFixed(4))) : "";
      if (entry.value !== written) entry.value = written;
      shared.setText(shownValue, words);
      slider.setAttribute("aria-valuetext", words);
      reset.disabled = value === undefined;
    }

    return { paint: paint, scale: scale };
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
