"""An app served on a free port of this machine for as long as a test needs it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dash import Dash
from waitress.server import create_server


@contextmanager
def served(app: Dash) -> Iterator[str]:
    """Serve an app; gives its address, and leaves no thread or socket behind."""
    running = create_server(app.server, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.effective_port}"
    finally:
        running.task_dispatcher.shutdown()
        running.close()
        thread.join(timeout=5)
