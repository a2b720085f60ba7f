/* What one can say on the evidence page of readings and risks: a new reading, a
   correction, a confirmation, a judgement. Each is a title, fields, and how they read as
   an entry. */
(function () {
  "use strict";
  const ONLY_IF_LOOKED = "Only after looking: the source itself must speak of today. A page " +
    "that still shows an old figure confirms nothing. Value and grade stay as they are.";
  const JUDGED_AGAIN = "This is a judgement of today by you: the same value, on the same " +
    "events. It does not pass for something measured.";
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const { make, text, area, grouped, grades, events, number, share } = shared.fields;

  function byRegister(indicators) {
    const groups = {};
    indicators.forEach(function (each) {
      (groups[each.register] = groups[each.register] || []).push([each.id, each.title]);
    });
    return groups;
  }

  function find(list, id) {
    return list.find(function (each) { return each.id === id; }) || list[0];
  }

  /* The fields of a reading; which ones depends on how the indicator is read. */
  function readingFields(all, indicator, said) {
    const bands = indicator.bands.map(function (each, at) { return at + " " + each; }).join(", ");
    const own = indicator.judged
      ? [events(all.events, said.event_ids)]
      : [text("url", "Link to it", said.url, "", { inputmode: "url" }), ...grades(said)];
    return [
      make("p", { class: "mute" }, "Now: " + indicator.now),
      text("observed_on", "Observed on", said.observed_on || all.today, "", { type: "date" }),
      text("value", "Reading, in " + indicator.unit, said.value, bands, { inputmode: "decimal" }),
      text("source", indicator.judged ? "Basis" : "Source",
        said.source || (indicator.judged ? "desk judgement" : "")),
      ...own,
      area("note", "Note", said.note),
    ];
  }

  function reading(form, indicator) {
    const { observed_on, value, source, url, reliability, credibility, note } = form.elements;
    const fields = {
      indicator_id: indicator.id,
      observed_on: observed_on.value,
      value: number(value.value),
      source: source.value.trim(),
      note: note.value.trim(),
    };
    if (indicator.judged) {
      const ticked = form.querySelectorAll("[name=event_ids]:checked");
      fields.event_ids = [...ticked].map(function (each) { return each.value; });
    } else {
      fields.url = url.value.trim() || null;
      fields.reliability = reliability.value || null;
      fields.credibility = credibility.value || null;
    }
    return fields;
  }

  function add(all, about) {
    let indicator = find(all.indicators, about.id);
    const pick = grouped("indicator_id", "Indicator", byRegister(all.indicators), indicator.id);
    const rest = make("div", {}, ...readingFields(all, indicator, {}));
    pick.querySelector("select").addEventListener("change", function (event) {
      indicator = find(all.indicators, event.target.value);
      rest.replaceChildren(...readingFields(all, indicator, {}));
    });
    return {
      title: "Add a reading",
      verb: "Save the reading",
      fields: [pick, rest],
      version: function () { return indicator.version; },
      read: function (form) { return { kind: "reading", fields: reading(form, indicator) }; },
    };
  }

  function correct(all, row) {
    const { named, said } = row.correct;
    const indicator = find(all.indicators, said.indicator_id);
    const none = make("input", { type: "checkbox", name: "withdraw" });
    const fields = make("div", {}, ...readingFields(all, indicator, said));
    none.addEventListener("change", function () { fields.hidden = none.checked; });
    return {
      title: "Correct " + indicator.title + " of " + row.observed_on_shown,
      verb: "Save the correction",
      isCorrection: true,
      fields: [
        make("p", {}, make("label", {}, none, " There should be no such reading at all")),
        fields,
        area("reason", "Why was it wrong?", "", "A correction must say why."),
      ],
      version: function () { return indicator.version; },
      read: function (form) {
        const anew = none.checked ? null : reading(form, indicator);
        return { kind: "correction", fields: { indicator_id: indicator.id, ...named, reading: anew } };
      },
    };
  }

  function confirm(all, about) {
    const indicator = find(all.indicators, about.id);
    const own = indicator.judged ? [] : [
      text("source", "What did you look at?", ""),
      text("url", "Link to it", "", "", { inputmode: "url" }),
    ];
    return {
      title: "Confirm as unchanged: " + indicator.title,
      verb: "Confirm",
      fields: [
        make("p", {}, indicator.now),
        make("p", { class: "mute" }, indicator.judged ? JUDGED_AGAIN : ONLY_IF_LOOKED),
        ...own,
        area("reason", "Why is it unchanged? (may stay empty)", ""),
      ],
      version: function () { return indicator.version; },
      read: function (form) {
        const looked = indicator.judged ? {} : {
          source: form.elements.source.value.trim(),
          url: form.elements.url.value.trim(),
        };
        return { kind: "confirmation", fields: { indicator_id: indicator.id, ...looked } };
      },
    };
  }

  function judgeFields(all, risk) {
    const [low, likely, high] = risk.chances.map(function (each) { return Math.round(each * 100) / 100; });
    return [
      make("dl", { class: "facts" },
        make("dt", {}, "Counts now"), make("dd", {}, risk.now),
        make("dt", {}, "Base rate"), make("dd", {}, risk.base),
        make("dt", {}, "Why we differ"), make("dd", {}, risk.why_differ)),
      make("div", { class: "three" },
        text("low", "Low, %", low, "", { inputmode: "decimal" }),
        text("likely", "Likely, %", likely, "", { inputmode: "decimal" }),
        text("high", "High, %", high, "", { inputmode: "decimal" })),
      make("p", { class: "mute" }, "The chance that it happens " + risk.span + "."),
      text("judged_on", "Judged on", all.today, "", { type: "date" }),
      area("reason", "Why this chance?", "", "A judgement must say why."),
      area("why_differ", "Why does it differ from the base rate? (empty keeps the text above)", ""),
    ];
  }

  function judge(all, about) {
    let risk = find(all.risks, about.id);
    const names = all.risks.map(function (each) { return [each.id, each.id + " " + each.title]; });
    const pick = grouped("risk_id", "Risk", { "Every risk": names }, risk.id);
    const rest = make("div", {}, ...judgeFields(all, risk));
    pick.querySelector("select").addEventListener("change", function (event) {
      risk = find(all.risks, event.target.value);
      rest.replaceChildren(...judgeFields(all, risk));
    });
    return {
      title: "Judge a risk",
      verb: "Save the judgement",
      fields: [pick, rest],
      version: function () { return risk.version; },
      read: function (form) {
        const { low, likely, high, judged_on, why_differ } = form.elements;
        return { kind: "judgement", fields: {
          risk_id: risk.id,
          low: share(low.value),
          likely: share(likely.value),
          high: share(high.value),
          judged_on: judged_on.value,
          why_differ: why_differ.value.trim(),
        } };
      },
    };
  }

  shared.forms = { add, correct, confirm, judge };
})();
