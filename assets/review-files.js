/* The files of a closed week: how far their writing is, links to them once they are
   there, and what to do if they could not be written. Copies the anchor, too. */
(function () {
  "use strict";
  const LOOK = 700; // milliseconds between two looks
  const SILENT = "The server does not answer; the week is closed all the same. Reload the page to look again.";
  let shown = null; // the element the files were last laid out in
  let timer = 0;

  function make(...said) { return window.araxesEvidence.fields.make(...said); }

  async function ask(week, isWanted) {
    const posted = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    try {
      const reply = await fetch("/api/review-files/" + week, { ...(isWanted ? posted : {}), cache: "no-store" });
      return await reply.json();
    } catch (error) {
      return { error: SILENT };
    }
  }

  function links(week, state) {
    return make("ul", {}, ...state.files.map(function (each) {
      const href = "/review-files/" + week + "/" + each.name;
      return make("li", {}, make("a", { href: href, download: each.name }, each.meaning));
    }));
  }

  function later(week) {
    return make("p", { class: "mute" }, "Or on the command line: ",
      make("code", {}, "araxes review pack " + week + " --to DIR"));
  }

  function again(place, week, label) {
    const button = make("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", function () {
      button.disabled = true;
      ask(week, true).then(function (state) { lay(place, week, state); });
    });
    return make("p", {}, button);
  }

  function parts(place, week, state) {
    if (state.error) return [state.error, again(place, week, "Write the files"), later(week)];
    if (state.is_written) {
      return ["Written to " + state.folder + ".", links(week, state), again(place, week, "Write them again")];
    }
    if (state.is_active) {
      const share = state.total ? Math.floor((100 * state.done) / state.total) : 0;
      return ["Being written …", make("progress", { max: 100, value: share, "aria-label": "Files being written" })];
    }
    const why = state.message ? "The week is closed, but its files could not be written: " + state.message
      : "Not written to " + state.folder + " yet.";
    return state.can_write ? [why, again(place, week, "Write the files"), later(week)] : [why, later(week)];
  }

  function lay(place, week, state) {
    if (place !== shown || !place.isConnected) return;
    const [said, ...rest] = parts(place, week, state);
    const status = place.querySelector("[role=status]");
    if (status.textContent !== said) status.textContent = said;
    place.querySelector(".review-files-more").replaceChildren(...rest);
    clearTimeout(timer);
    if (state.is_active) timer = setTimeout(function () { look(place, week); }, LOOK);
  }

  function look(place, week) {
    ask(week, false).then(function (state) { lay(place, week, state); });
  }

  function meet() {
    const place = document.querySelector(".review-files");
    if (place === shown) return;
    clearTimeout(timer);
    shown = place;
    if (!place) return;
    place.replaceChildren(make("h3", {}, "Files"), make("p", { role: "status" }, "Looking for them …"),
      make("div", { class: "review-files-more" }));
    look(place, place.dataset.week);
  }

  new MutationObserver(meet).observe(document.documentElement, { subtree: true, childList: true });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-copies]");
    if (!button) return;
    Promise.resolve(window.araxesWhatIf.share.copy(button.dataset.copies)).then(
      function () { button.textContent = "Copied"; },
      function () { button.textContent = "Could not be copied; select it above"; },
    );
  });
})();
