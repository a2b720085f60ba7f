"""What every test shares: no time limits, since machines differ and are busy.

Whatever a test starts finds an empty data folder, never the reader's own workspace.
"""

import os
import tempfile

from hypothesis import settings

settings.register_profile("araxes", deadline=None)
settings.load_profile("araxes")

_DATA_FOLDER = tempfile.TemporaryDirectory(prefix="araxes-tests-")
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = _DATA_FOLDER.name
