/* What the simulated futures say: asked on their own, so that they hold nothing else
   up; few futures while a hand moves, all of them once it rests. */
(function () {
  "use strict";
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  shared.createFutures = function (root, island, heard) {
    const { createAsker, setText, share } = shared;
    const note = root.querySelector(".headline-note");
    let wanted = {};
    let isMoving = false;
    let newest = null;

    /* Once the hand rests, only the answer to what it left is shown. While it moves,
       so is that to a place it has just passed: it is newer than what it replaces. */
    function isOld(answer) {
      return !isMoving && !share.sameSettings(answer.settings, wanted);
    }

    function show(answer) {
      if (isOld(answer)) return;
      newest = answer;
      document.dispatchEvent(new CustomEvent("araxes:futures", {
        detail: { answer: answer, settings: answer.settings, isMoving: isMoving },
      }));
      heard();
    }

    const asker = createAsker(island.futures_api, show, function (sentence) {
      if (sentence) setText(note, sentence);
    });

    return {
      ask: function (settings, moving) {
        wanted = settings;
        isMoving = moving;
        asker.offer({ as_of: island.as_of, settings: settings, moving: moving });
      },
      aim: function () {},
      newest: function () { return newest; },
      spoken: function () { return ""; },
      stop: asker.stop,
    };
  };
})();
