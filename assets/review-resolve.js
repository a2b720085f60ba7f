/* The form that answers a question of the forecast record: yes, no or void, with its
   day, source and reason. The dialog is the evidence page's; the log keeps every answer. */
(function () {
  "use strict";
  const OUTCOMES = [["", "choose"], ["yes", "Yes, it happened"], ["no", "No, it did not"], ["void", "Void: it cannot be decided"]];
  const VOID = "Void is for a question that turned out undecidable. It never counts.";
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const { make, text, area, choice, grouped } = shared.fields;

  /* By its own name, else the question of that risk which is open or waits longest. */
  function find(all, id) {
    const mine = all.questions.filter(function (each) { return each.id === id || each.risk_id === id; });
    return mine.find(function (each) { return each.id === id; }) ||
      mine.find(function (each) { return !each.is_answered; }) || mine[mine.length - 1] ||
      all.questions.find(function (each) { return !each.is_answered; }) || all.questions[0];
  }

  function named(question) {
    return [question.id, question.risk_id + " " + question.title + ", by " + question.closes];
  }

  function groups(questions) {
    const open = questions.filter(function (each) { return !each.is_answered; });
    const done = questions.filter(function (each) { return each.is_answered; });
    const found = {};
    if (open.length) found["Without an answer that counts"] = open.map(named);
    if (done.length) found["Answered already"] = done.map(named);
    return found;
  }

  function facts(question) {
    const shown = [
      make("dt", {}, "Decided by"), make("dd", {}, question.criteria),
      make("dt", {}, "Window"), make("dd", {}, question.opened + " to " + question.closes),
      make("dt", {}, "Stated last"), make("dd", {}, question.stated),
    ];
    if (question.answer) {
      shown.push(make("dt", {}, "Answered already"), make("dd", {}, question.answer +
        " Another answer takes its place; the log keeps both."));
    }
    return make("dl", { class: "facts" }, ...shown);
  }

  /* What the answer will mean, before it is saved. */
  function meaning(question, outcome, day, today) {
    if (outcome === "void") return VOID;
    if (outcome === "no" && today < question.closes_on) {
      return "Recorded now, this no counts on " + question.closes + ", the end of its window: " +
        "else what happens fast would be answered and what takes time would not.";
    }
    if (outcome === "yes" && !question.is_deadline && day > question.closes_on) {
      return "That day lies after the window, which ended on " + question.closes + ". Date a yes on " +
        "the day it happened; if that was after the window, the answer is no.";
    }
    if (day && day <= question.opened_on) {
      return "That day does not lie after the first of the window, " + question.opened + ", so it answers another question or none.";
    }
    if (outcome === "yes") return "Yes counts from its day. The risk then has happened in every number, until it is judged anew.";
    return outcome ? "No counts, as the window has ended." : "";
  }

  function resolve(all, about) {
    if (!all.questions || !all.questions.length) return nothing();
    let question = find(all, about.id);
    const pick = grouped("question", "Question", groups(all.questions), question.id);
    const rest = make("div", {});
    const outcome = choice("outcome", "What happened?", OUTCOMES, "");
    const day = text("resolved_on", "Decided on", all.today, "For yes the day it happened.", { type: "date" });
    const means = make("p", { class: "mute", role: "status" });
    function weigh() {
      means.textContent = meaning(question, outcome.querySelector("select").value, day.querySelector("input").value, all.today);
    }
    function show() {
      rest.replaceChildren(facts(question));
      weigh();
    }
    pick.querySelector("select").addEventListener("change", function (event) {
      question = find(all, event.target.value);
      show();
    });
    outcome.addEventListener("change", weigh);
    day.addEventListener("input", weigh);
    show();
    return {
      title: "What became of it?",
      verb: "Save the answer",
      fields: [
        pick, rest, outcome, day, means,
        text("source", "What shows it?", "", "Who published it, in a few words."),
        text("url", "Link to it (may stay empty)", "", "", { inputmode: "url" }),
        area("reason", "Why this answer?", "", "An answer must say why, by the test above."),
      ],
      version: function () { return question.version; },
      read: function (form) {
        const { elements } = form;
        return { kind: "resolution", fields: {
          risk_id: question.risk_id,
          outcome: elements.outcome.value || null,
          resolved_on: elements.resolved_on.value,
          source: elements.source.value.trim(),
          url: elements.url.value.trim() || null,
        } };
      },
    };
  }

  function nothing() {
    return {
      title: "Nothing is asked yet",
      verb: "Save the answer",
      fields: [make("p", {}, "A question opens with the first judgement of a risk.")],
      version: function () { return 0; },
      read: function () { return { kind: "resolution", fields: {} }; },
    };
  }

  Object.assign(shared.forms, { resolve });
})();
