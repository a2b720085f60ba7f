"""Start the dashboard: the edge where the clock, the port and the pack are chosen."""

import os

# Before numpy is imported: with one thread of its own, twenty people moving sliders
# wait a tenth as long (measured, see the README).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from risks.cli import araxes, as_of_option, pack_option
from risks.cli_review import old_pack_option
from risks.cli_workspace import own_place

if TYPE_CHECKING:
    from dash import Dash

    from dashboard.jobs.runner import JobRunner
    from dashboard.queries.model import Model

HOST = "127.0.0.1"
DEFAULT_PORT = 8050
THREADS = 8
# What is larger is not even kept; the app itself takes a quarter of such a body.
LIMITS = {
    "connection_limit": 1000,
    "max_request_body_size": 1024 * 1024,
    "max_request_header_size": 64 * 1024,
}


@araxes.command()
@pack_option
@as_of_option
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port on this machine to listen on.",
)
@click.option(
    "--workspace",
    metavar="FILE|URL",
    help="Where the team's log is kept, unless in your data folder.",
)
@click.option("--no-workspace", is_flag=True, help="Show the pack alone, to read only.")
@old_pack_option
def serve(as_of: date | None, port: int, **places: Any) -> None:
    """Serve the dashboard on this machine, to this machine only."""
    source = source_of(**places)
    with bound(port) as listener, long_work(source) as runner:
        server = made_app(source, as_of, runner).server
        click.echo(f"Araxes is on http://{HOST}:{port} (Ctrl+C stops it)")
        # Imported here so that the other commands need neither Dash nor waitress.
        from waitress import serve as run  # noqa: PLC0415

        run(server, sockets=[listener], threads=THREADS, **LIMITS)


@dataclass(frozen=True)
class Source:
    """Where what is shown comes from.

    Attributes
    ----------
    folder
        The pack's.
    workspace
        Address of the team's log; None shows the pack alone.
    old_folders
        Those of earlier versions of the pack that closed weeks saw.
    """

    folder: Path
    workspace: str | None = None
    old_folders: tuple[Path, ...] = ()


def source_of(
    folder: Path,
    workspace: str | None,
    no_workspace: bool,
    old_folders: tuple[Path, ...],
) -> Source:
    """Return the source that the options name."""
    place = None if no_workspace else workspace or own_place()
    return Source(folder, place, old_folders)


@contextmanager
def long_work(source: Source) -> Iterator["JobRunner"]:
    """Give a runner for what takes seconds; leave no process of it behind."""
    from dashboard.queries.long_work import runner_for  # noqa: PLC0415
    from dashboard.settings import read_settings  # noqa: PLC0415

    runner = runner_for(
        source.folder,
        read_settings().cache_folder,
        source.workspace,
        source.old_folders,
    )
    try:
        yield runner
    finally:
        runner.close()


def made_app(
    source: Source, as_of: date | None, runner: "JobRunner | None" = None
) -> "Dash":
    """Return the app over a pack and the team's log, with the clock of this machine."""
    from dashboard.queries.model import Model  # noqa: PLC0415
    from dashboard.queries.warm import warm_up  # noqa: PLC0415
    from dashboard.settings import read_settings  # noqa: PLC0415
    from risks.packs import read_pack  # noqa: PLC0415

    settings = read_settings()
    model = Model(read_pack(source.folder), date.today, as_of, settings.cache_folder)
    follow(model, source)
    # While Dash is still being imported, and the first page on its way to the browser.
    Thread(target=warm_up, args=(model,), daemon=True).start()
    from dashboard.app import create_app  # noqa: PLC0415

    return create_app(model, settings, runner)


def follow(model: "Model", source: Source) -> None:
    """Let a model follow the log in a workspace; one that is not there is created."""
    if source.workspace is None:
        return
    from dashboard.queries.log import Log  # noqa: PLC0415
    from risks.packs import read_pack  # noqa: PLC0415
    from risks.workspace import Workspace, WorkspaceError  # noqa: PLC0415

    earlier = [*map(read_pack, source.old_folders)]
    try:
        opened = Workspace.open(source.workspace, lambda: datetime.now(UTC))
        model.follow(Log(model.pack, opened, earlier))
    except WorkspaceError as error:
        hint = "name another place with --workspace, or read on with --no-workspace"
        raise click.ClickException(f"{error}; {hint}") from error


def bound(port: int) -> socket.socket:
    """Return a socket bound to a port of this machine, or say why it cannot be."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        reason = "is in use" if error.errno == errno.EADDRINUSE else "cannot be used"
        message = f"port {port} {reason}; choose another with --port"
        raise click.ClickException(message) from error
    return listener


def main() -> None:
    """Run the ``araxes`` command."""
    araxes()


if __name__ == "__main__":
    main()
