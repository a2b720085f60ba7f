"""File after file of a pack into a draft, gathering what is wrong on the way."""

from dataclasses import replace
from pathlib import Path

from risks.errors import Problem, nearest_hint
from risks.model import (
    Assumptions,
    CalendarEntry,
    Event,
    FundingSource,
    Indicator,
    PackHeader,
    Reading,
    Register,
    Risk,
    Scenario,
    Signal,
    Stage,
    Station,
    Treatment,
    Trigger,
)
from risks.packs.csv_rows import read_table
from risks.packs.draft import Draft, R, Table, lost_table
from risks.packs.files import HEADER, Limits, decode, read_files, register_folders
from risks.packs.geometry import feature_ids, parse_geometry
from risks.packs.toml_tables import (
    TomlFile,
    check_keys,
    parse_toml,
    table_of,
    top_record,
)

MAPS = ("corridor", "basemap")
REGISTER_TABLES = ("indicator", "risk", "signal", "trigger", "treatment")


class PackReader:
    """Reads each file of a pack once; ``problems`` grows on the way.

    Attributes
    ----------
    contents
        The bytes of every file by its path within the pack.
    problems
        What was found wrong so far.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self.contents = read_files(folder, limits, self.problems)
        self._folders = register_folders(folder, [])  # its problems are known
        self._limits = limits
        self._wanted: list[str] = []

    def read(self) -> Draft:
        """Return every record that is valid by itself, and where it was found."""
        draft = Draft()
        self._read_header(draft)
        for register_id in draft.register_ids:
            self._read_register(draft, register_id)
        self._read_assumptions(draft)
        draft.events.append(self._rows("events.csv", Event))
        draft.calendar.append(self._rows("calendar.csv", CalendarEntry))
        self._read_corridor(draft)
        self._read_scenarios(draft)
        self._read_maps(draft)
        self._report_files()
        return draft

    def _read_header(self, draft: Draft) -> None:
        draft.register_ids = self._folders
        if not (toml := self._toml(HEADER)):
            return
        check_keys(toml, set(PackHeader.model_fields), self.problems)
        draft.headers.append(top_record(toml, PackHeader, self.problems))
        listed = toml.content.get("registers")
        if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
            # an unlisted folder is read too, so that mentions of it are no problems
            draft.register_ids = list(dict.fromkeys([*listed, *self._folders]))
            draft.register_ids_whole = True
            where = toml.where(("registers",), "registers")
            self._check_registers(listed, where)

    def _check_registers(self, listed: list[str], where: str) -> None:
        if not listed:
            self.problems.append(Problem(where, "lists no register"))
        for register_id in dict.fromkeys(listed):
            if register_id not in self._folders:
                what = f"register {register_id!r} has no folder in registers"
                hint = nearest_hint(register_id, self._folders)
                self.problems.append(Problem(where, what, hint))
            if listed.count(register_id) > 1:
                what = f"register {register_id!r} is listed twice"
                self.problems.append(Problem(where, what))
        for name in self._folders:
            if name not in listed:
                what = "the folder is not listed under registers in pack.toml"
                hint = nearest_hint(name, listed)
                self.problems.append(Problem(f"registers/{name}", what, hint))

    def _read_register(self, draft: Draft, register_id: str) -> None:
        folder = f"registers/{register_id}"
        toml = None
        readings: Table[Reading] = lost_table(folder)
        if register_id in self._folders:
            toml = self._toml(f"{folder}/register.toml")
            readings = self._rows(f"{folder}/readings.csv", Reading, register_id)
        draft.readings.append(readings)
        draft.indicators.append(self._table(toml, "indicator", Indicator, register_id))
        draft.risks.append(self._table(toml, "risk", Risk, register_id))
        draft.signals.append(self._table(toml, "signal", Signal, register_id))
        draft.triggers.append(self._table(toml, "trigger", Trigger, register_id))
        draft.treatments.append(self._table(toml, "treatment", Treatment, register_id))
        if toml:
            check_keys(toml, {*REGISTER_TABLES, *Register.model_fields}, self.problems)
            record = top_record(toml, Register, self.problems, register_id)
            draft.registers.append(record)

    def _read_assumptions(self, draft: Draft) -> None:
        if toml := self._toml("assumptions.toml"):
            check_keys(toml, set(Assumptions.model_fields), self.problems)
            draft.assumptions.append(top_record(toml, Assumptions, self.problems))

    def _read_corridor(self, draft: Draft) -> None:
        toml = self._toml("corridor.toml")
        draft.stations.append(self._table(toml, "station", Station))
        draft.stages.append(self._table(toml, "stage", Stage))
        draft.funding_sources.append(self._table(toml, "funding_source", FundingSource))
        if toml:
            check_keys(toml, {"station", "stage", "funding_source"}, self.problems)

    def _read_scenarios(self, draft: Draft) -> None:
        toml = self._toml("scenarios.toml")
        draft.scenarios.append(self._table(toml, "scenario", Scenario))
        if toml:
            check_keys(toml, {"scenario"}, self.problems)

    def _read_maps(self, draft: Draft) -> None:
        for name in MAPS:
            path = f"geo/{name}.geojson"
            if text := self._text(path):
                draft.geometry[name] = parse_geometry(path, text, self.problems)
        if corridor := draft.geometry.get("corridor"):
            draft.geometry_ids = feature_ids(corridor)

    def _table(
        self, toml: TomlFile | None, key: str, model: type[R], register_id: str = ""
    ) -> Table[R]:
        if toml is None:
            return lost_table(key, register_id)
        return table_of(toml, key, model, self.problems, register_id)

    def _rows(self, name: str, model: type[R], register_id: str = "") -> Table[R]:
        text = self._text(name)
        if text is None:
            return lost_table(name, register_id)
        table = read_table(name, text, model, self._limits, self.problems)
        return replace(table, register_id=register_id)

    def _toml(self, name: str) -> TomlFile | None:
        text = self._text(name)
        return None if text is None else parse_toml(name, text, self.problems)

    def _text(self, name: str) -> str | None:
        self._wanted.append(name)
        if name not in self.contents:
            return None
        return decode(name, self.contents[name], self.problems)

    def _report_files(self) -> None:
        """Report files that are missing, and files that nothing reads."""
        reported = {problem.where for problem in self.problems}
        unread = [name for name in self.contents if name not in self._wanted]
        missing = [name for name in self._wanted if name not in self.contents]
        for name in missing:
            if name not in reported:
                hint = nearest_hint(name, unread)
                self.problems.append(Problem(name, "the file is missing", hint))
        for name in unread:
            hint = nearest_hint(name, missing)
            self.problems.append(Problem(name, "is not a file of a pack", hint))
