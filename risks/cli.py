"""The command line: prints, exit codes, and nothing else.

``araxes serve`` lives in ``dashboard.__main__``, which adds itself to this group.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from risks.errors import PackError, ProblemsError, RisksError
from risks.futures import Futures
from risks.futures_why import explain_outcome
from risks.model import Pack
from risks.packs import default_pack_folder, read_pack
from risks.rates import baseline
from risks.report import score_report
from risks.report_futures import explain_report, simulate_report
from risks.scenarios import WhatIf, check_settings, settings_of, what_if
from risks.settings_text import parse_assignments, parse_treatments
from risks.simulation import DEFAULT_PATHS, DEFAULT_SEED, Setup, months_ahead
from risks.simulation.draws import BATCHES
from risks.state import default_as_of

if TYPE_CHECKING:
    from risks.exports import View

EXIT_PROBLEMS = 1
YEARS = range(1900, 2201)


class Day(click.ParamType[date]):
    """A calendar day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self,
        value: str | date,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Return the day, or fail with a sentence."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day written as YYYY-MM-DD", param, ctx)
        if day.year not in YEARS:
            self.fail(f"{day} lies outside {YEARS[0]} to {YEARS[-1]}", param, ctx)
        return day


pack_option = click.option(
    "--pack",
    "folder",
    type=click.Path(path_type=Path),
    default=default_pack_folder,
    help="Folder of the pack; the South Caucasus pack if left out.",
)
as_of_option = click.option(
    "--as-of",
    type=Day(),
    help="Day the numbers are about; the newest evidence or judgement if left out.",
)
set_option = click.option(
    "--set",
    "assignments",
    metavar="INDICATOR=VALUE",
    multiple=True,
    help="Assume a value for an indicator, in its own unit; may be repeated.",
)


class Araxes(click.Group):
    """Turns every error the model raises on purpose into its sentences."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; exit 1 with the problems if it cannot be done."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(EXIT_PROBLEMS)
        except RisksError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Araxes, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="araxes")
def araxes() -> None:
    """Araxes: a scenario-planning risk board for the South Caucasus corridor."""


@araxes.command()
@pack_option
def check(folder: Path) -> None:
    """Say everything that is wrong with a pack, one problem a line."""
    try:
        pack = read_pack(folder)
    except PackError as error:
        click.echo("\n".join(map(str, error.problems)))
        raise click.exceptions.Exit(EXIT_PROBLEMS) from error
    click.echo(
        f"{pack.header.title}: {len(pack.registers)} registers, "
        f"{len(pack.risks)} risks, {len(pack.indicators)} indicators, "
        f"{len(pack.readings)} readings, {len(pack.events)} events; nothing to repair."
    )


@araxes.command()
@pack_option
@as_of_option
@set_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How to print: an aligned table, CSV, or JSON with everything.",
)
@click.option(
    "--of",
    "subject",
    type=click.Choice(["registers", "risks", "indicators"]),
    help="Which rows to print as CSV (risks if left out) or alone as a table.",
)
def score(
    folder: Path,
    as_of: date | None,
    assignments: tuple[str, ...],
    style: str,
    subject: str | None,
) -> None:
    """Print the pressures, chances and scores of a day."""
    report = score_report(_seen(folder, as_of, assignments))
    if style == "json":
        click.echo(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))
    elif style == "csv":
        click.echo(_csv(report[subject or "risks"]), nl=False)
    else:
        click.echo(_tables(report, subject))


@araxes.command()
@pack_option
@as_of_option
@set_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder to write into; made if missing, files of the same name replaced.",
)
@click.option(
    "--workspace",
    "where",
    metavar="FILE|URL",
    help="Count what this workspace holds too; the pack alone if left out.",
)
def export(
    folder: Path,
    as_of: date | None,
    assignments: tuple[str, ...],
    target: Path,
    where: str | None,
) -> None:
    """Write every table as CSV, with a data package that describes them."""
    from risks.exports import View, export_folder  # noqa: PLC0415  # pandas is slow

    if where is None:
        view = View(_seen(folder, as_of, assignments))
    else:
        view = _view_with_log(folder, as_of, assignments, where)
    seen = view.seen
    try:
        written = export_folder(view, target)
    except OSError as error:
        message = f"cannot write into {target}: {error.strerror or error}"
        raise click.ClickException(message) from error
    click.echo(f"{len(written)} files written to {target}, as of {seen.base.as_of}.")


scenario_option = click.option(
    "--scenario",
    "scenario_id",
    metavar="ID",
    help="Start from the settings of one of the pack's scenarios.",
)
treat_option = click.option(
    "--treat",
    "treatments",
    multiple=True,
    metavar="ID[=SHARE]",
    help="Switch a treatment on; SHARE, 0 to 1, is what it takes of its risk's rate "
    "where the pack states no effect. May be repeated.",
)
seed_option = click.option(
    "--seed",
    type=click.IntRange(0),
    default=DEFAULT_SEED,
    show_default=True,
    help="Seed of the draws; the same seed gives the same futures.",
)
paths_option = click.option(
    "--paths",
    type=click.IntRange(BATCHES),
    default=DEFAULT_PATHS,
    show_default=True,
    help=f"Futures to simulate; a multiple of {BATCHES}.",
)
months_option = click.option(
    "--months",
    type=click.IntRange(1, 240),
    show_default="to the pack's horizon",
    help="Months to simulate from the as-of day.",
)


def futures_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every option that says which futures are meant."""
    options = (
        pack_option,
        as_of_option,
        scenario_option,
        set_option,
        treat_option,
        paths_option,
        months_option,
        seed_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@araxes.command()
@futures_options
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="The risks as an aligned table or CSV, or everything as JSON.",
)
def simulate(style: str, **asked: Any) -> None:
    """Simulate the futures of a day and what they mean for the corridor."""
    futures, settings = _asked(**asked)
    report = simulate_report(futures, futures.outcomes(settings))
    if style == "json":
        click.echo(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))
    elif style == "csv":
        click.echo(_csv(report["risks"]), nl=False)
    else:
        outcomes = [
            {"outcome": name, **(found if isinstance(found, dict) else {})}
            for name, found in report["outcomes"].items()
        ]
        blocks = [aligned(report["risks"]), *(aligned([each]) for each in outcomes)]
        click.echo(f"As of {report['as_of']}\n\n" + "\n\n".join(blocks))


