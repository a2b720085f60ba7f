"""The browser the tests drive: the system's own, never a downloaded one."""

import shutil

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str:
    """Return where a Chromium is installed; raises ``FileNotFoundError``."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    msg = f"no browser found; install one of {', '.join(NAMES)}"
    raise FileNotFoundError(msg)
