"""An app served on a free port of this machine for as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dash import Dash
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import close_all


@contextmanager
def served(app: Dash, **limits: int) -> Iterator[str]:
    """Serve an app; gives its address, and leaves no thread or socket behind."""
    asked = {"threads": 8, **limits}
    running = create_server(app.server, host="127.0.0.1", port=0, **asked)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.effective_port}"
    finally:
        running.task_dispatcher.shutdown()
        # By the loop's own thread: it may be waiting for the sockets that are closed.
        running.trigger.pull_trigger(lambda: _close(running))
        thread.join(timeout=10)
        assert not thread.is_alive()


def _close(running: BaseWSGIServer) -> None:
    """Close what browsers have open, with what was not sent yet, then the rest."""
    for each in list(running._map.values()):
        if isinstance(each, HTTPChannel):
            each.handle_close()
    close_all(running._map)
