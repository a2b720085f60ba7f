/* What the simulated futures say: asked on their own, so that they hold nothing else
   up; few futures while a hand moves, all of them once it rests. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  /* The parts of the page that show futures, each a function of an answer. */
  function createParts(root, island, moved, beside) {
    const { createCurve, createDots, createHeadline, createLinks } = shared;
    const parts = [
      beside.paint,
      createHeadline(root.querySelector(".headline-row"), island),
      moved.paint,
      createLinks(root.querySelector(".links-body"), island),
    ];
    const body = root.querySelector(".curve-body");
    const card = root.querySelector(".curve-card");
    card.hidden = !island.corridor.outcomes.length;
    if (!card.hidden) parts.push(createCurve(body, island), createDots(body, island));
    return parts;
  }

  /* `heard()` is called when an answer is shown, and when none can be had. */
  shared.createFutures = function (root, island, beside, heard) {
    const { createAsker, createMoved, movedWords, outcomeWords, setText, share } = shared;
    const moved = createMoved(root.querySelector(".moved-card"), island);
    const parts = createParts(root, island, moved, beside);
    const row = root.querySelector(".headline-row");
    const note = row.querySelector(".headline-note");
    let about = {};
    let wanted = {};
    let week = ""; // the closed one that they stand beside
    let isMoving = false;
    let isFailing = false;
    let newest = null;

    /* Once the hand rests, only the answer to what it left is shown. While it moves,
       so is that to a place it has just passed: it is newer than what it replaces. */
    function isOld(answer) { return isOther(answer) || (!isMoving && !isWanted(answer)); }

    function isOther(answer) { return (answer.since || "") !== week; }

    function isWanted(answer) {
      return !isOther(answer) && share.sameSettings(answer.settings, wanted);
    }

    function chosen() {
      return island.corridor.outcomes.find(function (each) { return each.id === about.id; });
    }

    function tellOutcome() {
      const choice = chosen();
      if (!choice) return;
      const words = newest ? outcomeWords(newest, choice) : "Simulating the futures…";
      shared.tellNumber(root, choice.title, words);
    }

    function show(answer) {
      if (isOld(answer)) return;
      newest = answer;
      parts.forEach(function (paint) { paint(answer); });
      tellOutcome();
      root.dataset.futures = JSON.stringify(answer.detail ? answer.settings : null);
      document.dispatchEvent(new CustomEvent("araxes:futures", {
        detail: { answer: answer, settings: answer.settings, isMoving: isMoving },
      }));
      heard();
    }

    function complain(sentence) {
      isFailing = sentence !== "";
      row.classList.toggle("is-behind", isFailing);
      if (isFailing) setText(note, sentence);
      heard();
    }

    const asker = createAsker(island.futures_api, show, complain);

    return {
      ask: function (settings, moving, since) {
        wanted = settings;
        isMoving = moving;
        week = since;
        asker.offer({
          as_of: island.as_of, settings: settings, moving: moving, since: since,
        });
      },
      aim: function (asked) { about = asked; tellOutcome(); },
      know: moved.know,
      /* The answer to what is assumed now, if it is there. */
      newest: function () {
        return newest && isWanted(newest) ? newest : null;
      },
      /* Whether all that is shown is what was asked for, or nothing more will come. */
      isReady: function () {
        return isFailing || Boolean(newest && newest.detail && isWanted(newest));
      },
      spoken: function () {
        if (!newest || isFailing) return "";
        const choice = chosen();
        const words = choice ? choice.title + " " + outcomeWords(newest, choice) + " " : "";
        return words + movedWords(newest) + ".";
      },
      stop: asker.stop,
    };
  };
})();
