"""Every component id, once; a page that misspells one fails the type check."""

from typing import Final

LOCATION: Final = "location"
BANNER: Final = "banner"
PAGE: Final = "page"
TITLE: Final = "page-title"
CONTENT: Final = "content"  # where the skip link leads
WHAT_IF: Final = "what-if"  # the script looks for these two
WHAT_IF_RESULTS: Final = "what-if-results"
RISK_GRID: Final = "risk-grid"  # the script looks for these three
RISK_SEARCH: Final = "risk-search"
RISK_COUNT: Final = "risk-count"
AFTER_MATRIX: Final = "after-matrix"  # where the link past the matrix leads
REVIEW: Final = "review"  # the scripts look for it
EVIDENCE: Final = "evidence"  # the scripts look for these five
READINGS_GRID: Final = "readings-grid"
READINGS_SEARCH: Final = "readings-search"
EVENTS_GRID: Final = "events-grid"
EVENTS_SEARCH: Final = "events-search"
