/* The state as an address, and as text for people the address does not help. */
(function () {
  "use strict";
  const MOST_TOLD = 5;
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const format = shared.format;

  function sameSettings(one, two) {
    const names = Object.keys(one);
    return names.length === Object.keys(two).length &&
      names.every(function (name) { return one[name] === two[name]; });
  }

  function sameState(one, two) {
    return one.scenario === two.scenario && sameSettings(one.settings, two.settings);
  }

  function written(settings) {
    return Object.entries(settings).map(function ([name, value]) {
      return name + ":" + value;
    }).join(";");
  }

  /* Only what differs; a scenario's own settings are its name alone. */
  function fields(state, island) {
    const scenario = island.scenarios.find(function (each) {
      return each.id === state.scenario;
    });
    const own = scenario ? scenario.settings : {};
    const found = {};
    if (scenario) found.scenario = scenario.id;
    if (!sameSettings(state.settings, own)) found.set = written(state.settings);
    if (state.target) found.target = state.target;
    if (state.since) found.since = state.since;
    return found;
  }

  function address(path, found) {
    const pairs = Object.entries(found).map(function ([name, value]) {
      const safe = encodeURIComponent(value).replace(/%3A/g, ":").replace(/%3B/g, ";");
      return name + "=" + safe;
    });
    return path + (pairs.length ? "?" + pairs.join("&") : "");
  }

  /* Other dates, opened from here, keep what is assumed, and the closed week that it
     stands beside where that lies before them. */
  function rewrite(href, found, island) {
    const old = new URL(href, window.location.href);
    const asOf = old.searchParams.get("as-of");
    const closed = island.closed.find(function (each) { return each.id === found.since; });
    const { since, ...rest } = found;
    const kept = closed && (!asOf || closed.day < asOf) ? { since: since } : {};
    return address(old.pathname, { ...(asOf ? { "as-of": asOf } : {}), ...rest, ...kept });
  }

  function refreshLinks(found, island) {
    document.querySelectorAll(".as-of a[href]").forEach(function (link) {
      link.setAttribute("href", rewrite(link.href, found, island));
    });
    document.querySelectorAll(".as-of option").forEach(function (option) {
      option.value = rewrite(option.value, found, island);
    });
  }

  /* Write the state into the address, and into what leads on from the page. */
  function publish(path, state, island) {
    const found = fields(state, island);
    const dated = island.is_latest ? {} : { "as-of": island.as_of };
    const shown = address(path, { ...dated, ...found });
    window.history.replaceState(window.history.state, "", shown);
    refreshLinks(found, island);
    const assumed = written(state.settings);
    const exported = { ...dated, ...(assumed ? { set: assumed } : {}) };
    document.querySelector("[data-export]").href = address("/export.zip", exported);
  }

  /* The state of an address about the same day; nothing where it names what is not. */
  function arrived(search, island, facts) {
    const asOf = new URLSearchParams(search).get("as-of") || "";
    if (asOf !== (island.is_latest ? "" : island.as_of)) return null;
    const wanted = read(search, island);
    const isKnown = Object.entries(wanted.settings).every(function ([id, value]) {
      return Object.hasOwn(facts, id) && Number.isFinite(value);
    });
    return isKnown ? wanted : null;
  }

  function read(search, island) {
    const given = new URLSearchParams(search);
    const scenario = island.scenarios.find(function (each) {
      return each.id === given.get("scenario");
    });
    const closed = island.closed.find(function (each) {
      return each.id === given.get("since");
    });
    const settings = {};
    (given.get("set") || "").split(";").filter(Boolean).forEach(function (piece) {
      const [name, value] = piece.split(":");
      settings[name] = Number(value);
    });
    return {
      settings: !given.has("set") && scenario ? { ...scenario.settings } : settings,
      scenario: scenario ? scenario.id : "",
      target: given.get("target") || "",
      since: closed ? closed.id : "",
    };
  }

  function settingLines(settings, scales) {
    return settings.map(function ([id, value]) {
      const { fact, amount, standing } = scales[id];
      if (fact.isTreatment) {
        return "- Treatment " + id + " " + fact.title + ": " + amount(value) +
          " (baseline " + standing + ")";
      }
      const before = fact.baseline === null ? "no reading" : amount(fact.baseline);
      return "- " + fact.title + ": " + amount(value) + " (baseline " + before + ")";
    });
  }

  /* What was changed by hand stands apart from what the scenario sets itself. */
  function scenarioLines(scenario, state, island, scales) {
    const { caseName, changedFrom, changeWords } = shared;
    const lines = ["Scenario: " + caseName(scenario, state.settings, island)];
    const changed = changedFrom(scenario, state.settings, island).map(function (fact) {
      return fact.id;
    });
    const own = Object.entries(state.settings).filter(function ([id]) {
      return !changed.includes(id);
    });
    lines.push(...settingLines(own, scales));
    if (!changed.length) return lines;
    const words = changeWords(scenario, state.settings, island, scales);
    return lines.concat("Changed from the scenario:", words.map(function (each) {
      return "* " + each;
    }));
  }

  function text(state, island, scales, futures) {
    const review = shared.reviewWords(state.since, island);
    const beside = review ? ", beside what " + review + " saw" : "";
    const lines = ["What if, as of " + island.as_of_shown + beside];
    const scenario = island.scenarios.find(function (each) {
      return each.id === state.scenario;
    });
    if (scenario) {
      lines.push(...scenarioLines(scenario, state, island, scales));
    } else {
      lines.push(...settingLines(Object.entries(state.settings), scales));
    }
    if (!Object.keys(state.settings).length) lines.push("Nothing is assumed.");
    return lines.concat(resultLines(island, futures), window.location.href).join("\n");
  }

  function riskLine(island, risk, futures) {
    const fact = island.targets.find(function (each) { return each.id === risk.id; });
    const dated = fact.is_dated ? "" : ", by " + format.day(fact.by);
    const { baseline, value } = risk.chance;
    return "= " + fact.id + " " + fact.title + dated + ": " + format.share(baseline) +
      " → " + format.share(value) + ", " + format.moved.points(risk.chance, shared.besideOf(futures));
  }

  /* Numbers of the corridor, then the risks that moved most; simulated futures. */
  function resultLines(island, futures) {
    if (!futures) return [];
    const corridor = island.corridor.outcomes.map(function (each) {
      return "= " + each.title + ": " + shared.outcomeWords(futures, each);
    });
    const moved = futures.risks.filter(shared.movement);
    moved.sort(function (one, two) {
      return Math.abs(shared.movement(two)) - Math.abs(shared.movement(one));
    });
    return corridor.concat(moved.slice(0, MOST_TOLD).map(function (risk) {
      return riskLine(island, risk, futures);
    }));
  }

  async function copy(words) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(words);
    }
    const field = shared.made("textarea", { "aria-hidden": "true", class: "visually-hidden" });
    field.value = words;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    if (!isCopied) throw new Error("the browser refused");
  }

  shared.share = {
    arrived: arrived, copy: copy, publish: publish, sameSettings: sameSettings,
    sameState: sameState, text: text,
  };
})();
