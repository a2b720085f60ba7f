/* The forms of the evidence page, in a native dialog. The server checks; what it refuses
   stays as typed. "Saved" is said only after the server has said so. */
(function () {
  "use strict";
  const PATIENCE = 20000; // milliseconds; the disk may be busy
  const PATIENT_FRAMES = 600;
  const AUTHOR = "araxes-author";
  const SILENT = "The server does not answer, so it is not known whether this was saved. " +
    "Save again: the same edit is only ever one entry.";
  const FAILED = "This was not saved. The log on the server says why.";
  const shared = (window.araxesEvidence = window.araxesEvidence || {});
  const drafts = new Map(); // what was typed and not saved, by what it is about
  let dialog = null;

  function known() {
    const island = document.getElementById("evidence");
    return island ? JSON.parse(island.dataset.known) : null;
  }

  function author() {
    try { return window.localStorage.getItem(AUTHOR) || ""; } catch (error) { return ""; }
  }

  function remember(name) {
    try { window.localStorage.setItem(AUTHOR, name); } catch (error) { /* asked again */ }
  }

  /* Sixteen random bytes; one for each text that is sent, kept when it is sent again. */
  function editId() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return "web-" + [...bytes].map(function (each) { return each.toString(16).padStart(2, "0"); }).join("");
  }

  shared.open = function (kind, about) {
    const all = known();
    if (!all || all.closed || !shared.forms[kind]) return;
    const key = kind + " " + ((about && about.id) || "");
    if (!drafts.has(key)) drafts.set(key, framed(key, shared.forms[kind](all, about || {}), all));
    if (!dialog || !dialog.isConnected) {
      dialog = document.createElement("dialog");
      dialog.className = "evidence-dialog";
      document.body.append(dialog);
    }
    const form = drafts.get(key);
    dialog.setAttribute("aria-label", form.dataset.title);
    dialog.replaceChildren(form);
    dialog.showModal();
    const first = form.elements.author;
    if (first.value) form.querySelector("select, input:not([name=author]), textarea, button").focus();
    else first.focus();
  };

  /* Around the fields of one act: a title, who speaks, and what became of it. */
  function framed(key, act, all) {
    const { make, text } = shared.fields;
    const told = make("div", { class: "told", role: "alert" });
    const save = make("button", { type: "submit", class: "button is-main" }, act.verb);
    const cancel = make("button", { type: "button", class: "button" }, "Close");
    const who = text("author", "Who speaks?", author(), "Your name stands beside what you say.", { autocomplete: "name" });
    const form = make("form", { class: "evidence-form", "data-title": act.title, novalidate: "" },
      make("h2", {}, act.title), who, ...act.fields, told,
      make("p", { class: "acts" }, save, cancel));
    const edit = { text: "", id: "" };
    cancel.addEventListener("click", function () { dialog.close(); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      send(all, key, form, act, edit);
    });
    return form;
  }

  async function send(all, key, form, act, edit) {
    const said = { ...act.read(form), author: form.elements.author.value.trim() };
    said.reason = form.elements.reason ? form.elements.reason.value.trim() : "";
    const written = JSON.stringify(said);
    if (written !== edit.text) Object.assign(edit, { text: written, id: editId() });
    const body = { ...said, edit_id: edit.id, expected_version: act.version() };
    const save = form.querySelector("[type=submit]");
    save.disabled = true;
    tell(form, "Saving …");
    const { status, answer } = await post(all.api, body);
    save.disabled = false;
    if (status === 201) done(all, key, form, said.author, answer);
    else if (status === 409) conflict(form, act, edit, answer);
    else tell(form, answer.error || FAILED);
  }

  async function post(api, body) {
    const limit = new AbortController();
    const timer = setTimeout(function () { limit.abort(); }, PATIENCE);
    try {
      const reply = await fetch(api, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        cache: "no-store",
        signal: limit.signal,
      });
      const kind = reply.headers.get("Content-Type") || "";
      const answer = kind.includes("json") ? await reply.json() : { error: await reply.text() };
      return { status: reply.status, answer: answer };
    } catch (error) {
      return { status: 0, answer: { error: SILENT } };
    } finally {
      clearTimeout(timer);
    }
  }

  function tell(form, ...shown) {
    form.querySelector(".told").replaceChildren(...shown);
  }

  /* Nothing was overwritten: both texts, and the choice to add one's own after theirs. */
  function conflict(form, act, edit, answer) {
    const { make } = shared.fields;
    const shown = [
      make("p", {}, answer.is_same_edit
        ? "This edit was saved already with another text; yours was not."
        : "Someone else was first, and yours was not saved."),
      make("h3", {}, "What stands now (entry " + answer.version + ")"),
      make("blockquote", {}, answer.theirs),
      make("h3", {}, "Yours"),
      make("blockquote", {}, answer.yours),
    ];
    if (act.isCorrection) {
      shown.push(make("p", {}, "Reload the page to see whether what you correct still stands."));
    } else {
      const again = make("button", { type: "button", class: "button" }, "Save mine after theirs");
      again.addEventListener("click", function () {
        act.version = function () { return answer.version; };
        edit.text = "";
        form.requestSubmit();
      });
      shown.push(again);
    }
    tell(form, ...shown);
  }

  function done(all, key, form, name, answer) {
    const saved = "Saved as entry " + answer.seq + ".";
    remember(name);
    drafts.delete(key);
    tell(form, saved + (answer.note ? " Note: " + answer.note + "." : ""));
    window.history.replaceState({}, "", all.path + "?saved=" + answer.seq);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    whenShown(form, "entry " + answer.seq + ":", 0);
  }

  /* The page tells of the entry from the log itself; then the dialog has done its work. */
  function whenShown(form, words, frames) {
    const note = document.querySelector(".saved");
    if (note && note.textContent.includes(words)) {
      if (dialog.contains(form)) dialog.close();
      note.focus();
    } else if (frames < PATIENT_FRAMES) {
      window.requestAnimationFrame(function () { whenShown(form, words, frames + 1); });
    } else {
      form.querySelector(".told").append(" Reload the page to see it.");
    }
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-do]");
    if (!button || button.disabled) return;
    const { indicator, risk, register } = button.dataset;
    shared.open(button.dataset.do, { id: indicator || risk || register || "" });
  });

  /* What another page shows is not this page's to keep open. */
  window.addEventListener("popstate", function () {
    if (dialog && dialog.open) dialog.close();
  });
})();
