/* The form of a decision. Ticking treatments asks the server what they would change
   together; only the newest answer is shown, and saving never waits for it. */
(function () {
  "use strict";
  const WAIT = 350; // milliseconds after the last tick
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const review = (window.araxesReview = window.araxesReview || {});
  const { make, text, area, choice, number } = shared.fields;

  /* Ticks for treatments; what is ticked stays in sight whatever is sought. */
  function ticks(every, chosen, changed) {
    const picked = new Set(chosen);
    const list = make("ul", { class: "event-ticks" });
    const search = make("input", { type: "search", autocomplete: "off", placeholder: "Search the treatments", "aria-label": "Search the treatments" });
    function fill() {
      const wanted = search.value.toLowerCase();
      const shown = every.filter(function ([id, title]) {
        return picked.has(id) || (id + " " + title).toLowerCase().includes(wanted);
      });
      shown.sort(function (one, two) { return picked.has(two[0]) - picked.has(one[0]); });
      list.replaceChildren(...shown.map(tick));
    }
    function tick([id, title]) {
      const box = make("input", { type: "checkbox", name: "treatment_ids", value: id });
      box.checked = picked.has(id);
      box.addEventListener("change", function () {
        if (box.checked) picked.add(id);
        else picked.delete(id);
        changed([...picked]);
      });
      return make("li", {}, make("label", {}, box, " " + id + " " + title));
    }
    search.addEventListener("input", fill);
    fill();
    const shown = make("fieldset", { class: "evidence-events" },
      make("legend", {}, "Treatments it starts"), search, list);
    return { shown: shown, picked: picked };
  }

  /* What they change, asked for once the ticking has paused. */
  function effectOf(all) {
    const told = make("div", { class: "review-effect", role: "status" });
    let timer = 0;
    let asked = "";
    function say(words) {
      const lines = words.map(function (each) { return make("li", {}, each); });
      told.replaceChildren(...(lines.length ? [make("ul", {}, ...lines)] : []));
    }
    const job = window.araxesWhatIf.createLongJob("effect", {
      started: function () { say(["Working out what they change together …"]); },
      progress: function () {},
      done: function (result) { say(result.words); },
      ended: function (sentence) { say([sentence]); },
    });
    function ask(ids) {
      const now = [...ids].sort().join(" ");
      if (now === asked) return;
      asked = now;
      clearTimeout(timer);
      if (job.isActive) job.cancel();
      if (!now) say([]);
      else timer = setTimeout(function () { job.start({ week: all.week, treatment_ids: ids }); }, WAIT);
    }
    return { told: told, ask: ask };
  }

  function decide(all, about) {
    const was = review.find(all.decisions, about.id) || {};
    const id = was.id || review.fresh("D", all);
    const risks = was.risk_ids || [];
    const effect = effectOf(all);
    const known = new Set(all.treatments.map(function ([each]) { return each; }));
    const named = (was.treatment_ids || []).filter(function (each) { return known.has(each); });
    const gone = (was.treatment_ids || []).filter(function (each) { return !known.has(each); });
    const treatments = ticks(all.treatments, named, effect.ask);
    effect.ask(named);
    return {
      title: was.id ? "Decide: " + was.title : "Decide",
      verb: "Save the decision",
      fields: [
        text("title", "Question", was.title, "", { maxlength: 200 }),
        choice("choice", "Decision", [["approve", "Approve"], ["defer", "Defer"], ["reject", "Reject"]], "approve"),
        text("decided_by", "Who decides?", was.decided_by),
        review.day("decided_on", "Decided on", all.today),
        review.day("due_on", "Due", was.due_on, "For what is put off: when it is taken up again."),
        treatments.shown,
        effect.told,
        choice("risk", "Risk it is about", review.options(all.risks, "none"), risks[0]),
        review.money(was.cost_usd_m),
        area("dissent", "Who disagreed, and why?", was.dissent),
        area("reason", "Why?", "", "A decision must say why."),
      ],
      version: function () { return was.version || 0; },
      read: function (form) {
        return { kind: "decision", fields: {
          id: id,
          ...review.typed(form, "title", "choice", "decided_by", "decided_on", "due_on"),
          dissent: form.elements.dissent.value.trim(),
          treatment_ids: [...treatments.picked].concat(gone),
          risk_ids: [...review.chosen(form, "risk"), ...risks.slice(1)],
          cost_usd_m: number(form.elements.cost_usd_m.value),
        } };
      },
    };
  }

  review.decide = decide;
})();
