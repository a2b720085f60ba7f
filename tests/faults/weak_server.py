"""Servers that do what ours must not, to see that the tests would notice.

``python -m tests.faults.weak_server hasty|forgetful serve …``
"""

import sys
import time
from queue import SimpleQueue
from threading import Thread
from types import SimpleNamespace
from typing import Any

from dashboard import record_api
from dashboard.__main__ import main

record = record_api.record


def hasty(model: Any, asked: Any) -> Any:
    """Say that something is saved, and save it a moment later."""
    WAITING.put((model, asked))
    return SimpleNamespace(seq=0, row=SimpleNamespace(hash=""), note="")


def forgetful(model: Any, asked: Any) -> Any:
    """Take what is sent again for something new."""
    again = f"{asked.edit_id}-{time.monotonic_ns()}"
    found = model.log.workspace.version(f"indicator/{asked.fields.get('indicator_id')}")
    version = {"expected_version": found} if found else {}
    return record(model, asked.model_copy(update={"edit_id": again, **version}))


def _save_later() -> None:
    while True:
        model, asked = WAITING.get()
        time.sleep(0.05)
        record(model, asked)


WAITING: SimpleQueue[tuple[Any, Any]] = SimpleQueue()
WAYS = {"hasty": hasty, "forgetful": forgetful}

if __name__ == "__main__":
    record_api.record = WAYS[sys.argv.pop(1)]
    Thread(target=_save_later, daemon=True).start()
    main()
