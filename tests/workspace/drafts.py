"""Drafts of every kind that fit the small pack of tests.builders."""

from risks.workspace import Draft, make_draft

URL = "https://example.org/notes"
HASH = "a" * 64
FIELDS = {
    "reading": {
        "indicator_id": "works-funding",
        "observed_on": "2026-08-18",
        "value": 90.0,
        "source": "Ministry bulletin",
        "url": URL,
        "reliability": "B",
        "credibility": "2",
    },
    "correction": {"indicator_id": "works-funding", "entry": 1},
    "judgement": {
        "risk_id": "TW1",
        "low": 0.1,
        "likely": 0.25,
        "high": 0.5,
        "judged_on": "2026-08-19",
    },
    "treatment": {
        "treatment": {
            "id": "A100",
            "risk_id": "TW1",
            "title": "Hire a second crew",
            "response": "mitigate",
            "owner": "works office",
            "cost_usd_m": 1.5,
            "lead_time_months": 2.0,
            "effect": 0.3,
        }
    },
    "action": {
        "id": "AC-1",
        "title": "Ask the ministry for the audit",
        "owner": "Ann",
        "due_on": "2026-09-01",
        "risk_ids": ["TW1"],
    },
    "decision": {
        "id": "D-1",
        "title": "Pause the drawdown",
        "choice": "defer",
        "decided_by": "the chair",
        "decided_on": "2026-08-20",
        "dissent": "Ben would have approved it.",
    },
    "scenario": {
        "scenario": {
            "id": "dry-year",
            "title": "Dry year",
            "story": "The money runs out.",
            "settings": {"works-funding": 10.0},
        }
    },
    "review": {
        "week": "2026-W34",
        "status": "closed",
        "as_of": "2026-08-20",
        "known_at": "2026-08-20T08:00:00Z",
        "state_hash": HASH,
        "head_seq": 7,
        "head_hash": HASH,
        "minutes": ["The audit comes first.\nThen the money."],
    },
    "resolution": {
        "risk_id": "TW1",
        "outcome": "no",
        "resolved_on": "2026-08-20",
        "source": "Ministry bulletin",
    },
    "import": {"file_name": "readings.csv", "file_hash": HASH, "entries": 3},
    "pack": {
        "pack_id": "small",
        "pack_hash": HASH,
        "title": "Small pack",
        "published_on": "2026-08-15",
    },
    "appetite": {
        "risk_id": "TW1",
        "most_chance": 0.4,
        "owner": "the chair",
        "decided_on": "2026-08-20",
        "until": "2027-01-31",
    },
    "position": {
        "id": "pause",
        "outcome": "p-by-target",
        "side": "below",
        "line": 0.35,
        "then": "Pause the drawdown",
        "owner": "the chair",
    },
    "event": {
        "id": "EV-1",
        "happened_on": "2026-08-19",
        "register_id": "border-talks",
        "title": "The bank leaves the consortium",
        "direction": "raises",
        "severity": 4,
        "source": "Ministry bulletin",
        "url": URL,
        "reliability": "B",
        "credibility": "2",
    },
}


def draft(
    kind: str = "judgement", /, author="Ann", reason="As seen.", **changes
) -> Draft:
    """Return a draft of a kind, valid but for the changes."""
    return make_draft(kind, {**FIELDS[kind], **changes}, author, reason)


def edit_id(number: object) -> str:
    """Return the edit id of a test's n-th edit."""
    return f"edit-{number!s:0>6}"


def record(workspace, *drafts: Draft) -> list:
    """Append drafts, each from the version that stands, and return the entries."""
    found = []
    for each in drafts:
        number = workspace.head().seq + 1
        version = workspace.version(each.subject)
        found.append(workspace.append(each, edit_id(number), version))
    return found
