/* How the what-if puts numbers into words: the same words as the server's pages. */
(function () {
  "use strict";
  const THIN_SPACE = "\u202f"; // the one that does not break a line
  const MINUS = "\u2212";
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const shared = (window.araxesWhatIf = window.araxesWhatIf || {});

  function number(value, digits) {
    const shown = Math.abs(value).toFixed(digits);
    const [whole, rest] = shown.split(".");
    const isLong = whole.length > 4; // a year reads 2026
    const spaced = isLong ? whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE) : whole;
    const sign = value < 0 && Number(shown) !== 0 ? MINUS : "";
    return sign + spaced + (rest ? "." + rest : "");
  }

  /* As many digits as the number was stated with, four at most. */
  function quantity(value) {
    let digits = 0;
    while (digits < 4 && Number(value.toFixed(digits)) !== value) digits += 1;
    return number(value, digits);
  }

  function percent(chance) {
    if (chance > 0 && chance < 0.01) return "under 1" + THIN_SPACE + "%";
    if (chance > 0.99 && chance < 1) return "over 99" + THIN_SPACE + "%";
    return number(100 * chance, 0) + THIN_SPACE + "%";
  }

  function change(points, more, less) {
    const way = points > 0 ? more : less;
    if (points === 0) return "no change";
    const size = Math.abs(points);
    return (size < 0.05 ? "less than 0.1" : number(size, 1)) + " pt " + way;
  }

  shared.format = {
    number: number,
    quantity: quantity,
    percent: percent,
    likelier: function (points) { return change(points, "more likely", "less likely"); },
    worse: function (points) { return change(points, "worse", "better"); },
    signed: function (points) {
      return (points > 0 ? "+" : "") + number(points, 1);
    },
    day: function (written) {
      const [year, month, day] = written.split("-").map(Number);
      return day + " " + MONTHS[month - 1] + " " + year;
    },
    count: function (number_, noun) {
      return number_ + " " + noun + (number_ === 1 ? "" : "s");
    },
  };
})();
