"""The real ``araxes serve`` in a process group of its own, to be ended any moment."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SERVE = ("dashboard", "serve")
START_SECONDS, ANSWER_SECONDS = 60.0, 30.0
END_SECONDS = 20.0  # a process that is still starting notices late on a busy machine


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Served:
    """A server about a workspace's file; ``words`` are the module and its command."""

    def __init__(self, file: Path, words: tuple[str, ...] = SERVE) -> None:
        self.file, self.port = file, free_port()
        self.said = file.with_name(f"said-{self.port}.txt")
        module, *rest = words
        command = [sys.executable, "-m", module, *rest, "--port", str(self.port)]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--workspace", str(file)],
                cwd=ROOT,
                env={**os.environ, **homes(file.parent)},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait(self) -> "Served":
        """Wait until it answers."""
        until(self._answers, START_SECONDS, f"the server never answered: {self.words}")
        return self

    @property
    def words(self) -> str:
        """Return everything it printed and logged."""
        return self.said.read_text(errors="replace")

    def get(self, path: str) -> Answer:
        return self._asked("GET", path, None)

    def post(self, path: str, body: Any) -> Answer:
        return self._asked("POST", path, body)

    def post_deafly(self, path: str, body: Any) -> None:
        """Send something and hang up before the answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("POST", path, json.dumps(body), JSON)
        finally:
            connection.close()

    def kill(self, *, with_group: bool = True) -> None:
        """End it at once, and its long work with it unless that is to end by itself."""
        if with_group:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()
        until(
            lambda: not of_session(self.process.pid),
            END_SECONDS,
            "processes outlived their server",
        )

    def _asked(self, method: str, path: str, body: Any) -> Answer:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=ANSWER_SECONDS
        )
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, JSON if sent else {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.words
        try:
            return self.get("/api/what-if").status == 200
        except OSError:
            return False


JSON: Mapping[str, str] = {"Content-Type": "application/json"}


def homes(folder: Path) -> dict[str, str]:
    """Return where a server keeps what it keeps: all of it in one folder."""
    names = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    return {name: str(folder / "home") for name in names}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def of_session(session: int) -> list[int]:
    """Return the living processes of a session, on Linux."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, number = each.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has just ended
            continue
        if int(number) == session and state not in "ZX":
            found.append(int(each.parent.name))
    return found


def until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Wait for something; fails with a sentence after some seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)
