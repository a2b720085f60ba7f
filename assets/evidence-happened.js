/* What one can say on the evidence page of events: that something happened, or that an
   event of the list was wrong or no event at all. */
(function () {
  "use strict";
  const DIRECTIONS = [
    ["raises", "It raises the pressure"], ["lowers", "It lowers the pressure"],
    ["neutral", "It leaves the pressure as it was"],
  ];
  const SEVERITIES = [["1", "1 noted"], ["2", "2"], ["3", "3"], ["4", "4"], ["5", "5 changes the picture"]];
  const NONE = ["", "choose"];
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const { make, text, area, choice, grades } = shared.fields;

  function fieldsOf(all, said) {
    return [
      text("happened_on", "Happened on", said.happened_on || all.today, "", { type: "date" }),
      text("title", "What happened", said.title, "In a line of at most 200 characters.", { maxlength: "200" }),
      choice("register_id", "Register", [NONE, ...all.registers], said.register_id),
      choice("direction", "What does it do to that register’s pressure?", [NONE, ...DIRECTIONS], said.direction),
      choice("severity", "How severe is it?", [NONE, ...SEVERITIES], said.severity && String(said.severity)),
      text("source", "Source", said.source),
      text("url", "Link to it", said.url, "", { inputmode: "url" }),
      ...grades(said),
      area("note", "Note", said.note),
    ];
  }

  function read(form, others) {
    const fields = { ...others };
    ["happened_on", "title", "register_id", "direction", "severity", "source", "url",
      "reliability", "credibility", "note"].forEach(function (name) {
      const typed = form.elements[name].value.trim();
      if (typed) fields[name] = name === "severity" ? Number(typed) : typed; // one left out is said to be missing
    });
    return { kind: "event", fields: fields };
  }

  function event(all, about) {
    return {
      title: "Add an event",
      verb: "Save the event",
      fields: fieldsOf(all, { register_id: about.id }),
      version: function () { return 0; },
      read: function (form) { return read(form, {}); },
    };
  }

  function correctEvent(all, row) {
    const { said, version } = row.correct;
    const none = make("input", { type: "checkbox", name: "withdraw" });
    const fields = make("div", {}, ...fieldsOf(all, said));
    none.addEventListener("change", function () { fields.hidden = none.checked; });
    return {
      title: "Correct event " + said.id + ", " + row.happened_on_shown,
      verb: "Save the correction",
      isCorrection: true,
      fields: [
        make("p", {}, make("label", {}, none, " There should be no such event at all")),
        fields,
        area("reason", "Why was it wrong?", "", "A correction must say why."),
      ],
      version: function () { return version; },
      read: function (form) {
        if (none.checked) return { kind: "event", fields: { ...said, change: "removed" } };
        return read(form, { id: said.id, change: "corrected" });
      },
    };
  }

  Object.assign(shared.forms, { event, correctEvent });
})();
