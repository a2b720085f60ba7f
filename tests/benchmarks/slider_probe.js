/* Times what a reader sees: from the event of a slider to the painted numbers. */
(function () {
  const seen = { start: 0, paint: 0, wanted: [], shown: [] };
  window.probe = seen;

  function afterPaint(then) {
    const channel = new MessageChannel();
    channel.port1.onmessage = function () { then(performance.now()); };
    channel.port2.postMessage(0);
  }

  function painted(root) {
    const now = performance.now();
    const text = root.dataset.shown;
    const last = seen.shown[seen.shown.length - 1];
    if (!last || last[1] !== text) seen.shown.push([now, text]);
    if (text === root.dataset.wanted) afterPaint(function (at) { seen.paint = at; });
  }

  seen.arm = function (sliderSelector) {
    performance.setResourceTimingBufferSize(5000);
    performance.clearResourceTimings();
    const root = document.getElementById("what-if");
    new MutationObserver(function () { painted(root); }).observe(root, {
      attributes: true, attributeFilter: ["data-shown"],
    });
    document.addEventListener("input", function (event) {
      if (!event.target.matches(sliderSelector)) return;
      const last = seen.wanted[seen.wanted.length - 1];
      const wanted = root.dataset.wanted;
      if (!last || last[1] !== wanted) seen.wanted.push([performance.now(), wanted]);
    });
  };
  document.addEventListener("keydown", function (event) {
    seen.start = event.timeStamp;
    seen.paint = 0;
  }, true);

  seen.step = function (patience) {
    const began = performance.now();
    return new Promise(function (resolve) {
      function look() {
        if (seen.paint > seen.start) resolve(seen.paint - seen.start);
        else if (performance.now() - began > patience) resolve(null);
        else setTimeout(look, 5);
      }
      look();
    });
  };

  seen.sizes = function () {
    return performance.getEntriesByType("resource")
      .filter(function (entry) { return entry.name.endsWith("/api/what-if"); })
      .map(function (entry) { return entry.encodedBodySize; });
  };
})();
