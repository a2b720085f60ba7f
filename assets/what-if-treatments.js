/* What could we do? Every treatment of the pack is a switch, folded by register. What
   is switched on is a setting like any other, and stands at the top of the card. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const cards = new WeakMap();
  let settings = {};
  let split = null; // the newest split of an outcome's change, and of which settings

  function set(id, share) { window.araxes.whatIf.set(id, share); }

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
        const on = ids.filter(function (each) { return each.id in settings; }).length;
        shared.setText(group.summary, group.register.title + ": " +
          shared.format.count(ids.length, "treatment") + (on ? ", " + on + " on" : ""));
        if (group.rows) {
          group.rows.forEach(function (row) { row.paint(settings[row.treatment.id]); });
        }
      });
      this.paintOn();
    }

    /* Switched on: what each moves, and what that costs. */
    paintOn() {
      const { made } = shared;
      const ids = Object.keys(settings).filter((id) => this.known.has(id));
      const hadFocus = this.on.contains(document.activeElement);
      this.on.hidden = !ids.length;
      const list = made("ul", {});
      list.append(...ids.map((id) => this.onRow(id)));
      this.on.replaceChildren(
        made("h3", {}, shared.format.count(ids.length, "treatment") + " on"), list
      );
      if (hadFocus) (this.on.querySelector("button") || this.search).focus();
    }

    onRow(id) {
      const { made } = shared;
      const { treatment, risk } = this.known.get(id);
      const row = made("li", { "data-on": id });
      const off = made("button", { type: "button", class: "button" }, "Switch off");
      off.setAttribute("aria-label", "Switch off " + treatment.title);
      off.addEventListener("click", function () { set(id, null); });
      const how = treatment.effect === settings[id] ? "as stated" : "your assumption";
      const said = made("div", {});
      said.append(
        made("b", {}, treatment.title),
        made("small", {}, "takes " + shared.sharePercent(settings[id]) + " of " + risk.id +
          "\u2019s monthly rate (" + how + "); " + shared.treatmentStart(treatment)),
        made("small", { class: "mute treatment-moves" }, moves(id, treatment))
      );
      row.append(said, off);
      return row;
    }
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
