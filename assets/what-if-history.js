/* Undo and redo over what is assumed; a run of presses on one lever is one step. */
(function () {
  "use strict";
  const ONE_GESTURE = 700; // milliseconds between presses that belong together
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  shared.createHistory = function (first, isSame) {
    let past = [];
    let future = [];
    let present = first;
    let lastTime = -ONE_GESTURE;
    let lastCause = "";

    function record(state, cause, now) {
      if (isSame(state, present)) return;
      const isOneGesture = cause === lastCause && now - lastTime < ONE_GESTURE;
      if (!isOneGesture) past.push(present);
      future = [];
      present = state;
      lastCause = cause;
      lastTime = now;
    }

    function step(from, to) {
      if (!from.length) return null;
      to.push(present);
      present = from.pop();
      lastCause = "";
      return present;
    }

    return {
      record: record,
      undo: function () { return step(past, future); },
      redo: function () { return step(future, past); },
      canUndo: function () { return past.length > 0; },
      canRedo: function () { return future.length > 0; },
    };
  };
})();
