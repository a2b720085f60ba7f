"""A team that goes on saving while its server is killed, and remembers every answer."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import risks
from risks.model import Kind
from risks.workspace import Anchor, Durability, Options, Recorded, Workspace
from tests.app.browsing import UPDATE, body_for
from tests.faults.serving import Answer, Served

PACK = risks.read_pack(risks.default_pack_folder())
MEASURED = [each for each in PACK.indicators if each.kind is Kind.MEASURED]
JUDGED = [each.id for each in PACK.indicators if each.kind is Kind.JUDGED]
LENGTHS = (20, 300, 1_500)
RECORD = "/api/record"
CREATED, CONFLICT, UNUSABLE = 201, 409, 422
GONE = (OSError, HTTPException)  # what is raised about a server that is not there
PAGES = ("/", "/registers", "/evidence", "/what-if", "/review")


@dataclass
class Said:
    """One thing someone saves: the body of the request, and what it is about."""

    body: dict[str, Any]
    subject: str

    @property
    def edit_id(self) -> str:
        return str(self.body["edit_id"])


@dataclass
class Team:
    """Who says what, what was answered 201, and what had no answer.

    Attributes
    ----------
    saved
        By edit id: what was said and the answer to it.
    unsure
        What was sent and not answered; to be sent again.
    faults
        Answers that should not be.
    refused, seen, sent_again
        Confirmations that came too late, other answers, and what ``unsure`` held.
    processes
        Those beside the servers, for long work, when these were killed.
    """

    saved: dict[str, tuple[Said, dict[str, Any]]] = field(default_factory=dict)
    unsure: list[Said] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refused: int = 0
    seen: int = 0
    sent_again: int = 0
    processes: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(4))  # noqa: S311
    _versions: dict[str, int] = field(default_factory=dict)
    _confirmable: list[str] = field(default_factory=lambda: [*JUDGED])
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _number: int = 0

    def at_work(self, server: Served, people: int) -> list[threading.Thread]:
        """Let people save and one look around until the server is gone."""
        acts = [*[self._save] * people, self._look]
        work = [threading.Thread(target=act, args=(server,)) for act in acts]
        for each in work:
            each.start()
        return work

    def send_again(self, server: Served) -> None:
        """Send everything again that had no answer; each must be saved now."""
        unsure, self.unsure = self.unsure, []
        self.sent_again += len(unsure)
        for said in unsure:
            self.send(server, said)
        if self.unsure:
            self.faults.append("a server that was started again gave no answer")

    def _save(self, server: Served) -> None:
        while True:
            said = self.next_said()
            if self.chance.random() < 0.05:  # the answer is lost on its way
                self.unsure.append(said)
                try:
                    server.post_deafly(RECORD, said.body)
                except GONE:
                    return
            elif not self.send(server, said):
                return

    def send(self, server: Served, said: Said) -> bool:
        """Save something, after others where they were first; False without answer."""
        while True:
            try:
                answer = server.post(RECORD, said.body)
                told = answer.json
            except (*GONE, ValueError):
                self.unsure.append(said)
                return False
            if answer.status != CONFLICT:
                self.heard(said, answer)
                return True
            if told["is_same_edit"]:
                self.faults.append(f"{said.edit_id}: {told['error']}")
                return True
            said.body["expected_version"] = told["version"]

    def heard(self, said: Said, answer: Answer) -> None:
        with self._lock:
            if answer.status == CREATED:
                self.saved[said.edit_id] = said, answer.json
                known = self._versions.get(said.subject, 0)
                self._versions[said.subject] = max(known, answer.json["version"])
            elif answer.status == UNUSABLE and said.body["kind"] == "confirmation":
                self.refused += 1  # read or confirmed today already
            else:
                self.faults.append(f"{answer.status}: {answer.body[:300]!r}")

    def next_said(self) -> Said:
        with self._lock:
            self._number += 1
            luck = self.chance.random()
            if luck < 0.1 and self._confirmable:
                name = self._confirmable.pop()
                kind, fields = "confirmation", {"indicator_id": name}
            elif luck < 0.4:
                kind, fields = "judgement", self._judgement()
            else:
                kind, fields = "reading", self._reading()
            return self._signed(kind, fields)

    def _signed(self, kind: str, fields: dict[str, Any]) -> Said:
        subject = f"indicator/{fields.get('indicator_id')}"
        if kind == "judgement":
            subject = f"risk/{fields['risk_id']}"
        edit_id = f"edit-{self._number:06}"
        body = {
            "kind": kind,
            "fields": fields,
            "author": f"Person {self._number % 4}",
            "reason": f"{edit_id} " + "x" * self.chance.choice(LENGTHS),
            "edit_id": edit_id,
            "expected_version": self._versions.get(subject, 0),
        }
        return Said(body, subject)

    def _reading(self) -> dict[str, Any]:
        indicator = self.chance.choice(MEASURED[:12])
        first = date(2026, 6, 1)
        return {
            "indicator_id": indicator.id,
            "observed_on": str(first + timedelta(days=self.chance.randrange(60))),
            "value": round(self.chance.uniform(indicator.lowest, indicator.highest), 6),
            "source": f"Report {self._number}",
            "url": "https://example.org/report",
            "reliability": "B",
            "credibility": "2",
        }

    def _judgement(self) -> dict[str, Any]:
        low, likely, high = sorted(self.chance.sample(range(1, 99), 3))
        return {
            "risk_id": self.chance.choice(PACK.risks[:8]).id,
            "low": low / 100,
            "likely": likely / 100,
            "high": high / 100,
            "judged_on": "2026-08-16",
        }

    def _look(self, server: Served) -> None:
        """Read pages, ask what if, and start long work until the server is gone."""
        brent = {"settings": {MEASURED[0].id: MEASURED[0].lowest}}
        for number in range(10**9):
            why = {"owner": f"tab-{number % 3}", "kind": "why", "question": WHY}
            page = PAGES[number % len(PAGES)]
            try:
                self._note(page, server.post("/api/jobs", why), 202, 503)
                self._note(page, server.get(page), 200)
                self._note(page, server.post("/api/what-if", brent), 200)
                self._note(page, server.post(UPDATE, body_for(page)), 200)
            except GONE:
                return

    def _note(self, page: str, answer: Answer, *allowed: int) -> None:
        self.seen += 1
        if answer.status not in allowed:
            self.faults.append(f"{page}, {answer.status}: {answer.body[:300]!r}")


WHY = {"as_of": "2026-08-15", "settings": {}, "outcome": "opening-p50"}


def problems(team: Team, file: Path) -> list[str]:
    """Return how a log differs from what a team was told, and how it is broken."""
    if not file.exists():  # killed before it was begun
        return [f"lost: {name}" for name in team.saved]
    options = Options(durability=Durability(busy_seconds=30.0))
    log = Workspace.open(file, lambda: datetime.now(UTC), options)  # noqa: TID251
    entries = {each.row.edit_id: each for each in log.entries()}
    told = [Anchor(each["seq"], each["hash"]) for _, each in team.saved.values()]
    broken = log.verify(told)
    log.close()
    found = [f"broken: {broken}"] if broken else []
    texts = Counter(each.reason.split()[0] for each in entries.values())
    found += [f"twice: {name}" for name, count in texts.items() if count > 1]
    for name, (said, answer) in team.saved.items():
        entry = entries.get(name)
        if entry is None:
            found.append(f"lost: {name}")
        elif (entry.seq, entry.row.hash) != (answer["seq"], answer["hash"]):
            found.append(f"another number: {name}")
        elif not _says(entry, said):
            found.append(f"another text: {name}")
    return found


def _says(entry: Recorded, said: Said) -> bool:
    fields = entry.payload.model_dump(mode="json")
    is_same = all(fields[name] == each for name, each in said.body["fields"].items())
    wanted = said.body["author"], said.body["reason"].strip(), said.subject
    return is_same and wanted == (entry.author, entry.reason, entry.subject)
