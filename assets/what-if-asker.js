/* Latest wins: one request in flight, the newest question next, nothing older shown.
   A question that fails is asked again, or a newer one in its place, a little later. */
(function () {
  "use strict";
  const PATIENCE = 4000; // milliseconds until a silent server counts as failed
  const FIRST_PAUSE = 500;
  const LONGEST_PAUSE = 8000;
  const SILENT = "The server does not answer. The numbers are those of the last answer; " +
    "asking again.";
  const FAILED = "The server could not compute this. The numbers are those of the last " +
    "answer; asking again.";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  /* A sentence for the reader; `isFinal` means that asking again is no use. */
  class Refusal extends Error {
    constructor(sentence, isFinal) {
      super(sentence);
      this.isFinal = isFinal;
    }
  }

  async function ask(api, question, signal) {
    const reply = await fetch(api, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
      cache: "no-store",
      signal: signal,
    }).catch(function () { throw new Refusal(SILENT, false); });
    if (reply.ok) return reply.json();
    const isOurs = reply.status >= 400 && reply.status < 500;
    const body = isOurs ? await reply.json().catch(function () { return {}; }) : {};
    throw new Refusal(body.error || FAILED, isOurs);
  }

  /* `show(answer)` is called at most once a frame, `complain(sentence)` at once and
     with an empty sentence when answers come again. */
  shared.createAsker = function (api, show, complain) {
    let waiting = null;
    let isAsking = false;
    let pause = 0;
    let retry = 0;
    let newest = null;
    let isDrawing = false;
    let isStopped = false;

    function offer(question) {
      waiting = question;
      if (!isAsking && !retry) next();
    }

    async function next() {
      if (!waiting || isStopped) return;
      const question = waiting;
      waiting = null;
      isAsking = true;
      const limit = new AbortController();
      const timer = setTimeout(function () { limit.abort(); }, PATIENCE);
      try {
        draw(await ask(api, question, limit.signal));
        succeeded();
      } catch (error) {
        failed(error, question);
      } finally {
        clearTimeout(timer);
        isAsking = false;
      }
      if (!retry) next();
    }

    function succeeded() {
      if (pause) complain("");
      pause = 0;
    }

    function failed(error, question) {
      if (isStopped) return;
      complain(error instanceof Refusal ? error.message : FAILED);
      pause = Math.min(pause ? 2 * pause : FIRST_PAUSE, LONGEST_PAUSE);
      if (error.isFinal) return;
      waiting = waiting || question;
      retry = setTimeout(function () { retry = 0; next(); }, pause);
    }

    function draw(answer) {
      newest = answer;
      if (isDrawing) return;
      isDrawing = true;
      requestAnimationFrame(function () {
        isDrawing = false;
        if (!isStopped) show(newest);
      });
    }

    function stop() {
      isStopped = true;
      clearTimeout(retry);
    }

    return { offer: offer, draw: draw, stop: stop };
  };
})();
