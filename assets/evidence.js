/* The grids of readings and events: cells drawn as elements (never as HTML), the
   searches, the keys, paper. AG Grid finds the functions by name. */
(function () {
  "use strict";
  const GRIDS = ["readings-grid", "events-grid"];
  const NARROW = 640;
  const ON_PHONES = ["title", "value", "happened_on", "act"];
  /* What is left out below a width, in pixels. */
  const NEEDS = { recorded_at: 1120, author: 1100, register: 940, grade: 720, id: 800 };
  const HTTP = /^https?:\/\//;
  const apis = {}, met = {};
  const shared = (window.araxesEvidence = window.araxesEvidence || {});

  function make(tag, props, ...children) {
    return window.React.createElement(tag, props, ...children);
  }

  const cells = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  cells.EvidenceTitle = function (cell) {
    return make(cell.data.in_force ? "b" : "span", null, cell.value);
  };
  cells.EvidenceSource = function (cell) {
    const { source, url } = cell.data;
    if (!url || !HTTP.test(url)) return source;
    return make("a", { href: url, rel: "noreferrer", target: "_blank", tabIndex: -1 }, source);
  };
  cells.EvidenceGrade = function (cell) {
    return make("abbr", { title: cell.data.grade_said }, cell.value);
  };
  cells.EvidenceAct = function (cell) {
    const row = cell.data;
    return make("button", {
      type: "button",
      className: "button",
      tabIndex: -1,
      disabled: row.closed,
      "aria-label": "Correct " + row.title + " of " + (row.observed_on_shown || row.happened_on_shown),
      onClick: function () { if (row.correct) shared.open(row.opens, row); },
    }, "Correct");
  };

  const named = window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  named.araxesEvidenceCounted = function (event) {
    count(event.api);
  };
  named.araxesEvidenceKey = function (event) {
    if (event.event.key !== "Enter") return;
    const row = event.event.target.closest(".ag-row");
    const own = event.event.target.querySelector("a[href], button:not([disabled])");
    const first = own || row.querySelector("button:not([disabled]), a[href]");
    if (first) first.click();
  };

  function count(api) {
    const place = found(api.getGridId(), "[data-counts]");
    if (!place) return;
    let all = 0;
    api.forEachNode(function () { all += 1; });
    const noun = place.dataset.counts + (all === 1 ? "" : "s");
    place.textContent = api.getDisplayedRowCount() + " of " + all + " " + noun + " shown";
  }

  /* A grid's first events come before anyone listens, so it is met when it is drawn. */
  const sizes = new ResizeObserver(function (changes) {
    changes.forEach(function (change) { fit(change.target.id); });
  });
  new MutationObserver(function () { GRIDS.forEach(meet); })
    .observe(document.documentElement, { subtree: true, childList: true });

  function meet(name) {
    const grid = document.getElementById(name);
    if (!grid || grid === met[name] || !grid.querySelector(".ag-root") || !window.dash_ag_grid) return;
    const api = window.dash_ag_grid.getApi(name);
    if (!api || api.isDestroyed()) return;
    met[name] = grid;
    apis[name] = api;
    label(name);
    count(api);
    sizes.observe(grid);
  }

  /* Something of a grid: its search, its count. */
  function found(name, wanted) {
    const grid = document.getElementById(name);
    const holder = grid && grid.closest(".evidence-grid");
    return holder && holder.parentElement.querySelector(wanted);
  }

  /* AG Grid has no option for the name that a screen reader says. */
  function label(name) {
    const root = found(name, ".ag-root");
    if (root) root.setAttribute("aria-label", root.closest("[data-label]").dataset.label);
  }

  function fit(name) {
    const grid = document.getElementById(name);
    const width = grid && grid.clientWidth;
    if (!width || apis[name].isDestroyed()) return;
    const every = apis[name].getColumns().map(function (each) { return each.getColId(); });
    const shown = every.filter(function (each) {
      return width < NARROW ? ON_PHONES.includes(each) : width >= (NEEDS[each] || 0);
    });
    apis[name].setColumnsVisible(shown, true);
    apis[name].setColumnsVisible(every.filter(function (each) { return !shown.includes(each); }), false);
  }

  document.addEventListener("input", function (event) {
    const name = GRIDS.find(function (each) { return event.target.id === each.replace("grid", "search"); });
    if (!name || !apis[name] || apis[name].isDestroyed()) return;
    apis[name].setGridOption("quickFilterText", event.target.value);
  });

  /* On paper a grid becomes a table with every column, in the order on the screen. */
  function toPaper() {
    offPaper();
    GRIDS.forEach(function (name) {
      const grid = document.getElementById(name);
      if (!grid || !apis[name] || apis[name].isDestroyed()) return;
      grid.closest(".evidence-grid").after(written(apis[name], found(name, "[data-counts]")));
    });
  }

  function written(api, count) {
    const fields = api.getColumns().map(function (each) { return each.getColDef(); })
      .filter(function (each) { return each.field !== "act"; });
    const table = document.createElement("table");
    table.className = "on-paper evidence-paper";
    table.createCaption().textContent = count.textContent;
    const head = table.createTHead().insertRow();
    fields.forEach(function (field) {
      const cell = document.createElement("th");
      cell.textContent = field.headerName;
      head.append(cell);
    });
    const body = table.createTBody();
    api.forEachNodeAfterFilterAndSort(function (node) {
      const row = body.insertRow();
      fields.forEach(function (field) {
        const shown = node.data[field.field + "_shown"];
        row.insertCell().textContent = shown === undefined ? node.data[field.field] : shown;
      });
    });
    return table;
  }

  function offPaper() {
    document.querySelectorAll("table.evidence-paper").forEach(function (each) { each.remove(); });
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", offPaper);
  window.matchMedia("print").addEventListener("change", function (event) {
    if (event.matches) toPaper();
    else offPaper();
  });
})();
