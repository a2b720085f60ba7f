"""A chance in words; the same on every page and in every report."""

# Upper bounds of the expressions of likelihood in ICD 203 (2015), section D.6.e.
LIKELIHOODS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


def likelihood(chance: float) -> str:
    """Return the expression of ICD 203 for a chance, the lower one at a bound."""
    return next(words for bound, words in LIKELIHOODS if chance <= bound)
