"""What the download links hand out: one zip file about a what-if."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import risks
from dashboard.queries.model import Model


@dataclass(frozen=True)
class Download:
    """A file to save: its name, ours whatever was asked, and its bytes."""

    name: str
    content: bytes


def download(
    model: Model, as_of: date, settings: Mapping[str, float], register_id: str = ""
) -> Download:
    """Return the tables of a day as one zip file, whole or one register of them.

    Raises
    ------
    SettingError
        If some settings cannot be assumed.
    UnknownIdError
        If no register is called that.
    """
    checked = risks.check_settings(model.pack, settings)
    register = model.pack.register(register_id).id if register_id else None
    # Imported here: it brings pandas, which nobody waits for who only reads pages.
    from dashboard.queries.forecasts import known_at, questions  # noqa: PLC0415
    from risks.exports import View, export_zip  # noqa: PLC0415
    from risks.workspace import known_by  # noqa: PLC0415

    with model.steady():
        seen, asked = risks.what_if(model.base(as_of), checked), questions(model, as_of)
        entries = known_by(model.entries, known_at(model, as_of))
    view = View(seen, register, asked, entries)
    return Download(f"{view.name}.zip", export_zip(view))
