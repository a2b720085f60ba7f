/* The grid of risks: cells drawn as elements (never as HTML), the colours of the page,
   the quick search, the keys. AG Grid finds the functions by name. */
(function () {
  "use strict";
  const NARROW = 640;
  const ON_PHONES = ["title", "chance", "points"];
  /* What is left out below a width, in pixels; the id names the register as well. */
  const NEEDS = { register: 1400, status: 1260, owner: 1080, delay: 960, expected: 860, current: 780 };
  const SLIM = [["chance", 96], ["points", 88]], WIDE = [["chance", 132], ["points", 112]];
  let grid = null;

  function make(tag, props, ...children) {
    return window.React.createElement(tag, props, ...children);
  }

  const cells = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  cells.ShownCell = function (cell) {
    const shown = cell.data[cell.colDef.field + "_shown"];
    return shown === undefined ? cell.value : shown;
  };
  cells.RiskTitle = function (cell) {
    const risk = cell.data;
    return make("span", null,
      make("a", { href: risk.href, tabIndex: -1 }, risk.title),
      risk.above ? " " : null,
      risk.above ? make("small", { className: "chip above" }, risk.above) : null,
      make("small", { className: "risk-sub" }, risk.id + " · by " + risk.by_shown));
  };
  cells.ChanceCell = function (cell) {
    const risk = cell.data;
    if (risk.chance === null || risk.low === null) return risk.chance_shown;
    return make("span", { className: "chance" }, risk.chance_shown,
      make("small", null, risk.range_shown),
      make("span", { className: "range", "aria-hidden": "true" },
        make("span", { className: "range-band", style: { left: risk.low + "%", width: risk.high - risk.low + "%" } }),
        make("span", { className: "range-mark", style: { left: risk.chance + "%" } })));
  };

  cells.PressureCell = function (cell) {
    const risk = cell.data;
    if (!risk.is_assumed) return risk.pressure_shown;
    const figure = risk.pressure_shown.split(" ", 1)[0];
    return make("span", null, figure + " ",
      make("span", { className: "chip is-assumed" }, risk.pressure_shown.slice(figure.length + 1)));
  };

  const named = window.dashAgGridFunctions = window.dashAgGridFunctions || {};
  named.araxesGridTheme = function (quartz) {
    return quartz.withParams({
      backgroundColor: "var(--card)",
      foregroundColor: "var(--ink)",
      headerTextColor: "var(--mute)",
      headerBackgroundColor: "var(--card)",
      headerFontWeight: 500,
      borderColor: "var(--line)",
      accentColor: "var(--accent)",
      rowHoverColor: "var(--track)",
      fontFamily: "inherit",
      fontSize: "13px",
      headerFontSize: "12px",
      cellHorizontalPadding: "8px",
      wrapperBorder: "none",
      wrapperBorderRadius: 0,
      browserColorScheme: "inherit",
    });
  };
  named.araxesGridSized = function (event) {
    grid = event.api;
    name();
    fit();
  };
  named.araxesGridCounted = function (event) {
    const count = document.getElementById("risk-count");
    if (!count) return;
    let all = 0;
    event.api.forEachNode(function () { all += 1; });
    const left = event.api.getDisplayedRowCount();
    count.textContent = left + " of " + all + (all === 1 ? " risk" : " risks") + " shown";
  };
  named.araxesGridKey = function (event) {
    if (event.event.key !== "Enter") return;
    const link = event.event.target.closest(".ag-row").querySelector("a[href]");
    if (link) link.click();
  };

  /* AG Grid has no option for the name that a screen reader says. */
  function name() {
    const root = document.querySelector("#risk-grid .ag-root");
    const holder = root && root.closest("[data-label]");
    if (holder) root.setAttribute("aria-label", holder.dataset.label);
  }

  /* Fewer columns where there is less room; the same ones come back with the room. */
  function fit() {
    const width = document.getElementById("risk-grid").clientWidth;
    if (!width) return;
    const every = grid.getColumns().map(function (each) { return each.getColId(); });
    const shown = every.filter(function (each) {
      return width < NARROW ? ON_PHONES.includes(each) : width >= (NEEDS[each] || 0);
    });
    grid.setColumnsVisible(shown, true);
    grid.setColumnsVisible(every.filter(function (each) { return !shown.includes(each); }), false);
    const widths = width < NARROW ? SLIM : WIDE;
    grid.setColumnWidths(widths.map(function ([key, newWidth]) { return { key, newWidth }; }));
  }

  /* On paper the grid becomes a table with every column, in the order on the screen. */
  function toPaper() {
    offPaper();
    const holder = document.querySelector(".risk-grid");
    if (!holder || !grid || grid.isDestroyed()) return;
    const fields = grid.getColumns().map(function (each) { return each.getColDef(); });
    const table = document.createElement("table");
    table.className = "on-paper";
    table.createCaption().textContent = caption();
    const head = table.createTHead().insertRow();
    fields.forEach(function (field) {
      const cell = document.createElement("th");
      cell.textContent = field.headerName;
      head.append(cell);
    });
    const body = table.createTBody();
    grid.forEachNodeAfterFilterAndSort(function (node) {
      const row = body.insertRow();
      fields.forEach(function (field) { row.insertCell().textContent = written(node.data, field.field); });
    });
    holder.after(table);
  }

  function written(risk, field) {
    const shown = risk[field + "_shown"];
    const range = field === "chance" && risk.range_shown ? " (" + whole(risk.range_shown) + ")" : "";
    return field === "by" ? whole(shown) : (shown === undefined ? risk[field] : shown) + range;
  }

  /* A date or a range is not broken between lines. */
  function whole(words) {
    return words.replaceAll(" ", "\u00a0");
  }

  function caption() {
    const search = document.getElementById("risk-search");
    const count = document.getElementById("risk-count").textContent;
    return count + (search && search.value ? ", found by “" + search.value + "”" : "");
  }

  function offPaper() {
    document.querySelectorAll("table.on-paper").forEach(function (each) { each.remove(); });
  }

  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", offPaper);
  window.matchMedia("print").addEventListener("change", function (event) {
    if (event.matches) toPaper();
    else offPaper();
  });

  document.addEventListener("input", function (event) {
    if (event.target.id !== "risk-search" || !grid || grid.isDestroyed()) return;
    const find = event.target.value;
    grid.setGridOption("quickFilterText", find);
    remember(find);
  });

  /* In the address, so that going back from a risk finds the same rows. */
  function remember(find) {
    const here = new URL(window.location.href);
    if (find) here.searchParams.set("find", find);
    else here.searchParams.delete("find");
    window.history.replaceState(window.history.state, "", here);
  }

  document.addEventListener("keydown", function (event) {
    const search = document.getElementById("risk-search");
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || !search || isTyping || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
})();
