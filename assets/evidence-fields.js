/* The fields of the evidence page's forms, and what they say as an entry's payload.
   Everything is made as elements and text; nothing is read as HTML. */
(function () {
  "use strict";
  const RELIABILITY = [
    ["A", "A completely reliable"], ["B", "B usually reliable"], ["C", "C fairly reliable"],
    ["D", "D not usually reliable"], ["E", "E unreliable"], ["F", "F cannot be judged"],
  ];
  const CREDIBILITY = [
    ["1", "1 confirmed by other sources"], ["2", "2 probably true"], ["3", "3 possibly true"],
    ["4", "4 doubtful"], ["5", "5 improbable"], ["6", "6 cannot be judged"],
  ];
  const MOST_EVENTS = 60;
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  let count = 0;

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /* A field under its label, with a line of help that a screen reader also says. */
  function field(name, label, input, help) {
    count += 1;
    input.id = "evidence-field-" + count;
    input.name = name;
    const shown = [make("label", { for: input.id }, label), input];
    if (help) {
      const note = make("small", { id: input.id + "-help", class: "mute" }, help);
      input.setAttribute("aria-describedby", note.id);
      shown.push(note);
    }
    return make("p", { class: "evidence-field" }, ...shown);
  }

  function text(name, label, value, help, attributes) {
    const input = make("input", { type: "text", autocomplete: "off", ...attributes });
    input.value = value === null || value === undefined ? "" : value;
    return field(name, label, input, help);
  }

  function area(name, label, value, help) {
    const input = make("textarea", { rows: 3 });
    input.value = value || "";
    return field(name, label, input, help);
  }

  function choice(name, label, options, value, help) {
    const input = make("select", {}, ...options.map(function ([key, shown]) {
      return make("option", { value: key }, shown);
    }));
    input.value = value || "";
    return field(name, label, input, help);
  }

  function grouped(name, label, groups, value) {
    const input = make("select", {}, ...Object.entries(groups).map(function ([title, options]) {
      return make("optgroup", { label: title }, ...options.map(function ([key, shown]) {
        return make("option", { value: key }, shown);
      }));
    }));
    if (value) input.value = value;
    return field(name, label, input);
  }

  function grades(said) {
    const none = ["", "choose"];
    return [
      choice("reliability", "How reliable is the source?", [none, ...RELIABILITY], said.reliability),
      choice("credibility", "How credible is the report?", [none, ...CREDIBILITY], said.credibility),
    ];
  }

  /* Ticks for events, newest first; what is ticked stays in sight whatever is sought. */
  function events(every, chosen) {
    const picked = new Set(chosen || []);
    const list = make("ul", { class: "event-ticks" });
    const search = make("input", { type: "search", autocomplete: "off", "aria-label": "Search the events" });
    function fill() {
      const wanted = search.value.toLowerCase();
      const shown = every.filter(function ([id, day, title]) {
        return picked.has(id) || (id + " " + day + " " + title).toLowerCase().includes(wanted);
      });
      shown.sort(function (one, two) { return picked.has(two[0]) - picked.has(one[0]); });
      list.replaceChildren(...shown.slice(0, MOST_EVENTS).map(tick));
    }
    function tick([id, day, title]) {
      const box = make("input", { type: "checkbox", name: "event_ids", value: id });
      box.checked = picked.has(id);
      box.addEventListener("change", function () {
        if (box.checked) picked.add(id);
        else picked.delete(id);
      });
      return make("li", {}, make("label", {}, box, " " + id + " " + day + " " + title));
    }
    search.addEventListener("input", fill);
    fill();
    return make("fieldset", { class: "evidence-events" },
      make("legend", {}, "Events it rests on"), search, list);
  }

  /* A number as JSON has it; anything else goes as typed, for the server to refuse. */
  function number(typed) {
    const plain = typed.trim().replace("\u2212", "-");
    return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : plain || null;
  }

  function share(typed) {
    const found = number(typed.replace("%", ""));
    return typeof found === "number" ? Math.round(found * 1e6) / 1e8 : found;
  }

  shared.fields = { make, text, area, choice, grouped, grades, events, number, share };
})();
