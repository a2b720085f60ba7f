/* What one can say in a weekly review: a decision, an action, a paragraph, a limit, a
   line, and that the week is opened or closed. The dialog is the evidence page's. */
(function () {
  "use strict";
  const DAYS_AHEAD = 7;
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const review = (window.araxesReview = window.araxesReview || {});
  const { make, text, area, choice, number } = shared.fields;

  /* A new name that nobody else has just chosen too. */
  function fresh(letter, all) {
    const bytes = window.crypto.getRandomValues(new Uint8Array(4));
    const code = [...bytes].map(function (each) { return each.toString(16).padStart(2, "0"); }).join("");
    return letter + "-" + all.week + "-" + code;
  }

  function find(list, id) {
    return list.find(function (each) { return each.id === id || each.risk_id === id; });
  }

  function later(day) {
    const found = new Date(day + "T00:00:00Z");
    found.setUTCDate(found.getUTCDate() + DAYS_AHEAD);
    return found.toISOString().slice(0, 10);
  }

  function options(list, none) {
    return [["", none], ...list.map(function ([id, title]) { return [id, id + " " + title]; })];
  }

  function money(value) {
    return text("cost_usd_m", "Cost in million USD", value, "Empty if it is not known.", { inputmode: "decimal" });
  }

  function day(name, label, value, help) {
    return text(name, label, value, help, { type: "date" });
  }

  /* What was typed, trimmed; nothing typed is none. */
  function typed(form, ...names) {
    return Object.fromEntries(names.map(function (name) {
      return [name, form.elements[name].value.trim() || null];
    }));
  }

  function chosen(form, name) {
    return form.elements[name].value ? [form.elements[name].value] : [];
  }

  function act(all, about) {
    const was = find(all.actions, about.id) || {};
    const id = was.id || fresh("A", all);
    const risks = was.risk_ids || [];
    const states = [["open", "Open"], ["done", "Done"], ["dropped", "Dropped"]];
    return {
      title: was.id ? "Update: " + was.title : "Write down an action",
      verb: "Save the action",
      fields: [
        text("title", "What is to be done?", was.title, "", { maxlength: 200 }),
        text("owner", "Who does it?", was.owner),
        day("due_on", "Due", was.due_on || later(all.today)),
        choice("status", "State", states, was.status || "open"),
        day("done_on", "Done on", was.done_on, "For what is done, and only for that."),
        choice("treatment_id", "Treatment it carries out", options(all.treatments, "none"), was.treatment_id),
        choice("risk", "Risk it is about", options(all.risks, "none"), risks[0]),
        money(was.cost_usd_m),
        area("reason", "Why? (may stay empty)", ""),
      ],
      version: function () { return was.version || 0; },
      read: function (form) {
        return { kind: "action", fields: {
          id: id,
          ...typed(form, "title", "owner", "due_on", "status", "done_on", "treatment_id"),
          risk_ids: [...chosen(form, "risk"), ...risks.slice(1)],
          cost_usd_m: number(form.elements.cost_usd_m.value),
        } };
      },
    };
  }

  function share(value) {
    const found = number(value.replace("%", ""));
    return typeof found === "number" ? Math.round(found * 1e6) / 1e8 : found;
  }

  function ended(was) {
    return choice("removed", "Does it stand?", [["", "It stands"], ["yes", "Take it off the list"]], was.removed ? "yes" : "");
  }

  function appetite(all, about) {
    const first = about.id || all.risks[0][0];
    const pick = choice("risk_id", "Risk", options(all.risks, "choose").slice(1), first);
    const rest = make("div", {});
    let was = {};
    function fill(id) {
      was = find(all.appetites, id) || {};
      const most = typeof was.most_chance === "number" ? Math.round(was.most_chance * 1e4) / 100 : "";
      rest.replaceChildren(
        text("most_chance", "Largest chance accepted, %", most, "Empty sets no limit.", { inputmode: "decimal" }),
        text("most_delay_months", "Longest likely delay accepted, months", was.most_delay_months, "Empty sets no limit.", { inputmode: "decimal" }),
        text("owner", "Who answers for it?", was.owner),
        day("decided_on", "Decided on", all.today),
        day("until", "Holds until", was.until, "The team then decides anew."),
        ended(was),
        area("reason", "Why?", "", "An appetite must say why."),
      );
    }
    pick.querySelector("select").addEventListener("change", function (event) { fill(event.target.value); });
    fill(first);
    return {
      title: "What do we accept of a risk?",
      verb: "Save the appetite",
      fields: [pick, rest],
      version: function () { return was.version || 0; },
      read: function (form) {
        return { kind: "appetite", fields: {
          ...typed(form, "risk_id", "owner", "decided_on", "until"),
          most_chance: share(form.elements.most_chance.value),
          most_delay_months: number(form.elements.most_delay_months.value),
          removed: form.elements.removed.value === "yes",
        } };
      },
    };
  }

  function position(all) {
    const stand = all.positions.map(function (each) { return [each.id, each.then.slice(0, 80)]; });
    const pick = choice("position", "Position", [["", "a new one"], ...stand], "");
    const rest = make("div", {});
    const made = fresh("P", all);
    const chances = all.risks.map(function ([id, title]) { return [id, id + " " + title + ", chance 0 to 1"]; });
    let was = {};
    function fill(id) {
      was = find(all.positions, id) || {};
      const known = [...all.outcomes, ...chances];
      if (was.outcome && !known.some(function (each) { return each[0] === was.outcome; })) known.push([was.outcome, was.outcome]);
      rest.replaceChildren(
        choice("outcome", "Where this number", known, was.outcome || known[0][0]),
        choice("side", "is", [["above", "above"], ["below", "below"]], was.side || "above"),
        text("line", "this line", was.line, "", { inputmode: "decimal" }),
        area("then", "what do we do?", was.then),
        text("owner", "Who does it?", was.owner),
        ended(was),
        area("reason", "Why this line?", "", "A position must say why."),
      );
    }
    pick.querySelector("select").addEventListener("change", function (event) { fill(event.target.value); });
    fill("");
    return {
      title: "What do we do at a line?",
      verb: "Save the position",
      fields: [pick, rest],
      version: function () { return was.version || 0; },
      read: function (form) {
        return { kind: "position", fields: {
          id: was.id || made,
          ...typed(form, "outcome", "side", "then", "owner"),
          line: number(form.elements.line.value),
          removed: form.elements.removed.value === "yes",
        } };
      },
    };
  }

  function ofMeeting(kind, title, verb, name, label, help) {
    return function (all) {
      return {
        title: title + " " + all.week,
        verb: verb,
        fields: [area(name, label, "", help)],
        version: function () { return all.version; },
        read: function (form) {
          return { kind: kind, fields: { week: all.week, [name]: form.elements[name].value.trim() } };
        },
      };
    };
  }

  Object.assign(review, { fresh, find, options, money, day, typed, chosen });
  Object.assign(shared.forms, {
    decide: function (all, about) { return review.decide(all, about); }, act, appetite, position,
    open: ofMeeting("opening", "Open the review of", "Open the week", "present", "Who is present?", "One name a line; may stay empty."),
    minute: ofMeeting("minute", "Add to the minutes of", "Add the paragraph", "paragraph", "Paragraph", ""),
    close: ofMeeting("closing", "Close the week for good?", "Close the week for good", "paragraph",
      "A last paragraph for the minutes", "What the week saw is frozen, and its agenda and minutes never change again. May stay empty."),
  });
})();
