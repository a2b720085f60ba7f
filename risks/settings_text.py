"""Settings as a person types them: ``indicator=value``, ``treatment=share``."""

from collections.abc import Iterable, Mapping

from risks.errors import Problem, SettingError, UnknownIdError
from risks.model import Pack
from risks.scenarios import check_settings


def parse_assignments(pack: Pack, assignments: Iterable[str]) -> Mapping[str, float]:
    """Return ``indicator=value`` texts as settings that can be assumed.

    Raises
    ------
    SettingError
        With every text that is no assignment, or every setting that is refused.
    """
    settings: dict[str, float] = {}
    problems = []
    for text in assignments:
        name, _, value = text.partition("=")
        try:
            number = float(value)
        except ValueError:
            what = "is not indicator=value with a number for value"
            problems.append(Problem(f"--set {text}", what))
            continue
        if name.strip() in settings:
            problems.append(Problem(f"--set {text}", "sets an indicator a second time"))
        settings[name.strip()] = number
    if problems:
        raise SettingError(problems)
    return check_settings(pack, settings, where="--set")


def parse_treatments(pack: Pack, wanted: Iterable[str]) -> Mapping[str, float]:
    """Return ``ID`` or ``ID=share`` texts as treatments switched on.

    Raises
    ------
    SettingError
        With every text that names no treatment, states no number, or names a
        treatment whose effect nobody has stated without giving one.
    """
    effects: dict[str, float] = {}
    problems = []
    for text in wanted:
        name, _, share = text.partition("=")
        try:
            effects[name.strip()] = _share(pack, name.strip(), share)
        except (ValueError, UnknownIdError) as error:
            problems.append(Problem(f"--treat {text}", str(error)))
    if problems:
        raise SettingError(problems)
    return check_settings(pack, effects, where="--treat")


def _share(pack: Pack, treatment_id: str, typed: str) -> float:
    """Return the share typed, else the stated one; raises where neither is there."""
    stated = pack.treatment(treatment_id).effect
    if typed:
        try:
            return float(typed)
        except ValueError:
            raise ValueError(f"{typed!r} is not a share from 0 to 1") from None
    if stated is None:
        hint = f"{treatment_id}=0.25"
        raise ValueError(f"no effect is stated; give a share, as in {hint}")
    return stated
