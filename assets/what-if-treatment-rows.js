/* One treatment as a switch; where no source states its effect, with the choice of a
   share to assume. */
(function () {
  "use strict";
  const TYPED = "typed";
  const THIN_SPACE = "\u202f";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  /* What no source states is said once, and shortly: most of them state neither. */
  function stated(treatment) {
    const { cost_usd_m: cost, lead_time_months: months } = treatment;
    if (cost === null && months === null) return "cost and lead time not stated";
    return [
      cost === null ? "cost not stated" : "USD\u00a0" + shared.format.quantity(cost) + "m",
      months === null ? "lead time not stated" : "lead time " + monthsWords(months),
    ].join(" · ");
  }

  function monthsWords(months) {
    return shared.format.quantity(months) + (months === 1 ? " month" : " months");
  }

  /* From when it counts, told where it is switched on. */
  shared.treatmentStart = function (treatment) {
    const months = treatment.lead_time_months;
    return months === null ? "lead time not stated: counted from now"
      : "counted after its lead time of " + monthsWords(months);
  };

  /* What a treatment takes with nothing assumed: its share while it is under way. */
  shared.standingShare = function (treatment) {
    return treatment.under_way ? treatment.under_way.share : 0;
  };

  /* Since when it is under way, who decided that, and why it may not count. */
  function underWayWords(treatment) {
    const way = treatment.under_way;
    const { day } = shared.format;
    const by = way.decided_by + " (" + way.decision + ")";
    const decided = !way.decision ? "without a decision"
      : "decided " + (way.decided_on === way.since ? "that day" : day(way.decided_on)) + " by " + by;
    return "under way since " + day(way.since) + ", " + decided + countedWords(treatment);
  }

  function countedWords(treatment) {
    const { counts_from: start, judged_on: judged, since } = treatment.under_way;
    const { day } = shared.format;
    if (treatment.effect === null) return "; not counted, since no source states what it takes";
    if (judged) return "; the judgement of " + day(judged) + " knows it, so it is not counted again";
    return start === since ? "" : "; counted from " + day(start);
  }

  function percent(part) {
    return shared.format.quantity(Number((100 * part).toFixed(4))) + THIN_SPACE + "%";
  }

  function facts(treatment) {
    return [treatment.response, treatment.owner, stated(treatment)].join(" · ");
  }

  function options(shares) {
    const { made } = shared;
    return [
      made("option", { value: "" }, "choose a share…"),
      ...shares.map(function (each) {
        return made("option", { value: String(each.share) }, each.word + " " + percent(each.share));
      }),
      made("option", { value: TYPED }, "other…"),
    ];
  }

  /* What is heard: chosen(share) with a share, or with null while none is chosen. */
  class ShareChoice {
    constructor(treatment, shares, chosen) {
      const { made } = shared;
      Object.assign(this, { shares, chosen, share: undefined });
      this.list = made("select", { class: "button", "aria-label": "Assumed share: " + treatment.title });
      this.list.append(...options(shares));
      this.entry = made("input", {
        type: "number", min: "0", max: "100", step: "any", inputmode: "decimal",
        "aria-label": "Assumed share in per cent: " + treatment.title,
      });
      this.typed = made("span", { class: "treatment-typed" });
      this.typed.append(this.entry, THIN_SPACE + "%");
      this.said = made("small", { class: "treatment-said", "aria-live": "polite" });
      this.box = made("div", { class: "treatment-share" });
      this.box.append(this.list, this.typed, this.said);
      this.list.addEventListener("change", () => this.listed());
      this.entry.addEventListener("change", () => this.entered());
      /* A wheel over a number must scroll the page and not the number. */
      this.entry.addEventListener("wheel", () => this.entry.blur(), { passive: true });
    }

    listed() {
      const { value } = this.list;
      this.typed.hidden = value !== TYPED;
      if (value === TYPED) this.entry.focus();
      else this.chosen(value === "" ? null : Number(value));
    }

    entered() {
      const share = Number((this.entry.valueAsNumber / 100).toFixed(6));
      if (share > 0 && share <= 1) this.chosen(share);
      else shared.setText(this.said, "A share is more than 0 and at most 100 per cent.");
    }

    paint(isOn, share) {
      this.box.hidden = !isOn;
      const isOurs = this.shares.some(function (each) { return each.share === share; });
      const isTyping = this.list.value === TYPED && (share === undefined || !isOurs);
      if (share === undefined && !(isTyping && isOn)) this.list.value = "";
      else if (share !== undefined) this.list.value = isOurs ? String(share) : TYPED;
      this.typed.hidden = this.list.value !== TYPED;
      if (share === undefined && !isOn) this.entry.value = "";
      if (share !== undefined) this.entry.value = String(Number((100 * share).toFixed(4)));
      shared.setText(this.said, share === undefined
        ? "nothing is counted until you choose" : "your assumption");
    }
  }

  /* A switch that waits for its share is ticked, and nothing is assumed yet. */
  class Row {
    constructor(treatment, risk, shares, set) {
      const { made } = shared;
      Object.assign(this, { treatment, set, isPending: false, isStated: treatment.effect !== null });
      this.standing = shared.standingShare(treatment);
      this.element = made("li", { class: "treatment", "data-treatment": treatment.id });
      this.box = made("input", { type: "checkbox" });
      const label = made("label", {});
      label.append(this.box, made("span", {}, treatment.title));
      this.element.append(label, made("small", { class: "mute" }, facts(treatment)));
      this.choice = this.isStated ? null : new ShareChoice(treatment, shares, (share) => {
        this.isPending = share === null;
        this.set(treatment.id, share);
      });
      if (treatment.under_way) {
        this.element.append(made("small", { class: "under-way" }, underWayWords(treatment)));
      }
      this.takes = made("small", { class: "mute" });
      this.element.append(this.isStated ? this.takes : this.choice.box);
      this.box.addEventListener("change", () => this.switched());
      this.words = [treatment.id, treatment.title, treatment.owner, treatment.response, risk.id,
        risk.title].join(" ").toLowerCase();
    }

    switched() {
      const isOn = this.box.checked;
      this.isPending = isOn && !this.isStated;
      if (this.isPending) this.paint(undefined);
      else if (this.standing) this.set(this.treatment.id, isOn ? null : 0);
      else this.set(this.treatment.id, isOn ? this.treatment.effect : null);
      if (this.isPending) this.choice.list.focus();
    }

    /* A share of undefined is that of the baseline: none, unless it is under way. */
    paint(share) {
      if (share !== undefined) this.isPending = false;
      const taken = (share === undefined ? this.standing : share) || undefined;
      const isOn = taken !== undefined || this.isPending;
      this.box.checked = isOn;
      this.element.classList.toggle("is-on", taken !== undefined);
      if (this.choice) this.choice.paint(isOn, taken);
      else shared.setText(this.takes, this.takesWords(taken));
    }

    takesWords(taken) {
      const { effect } = this.treatment;
      if (taken === undefined && this.standing) return "assumed away: nothing of it is counted";
      const isOther = taken !== undefined && taken !== effect;
      return "takes " + percent(isOther ? taken : effect) + " of the monthly rate, " +
        (isOther ? "your assumption" : "as stated");
    }
  }

  shared.createTreatmentRow = function (treatment, risk, shares, set) {
    return new Row(treatment, risk, shares, set);
  };
  shared.sharePercent = percent;
  shared.underWayWords = underWayWords;
})();