@araxes.command()
@futures_options
@click.option(
    "--outcome",
    "name",
    required=True,
    help="A risk's id, p-by-target, p-by-2030-12-31 (any day), opening-p50, "
    "funding-gap-p50 or joint-confidence.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="The parts as an aligned table or CSV, or everything as JSON.",
)
def explain(name: str, style: str, **asked: Any) -> None:
    """Say which settings move a simulated number, in parts that add up exactly."""
    futures, settings = _asked(**asked)
    report = explain_report(name, explain_outcome(futures, settings, name))
    if style == "json":
        click.echo(json.dumps(report, indent=2, ensure_ascii=False, allow_nan=False))
    elif style == "csv":
        click.echo(_csv(report["parts"]), nl=False)
    else:
        total = {"id": "total", "amount": report["total"]}
        click.echo(aligned([*report["parts"], total]))


def _asked(
    folder: Path, as_of: date | None, months: int | None, **asked: Any
) -> tuple[Futures, Mapping[str, float]]:
    """Return the futures a command asks about, and its settings."""
    paths, seed = asked.pop("paths"), asked.pop("seed")
    if paths % BATCHES:
        raise click.UsageError(f"--paths {paths} is not a multiple of {BATCHES}")
    pack = read_pack(folder)
    settings = _settings(pack, **asked)
    base = baseline(pack, as_of or default_as_of(pack))
    setup = Setup(paths, months or months_ahead(pack, base.as_of), seed)
    return Futures(base, setup), check_settings(pack, settings, "--scenario")


def _settings(
    pack: Pack,
    scenario_id: str | None,
    assignments: tuple[str, ...],
    treatments: tuple[str, ...],
) -> dict[str, float]:
    """Return a scenario's settings, with what was typed in their place."""
    return {
        **(settings_of(pack, pack.scenario(scenario_id)) if scenario_id else {}),
        **parse_assignments(pack, assignments),
        **parse_treatments(pack, treatments),
    }


def _seen(folder: Path, as_of: date | None, assignments: tuple[str, ...]) -> WhatIf:
    pack = read_pack(folder)
    base = baseline(pack, as_of or default_as_of(pack))
    return what_if(base, parse_assignments(pack, assignments))


def _view_with_log(
    folder: Path, as_of: date | None, assignments: tuple[str, ...], where: str
) -> "View":
    """Return the export of a day as pack and log have it, of every register."""
    from risks.cli_workspace import entries_at  # noqa: PLC0415  # it imports this one
    from risks.exports import View  # noqa: PLC0415  # pandas is slow
    from risks.forecasts import forecasts  # noqa: PLC0415  # with the log, as below
    from risks.reviews.treated import newest_day, treated_baseline  # noqa: PLC0415
    from risks.workspace import pack_with  # noqa: PLC0415

    alone, entries = read_pack(folder), entries_at(where)
    pack = pack_with(alone, entries)
    base = treated_baseline(pack, entries, as_of or newest_day(pack, entries))
    seen = what_if(base, parse_assignments(pack, assignments))
    return View(seen, None, forecasts(alone, entries, base.as_of), entries)


def _csv(rows: list[dict[str, object]]) -> str:
    from risks.exports import rows_as_csv  # noqa: PLC0415  # pandas is slow

    return rows_as_csv(rows)


def _tables(report: Mapping[str, list[dict[str, object]]], subject: str | None) -> str:
    names = [subject] if subject else ["registers", "risks"]
    parts = [f"As of {report['as_of']}"]
    for name in names:
        parts += ["", name.capitalize(), aligned(report[name])]
    return "\n".join(parts)


def aligned(rows: list[dict[str, object]]) -> str:
    """Return rows as columns lined up for a terminal; unknown values as a dash."""
    if not rows:
        return "(none)"
    header = list(rows[0])
    body = [[_cell(row[name]) for name in header] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *body, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [header, *body]
    ]
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


from risks import cli_meeting, cli_record, cli_review, cli_workspace  # noqa: E402, F401
