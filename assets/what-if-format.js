/* How the what-if puts numbers into words: the same words as the server's pages. */
(function () {
  "use strict";
  const THIN_SPACE = "\u202f"; // the one that does not break a line
  const NO_BREAK = "\u00a0";
  const MINUS = "\u2212";
  const UNKNOWN = "not known";
  const RARE = 0.001; // too few futures to count them
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

  /* As the server writes counts: thin spaces in 4 096 too. */
  function whole(value) {
    const digits = String(Math.round(Math.abs(value)));
    return (value < 0 ? MINUS : "") + digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  }

  function isRare(value) { return value < RARE || value > 1 - RARE; }

  /* A share of simulated futures: what none of them showed, or all, is not said to be
     impossible or certain. */
  function share(value) {
    if (value === null) return UNKNOWN;
    if (value < RARE) return "fewer than 1 in " + whole(1000);
    if (value > 1 - RARE) return "more than 999 in " + whole(1000);
    const isSmall = value < 0.0995 || value > 0.9905;
    return number(100 * value, isSmall ? 1 : 0) + THIN_SPACE + "%";
  }

  /* "12 % of futures", "fewer than 1 in 1 000 futures" */
  function shareOfFutures(value) {
    return share(value) + (isRare(value) ? " futures" : " of futures");
  }

  function usd(millions) {
    if (millions === null) return UNKNOWN;
    return "USD" + NO_BREAK + whole(millions) + "m";
  }

  /* Two standard errors, upwards to the digit shown: never (±0.0). */
  function within(se, digits) {
    if (se === null) return "";
    const scale = 10 ** digits;
    return " (±" + number(Math.max(1, Math.ceil(2 * se * scale - 1e-9)) / scale, digits) + ")";
  }

  /* How far a figure of the futures stands from what it is `beside`, and how sure that
     is. `scale` brings it into the unit shown; # in the words is its size. */
  function moved(figure, beside, scale, digits, more, less) {
    if (figure.told === "same") return beside.as;
    if (figure.change === null) return "";
    if (figure.told !== "moved") return "not distinguishable " + beside.from;
    const size = Math.abs(scale * figure.change);
    const shown = size < 0.5 / 10 ** digits
      ? "less than " + number(1 / 10 ** digits, digits) : number(size, digits);
    const way = figure.change > 0 ? more : less;
    return way.replace("#", shown) + within(scale * figure.change_se, digits);
  }

  const ways = {
    months: function (figure, beside) {
      return moved(figure, beside, 1, 1, "# months later", "# months earlier");
    },
    points: function (figure, beside) {
      return moved(figure, beside, 100, 1, "# pt more likely", "# pt less likely");
    },
    usd: function (figure, beside) {
      return moved(figure, beside, 1, 0, "USD" + NO_BREAK + "#m more", "USD" + NO_BREAK + "#m less");
    },
  };

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
    whole: whole,
    isRare: isRare,
    share: share,
    shareOfFutures: shareOfFutures,
    within: within,
    usd: usd,
    moved: ways,
    /* "Jun 2032" */
    month: function (written) {
      const [year, month] = written.split("-").map(Number);
      return MONTHS[month - 1] + " " + year;
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
