"""What every test shares: no time limits, since machines differ and are busy."""

from hypothesis import settings

settings.register_profile("araxes", deadline=None)
settings.load_profile("araxes")
