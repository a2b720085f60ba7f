/* Long work in one place of the page: hand it in, look how far it is, cancel it. Only
   the newest question's answer is ever handed on. */
(function () {
  "use strict";
  const PATH = "/api/jobs";
  const LOOK = 250; // milliseconds between two looks
  const PATIENCE = 8000; // milliseconds until a silent server counts as failed
  const MOST_MISSED = 8; // looks in a row that may fail
  const KEY = "araxes-tab";
  const SILENT = "The server does not answer.";
  const BROKEN = "The computation could not be handed in.";
  const STOPPED = "The computation was cancelled.";
  const GONE = "The server no longer knows this computation.";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});
  const working = new Set();

  function newOwner() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return "tab-" + [...bytes].map(function (each) {
      return each.toString(16).padStart(2, "0");
    }).join("");
  }

  /* One per tab; where nothing may be kept, one per page. */
  const owner = (function () {
    try {
      const kept = sessionStorage.getItem(KEY) || newOwner();
      sessionStorage.setItem(KEY, kept);
      return kept;
    } catch (error) {
      return newOwner();
    }
  })();

  async function ask(path, body, isLast) {
    const posted = body === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    };
    const reply = await fetch(path, {
      ...posted, cache: "no-store", keepalive: Boolean(isLast),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const said = await reply.json().catch(function () { return {}; });
    return { status: reply.status, job: said.job || said, error: said.error || "" };
  }

  /* `heard` is told: started, progress(done, total), done(result), ended(sentence). */
  class LongJob {
    constructor(kind, heard) {
      this.kind = kind;
      this.heard = heard;
      this.turn = 0; // of the newest question; an answer to an older one is dropped
      this.id = "";
      this.timer = 0;
    }

    get isActive() { return working.has(this); }

    async start(question) {
      const turn = (this.turn += 1);
      clearTimeout(this.timer);
      this.id = ""; // the server lets the newer question supersede the older one
      working.add(this);
      this.heard.started();
      try {
        const said = await ask(PATH, { owner: owner, kind: this.kind, question: question });
        if (turn !== this.turn) return dropped(said.job.id);
        if (said.error || !said.job.id) return this.end(said.error || BROKEN);
        this.id = said.job.id;
        this.look(said.job, turn);
      } catch (error) {
        if (turn === this.turn) this.end(SILENT);
      }
    }

    look(job, turn) {
      const isOver = !(job.state === "waiting" || job.state === "running");
      if (!isOver) {
        this.heard.progress(job.done, job.total, job.state);
        this.timer = setTimeout(() => this.again(turn, 0), LOOK);
      } else if (job.state === "done") {
        this.finish();
        this.heard.done(job.result);
      } else {
        this.end(job.message || STOPPED);
      }
    }

    async again(turn, missed) {
      try {
        const said = await ask(PATH + "/" + encodeURIComponent(this.id));
        if (turn !== this.turn) return;
        if (said.status === 404) this.end(said.error || GONE);
        else if (said.error || !said.job.state) this.miss(turn, missed);
        else this.look(said.job, turn);
      } catch (error) {
        if (turn === this.turn) this.miss(turn, missed);
      }
    }

    miss(turn, missed) {
      if (missed >= MOST_MISSED) this.end(SILENT);
      else this.timer = setTimeout(() => this.again(turn, missed + 1), LOOK * 2);
    }

    finish() {
      clearTimeout(this.timer);
      working.delete(this);
      this.id = "";
    }

    end(sentence) {
      this.finish();
      this.heard.ended(sentence);
    }

    /* Silent: whoever cancels knows why. */
    cancel(isLast) {
      const id = this.id;
      this.turn += 1;
      this.finish();
      if (id) dropped(id, isLast);
    }
  }

  function dropped(id, isLast) {
    if (!id) return;
    ask(PATH + "/" + encodeURIComponent(id) + "/cancel", {}, isLast).catch(function () {});
  }

  /* A beacon cannot say that it is JSON; a fetch that outlives its page can. */
  window.addEventListener("pagehide", function () {
    [...working].forEach(function (job) { job.cancel(true); });
  });

  shared.createLongJob = function (kind, heard) { return new LongJob(kind, heard); };
  shared.STOPPED = STOPPED;
})();
