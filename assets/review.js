/* The agenda of a week: laid out from the words the server made, first what is known at
   once, then, when the long work is done, all of it. Everything is text, never HTML. */
(function () {
  "use strict";
  const FIRST_ROWS = 8;
  const TYPED = "input, textarea, select, [contenteditable]";
  const KEYS = { d: "decide", a: "act", m: "minute" };
  const ANEW = "being worked out anew";
  const WAITING = "Waiting for its turn …";
  const parts = (window.araxesReview = window.araxesReview || {});
  let drawn = null; // the element the agenda was last laid out in
  let job = null;
  let last = { week: "", tiles: [] }; // the headline as it was last known

  function make(...said) { return window.araxesEvidence.fields.make(...said); }

  function cellOf(said) {
    if (typeof said === "string") return said;
    if (said.act) {
      const button = make("button", {
        type: "button", class: "button review-act", "data-review-do": said.act, "data-about": said.about,
      }, said.label);
      button.disabled = Boolean(drawn.dataset.closed);
      return button;
    }
    if (said.behind) return behind(said);
    if (said.list) return listed(said.list);
    return said.href ? make("a", { href: said.href }, said.text) : said.text;
  }

  function listed(lines) {
    if (lines.length < 2) return lines.length ? cellOf(lines[0]) : "";
    return make("ul", { class: "review-phrases" }, ...lines.map(function (each) { return make("li", {}, cellOf(each)); }));
  }

  function behind(said) {
    if (!said.behind.length) return "nothing";
    const lines = said.behind.map(function (each) { return make("li", {}, cellOf(each)); });
    return make("details", {}, make("summary", {}, said.label), make("ul", {}, ...lines));
  }

  function rowOf(table, cells) {
    return make("tr", { role: "row" }, ...cells.map(function (said, at) {
      const isNumber = (table.numbers || []).includes(at);
      const about = at ? { role: "cell", "data-label": table.heads[at] } : { role: "rowheader", scope: "row" };
      return make(at ? "td" : "th", { ...about, class: isNumber && "number" }, cellOf(said));
    }));
  }

  function tableOf(table, rows, caption) {
    const heads = table.heads.map(function (label, at) {
      const isNumber = (table.numbers || []).includes(at);
      return make("th", { scope: "col", role: "columnheader", class: isNumber && "number" }, label);
    });
    return make("div", { class: "stacks is-small" }, make("table", { class: "stacked", role: "table" },
      make("caption", { class: "visually-hidden" }, caption),
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)),
      make("tbody", { role: "rowgroup" }, ...rows.map(function (each) { return rowOf(table, each); }))));
  }

  function tablesOf(section) {
    return section.tables.flatMap(function (table) {
      const caption = table.title || section.title;
      const first = table.rows.slice(0, FIRST_ROWS), others = table.rows.slice(FIRST_ROWS);
      const shown = table.title ? [make("h3", {}, table.title)] : [];
      if (table.note) shown.push(make("p", { class: "mute" }, table.note));
      if (first.length) shown.push(tableOf(table, first, caption));
      if (others.length) {
        shown.push(make("details", {}, make("summary", {}, "Show the other " + others.length),
          tableOf(table, others, caption + ", the others")));
      }
      return shown;
    });
  }

  function sectionOf(section) {
    const shown = [make("h2", { id: "agenda-" + section.id }, section.title)];
    if (section.how) shown.push(make("p", { class: "how" }, section.how));
    if (section.awaited) shown.push(make("p", { class: "awaited mute" }, "Being worked out …"));
    else if (section.empty) shown.push(make("p", { class: "mute" }, section.empty));
    return make("section", { class: "card review-item", "data-item": section.id, tabindex: "-1",
      "aria-labelledby": "agenda-" + section.id }, ...shown, ...tablesOf(section));
  }

  function countOf(section) {
    if (section.awaited) return "…";
    if (section.id === "headline") return "";
    return section.count ? String(section.count) : "none";
  }

  function listOf(sections) {
    const items = sections.map(function (each) {
      const link = make("a", { href: "#agenda-" + each.id, "data-to": each.id },
        make("span", {}, each.short), make("span", { class: "mute" }, countOf(each)));
      const isEmpty = countOf(each) === "none";
      const tick = make("input", { type: "checkbox", "data-done": each.id, "aria-label": "Done: " + each.short });
      return make("li", { class: "review-listed" }, isEmpty ? make("span", {}) : tick, link);
    });
    return make("nav", { class: "card review-list", "aria-label": "Agenda" },
      make("h2", {}, "Agenda"), make("p", { class: "review-progress mute", role: "status" }), make("ol", {}, ...items));
  }

  /* Until new numbers are there, the last ones of that week stand, and say so. */
  function tilesOf(sections) {
    const tiles = sections.flatMap(function (each) { return each.tiles || []; });
    const week = drawn.dataset.week;
    if (tiles.length) last = { week: week, tiles: tiles };
    else if (last.week === week) return last.tiles.map(function ([label, value]) { return [label, value, ANEW]; });
    return tiles;
  }

  /* The first numbers, which stay in sight while another item is presented. */
  function stripOf(sections) {
    const tiles = tilesOf(sections);
    return make("div", { class: "review-strip", role: "group", "aria-label": "Headline" },
      ...tiles.map(function ([label, value, change]) {
        return make("p", {}, make("span", {}, label), make("b", {}, value), make("small", {}, change));
      }));
  }

  /* Folds that were opened, and where the keyboard was, survive the long work's answer. */
  function layOut(sections) {
    const to = document.activeElement && drawn.contains(document.activeElement) && document.activeElement.dataset.to;
    const told = drawn.querySelector(".review-job") || jobLine();
    drawn.replaceChildren(listOf(sections), make("div", { class: "review-items" }, told, stripOf(sections), ...sections.map(sectionOf)));
    if (parts.layDone) parts.layDone();
    if (to) drawn.querySelector('[data-to="' + to + '"]').focus({ preventScroll: true });
    if (parts.again) parts.again();
  }

  function jobLine() {
    const stop = make("button", { type: "button", class: "button" }, "Cancel");
    const bar = make("progress", { max: 100, value: 0, "aria-label": "Why the headline moved, and stale evidence" });
    stop.addEventListener("click", function () {
      if (job && job.isActive) {
        job.cancel();
        ended("Cancelled: why the headline moved and the stale evidence are left out.");
      } else ask();
    });
    return make("div", { class: "review-job card" }, make("span", { role: "status" }), bar, stop);
  }

  function tell(said, share) {
    const line = drawn.querySelector(".review-job");
    line.hidden = false;
    line.querySelector("span").textContent = said;
    line.querySelector("progress").hidden = share === null;
    line.querySelector("progress").value = share || 0;
    line.querySelector("button").textContent = share === null ? "Try again" : "Cancel";
  }

  function ended(said) {
    tell(said, null);
    drawn.querySelectorAll(".awaited").forEach(function (each) { each.textContent = "Not worked out."; });
  }

  function ask() {
    const place = drawn;
    function isHere() { return place === drawn && place.isConnected; }
    const said = "Working out why the headline moved, and what stale evidence could move …";
    job = window.araxesWhatIf.createLongJob("agenda", {
      started: function () { if (isHere()) tell(said, 0); },
      progress: function (done, total, state) {
        if (isHere()) tell(state === "waiting" ? WAITING : said, total ? (100 * done) / total : 0);
      },
      done: function (result) {
        if (!isHere()) return;
        layOut(result.sections);
        drawn.querySelector(".review-job").hidden = true;
      },
      ended: function (sentence) { if (isHere()) ended(sentence); },
    });
    job.start({ week: place.dataset.week });
  }

  function meet() {
    const place = document.getElementById("review");
    if (place === drawn) return;
    if (job && job.isActive) job.cancel();
    drawn = place;
    if (!place) {
      if (parts.leave) parts.leave();
      return;
    }
    layOut(JSON.parse(place.dataset.sections));
    ask();
  }

  function say(act, about) {
    const place = document.getElementById("review");
    const isOfWeek = act === "open" || act === "minute" || act === "close";
    if (place) window.araxesEvidence.open(act, { id: isOfWeek ? place.dataset.week : about || "" });
  }

  new MutationObserver(meet).observe(document.documentElement, { subtree: true, childList: true });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-review-do]");
    if (button && !button.disabled) say(button.dataset.reviewDo, button.dataset.about);
    const link = event.target.closest("a[data-to]");
    if (!link) return;
    event.preventDefault();
    const item = document.querySelector('[data-item="' + link.dataset.to + '"]');
    item.scrollIntoView();
    item.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", function (event) {
    const act = KEYS[event.key.toLowerCase()];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPED) || document.querySelector("dialog[open]")) return;
    const button = document.querySelector('.review-top button[data-review-do="' + act + '"]');
    if (!button || button.disabled) return;
    event.preventDefault();
    say(act);
  });
})();
