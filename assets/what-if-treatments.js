/* What could we do? Every treatment of the pack is a switch, folded by register. What
   is switched on is a setting like any other, and stands at the top of the card. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const cards = new WeakMap();
  let settings = {};
  let split = null; // the newest split of an outcome's change, and of which settings

  function set(id, share) { window.araxes.whatIf.set(id, share); }

  /* What a treatment takes now: as set, or as it is under way. */
  function taken(treatment) {
    const share = settings[treatment.id];
    return share === undefined ? shared.standingShare(treatment) : share;
  }

  function card() {
    const section = document.getElementById("wi-treatments");
    if (!section) return null;
    if (!cards.has(section)) cards.set(section, new Card(section));
    return cards.get(section);
  }

  class Card {
    constructor(section) {
      this.choices = JSON.parse(section.dataset.treatments);
      this.known = new Map();
      this.groups = this.choices.registers.map((each) => this.group(each));
      this.isSearching = false;
      const { made } = shared;
      this.on = made("div", { class: "treatments-on" });
      this.search = made("input", { type: "search", placeholder: "owner, risk, words…" });
      this.found = made("p", { class: "note", "aria-live": "polite" });
      const label = made("label", { class: "pick treatments-search" });
      label.append("Search ", this.search);
      const reason = made("p", { class: "note" }, "Weak, medium and strong are the pack's shares " +
        "for a brake on a risk, borrowed here. Its reason: " + this.choices.reason);
      if (!this.groups.length) return;
      section.querySelector(".treatments-body").append(this.on, label, this.found,
        ...this.groups.map(function (each) { return each.details; }), reason);
      this.search.addEventListener("input", () => this.filter());
    }

    group(register) {
      const { made } = shared;
      const details = made("details", { class: "treatments-register" });
      const summary = made("summary", {});
      details.append(summary);
      const group = { register: register, details: details, summary: summary, rows: null };
      register.risks.forEach((risk) => risk.treatments.forEach((each) => {
        this.known.set(each.id, { treatment: each, risk: risk });
      }));
      details.addEventListener("toggle", () => { if (details.open) this.build(group); });
      return group;
    }

    /* The rows of a register are made when they are first looked at. */
    build(group) {
      if (group.rows) return;
      const { made } = shared;
      const { links } = shared.chartParts.islandOf();
      group.rows = [];
      group.risks = group.register.risks.map((risk) => {
        const part = made("div", { class: "treated-risk" });
        const title = made("h4", {});
        title.append(made("a", { href: links[risk.id] || "/registers/" + risk.id }, risk.id),
          " " + risk.title);
        const list = made("ul", {});
        const rows = risk.treatments.map((each) =>
          shared.createTreatmentRow(each, risk, this.choices.shares, set));
        list.append(...rows.map(function (row) { return row.element; }));
        part.append(title, list);
        group.rows.push(...rows);
        return { part: part, rows: rows };
      });
      group.details.append(...group.risks.map(function (each) { return each.part; }));
      group.rows.forEach(function (row) { row.paint(settings[row.treatment.id]); });
    }

    filter() {
      const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      this.groups.forEach((group) => {
        this.build(group);
        group.risks.forEach(function ({ part, rows }) {
          const hits = rows.filter(function (row) {
            const isFound = words.every(function (word) { return row.words.includes(word); });
            row.element.hidden = !isFound;
            return isFound;
          }).length;
          part.hidden = !hits;
          count += hits;
        });
        const isEmpty = group.risks.every(function ({ part }) { return part.hidden; });
        group.details.hidden = isEmpty;
        if (words.length) group.details.open = !isEmpty;
        else if (this.isSearching) group.details.open = false;
      });
      this.isSearching = words.length > 0;
      shared.setText(this.found, words.length ? shared.format.count(count, "treatment") + " found" : "");
    }

    paint() {
      this.groups.forEach((group) => {
        const ids = group.register.risks.flatMap(function (risk) { return risk.treatments; });
        const on = ids.filter(function (each) { return taken(each) > 0; }).length;
        shared.setText(group.summary, group.register.title + ": " +
          shared.format.count(ids.length, "treatment") + (on ? ", " + on + " on" : ""));
        if (group.rows) {
          group.rows.forEach(function (row) { row.paint(settings[row.treatment.id]); });
        }
      });
      this.paintOn();
    }

    /* Switched on, and under way but assumed away: what each moves, and its cost. */
    paintOn() {
      const { made } = shared;
      const shown = [...this.known.values()].filter(function ({ treatment }) {
        return treatment.id in settings || taken(treatment) > 0;
      });
      const focused = this.on.contains(document.activeElement)
        ? document.activeElement.closest("[data-on]") : null;
      this.on.hidden = !shown.length;
      this.on.classList.toggle("is-as-baseline", !shown.some(isChanged));
      const list = made("ul", {});
      list.append(...shown.map(onRow));
      this.on.replaceChildren(made("h3", {}, onWords(shown)), list);
      if (focused) this.refocus(focused.dataset.on);
    }

    refocus(id) {
      const same = this.on.querySelector('[data-on="' + id + '"] button');
      (same || this.on.querySelector("button") || this.search).focus();
    }
  }

  function isChanged({ treatment }) { return treatment.id in settings; }

  function onWords(shown) {
    const on = shown.filter(function ({ treatment }) { return taken(treatment) > 0; }).length;
    const away = shown.length - on;
    const told = [[on, " on"], [away, " assumed away"]].filter(function ([many]) { return many; });
    return told.map(function ([many, what]) {
      return shared.format.count(many, "treatment") + what;
    }).join(", ");
  }

  /* One that is under way goes back to its own share, and is not merely switched on. */
  function action(treatment) {
    const isUnderWay = shared.standingShare(treatment) > 0;
    if (!isUnderWay) return ["Switch off", null];
    if (!(treatment.id in settings)) return ["Switch off", 0];
    return taken(treatment) > 0 ? ["As under way", null] : ["Switch on again", null];
  }

  function onRow({ treatment, risk }) {
    const { made } = shared;
    const { id } = treatment;
    const isSet = id in settings;
    const row = made("li", { "data-on": id, class: isSet ? "is-changed" : "is-baseline" });
    const [words, share] = action(treatment);
    const button = made("button", { type: "button", class: "button" }, words);
    button.setAttribute("aria-label", words + ": " + treatment.title);
    button.addEventListener("click", function () { set(id, share); });
    const said = made("div", {});
    said.append(made("b", {}, treatment.title), made("small", {}, takes(treatment, risk)));
    if (shared.standingShare(treatment)) {
      said.append(made("small", {}, shared.underWayWords(treatment)));
    }
    said.append(made("small", { class: "mute treatment-moves" },
      isSet ? moves(id, treatment) : "part of the baseline"));
    row.append(said, button);
    return row;
  }

  function takes(treatment, risk) {
    const share = taken(treatment);
    if (!share) return "assumed away";
    const how = treatment.effect === share ? "as stated" : "your assumption";
    const start = shared.standingShare(treatment) ? "" : "; " + shared.treatmentStart(treatment);
    return "takes " + shared.sharePercent(share) + " of " + risk.id +
      "\u2019s monthly rate (" + how + ")" + start;
  }

  function perMillion(outcome, part, treatment) {
    const cost = treatment.cost_usd_m;
    if (cost === null) return "cost unknown";
    if (!cost) return "at no cost";
    const { changeWords, unitOf } = shared.longTables;
    return changeWords(outcome, (unitOf(outcome).scale * part.amount) / cost) + " per USD million";
  }

  /* What it moves: its own part of the split, or its place among the others'. */
  function moves(id, treatment) {
    if (!split || !shared.share.sameSettings(split.settings, settings)) {
      return "what it moves: see Why? once it is computed";
    }
    const { result } = split;
    const part = result.parts.find(function (each) { return each.ids.includes(id); });
    if (!part) return "moves nothing that is asked about";
    const { changeWords } = shared.longTables;
    const change = changeWords(result.outcome, part.shown);
    if (part.ids.length > 1) return "with " + (part.ids.length - 1) + " others: " + change;
    return change + " since baseline; " + perMillion(result.outcome, part, treatment);
  }

  /* For the other cards, which know treatments by their ids alone. */
  shared.treatmentWords = function (id, share) {
    const found = card() && card().known.get(id);
    const title = found ? found.treatment.title : id;
    if (!share) return title + " (under way, assumed away)";
    const whose = found ? found.risk.id + "\u2019s monthly rate" : "its risk\u2019s monthly rate";
    return title + " (takes " + shared.sharePercent(share) + " of " + whose + ")";
  };

  function repaint() {
    const shown = card();
    if (shown) shown.paint();
  }

  document.addEventListener("araxes:settings", function (event) {
    settings = event.detail.settings;
    if (!event.detail.isMoving) repaint();
  });
  document.addEventListener("araxes:long", function (event) {
    if (event.detail.kind !== "why") return;
    split = event.detail;
    const shown = card();
    if (shown) shown.paintOn();
  });
})();
