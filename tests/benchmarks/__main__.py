"""Run every benchmark: ``python -m tests.benchmarks [--quick]``."""

import sys
from io import TextIOWrapper

from tests.benchmarks import (
    error,
    growth,
    peers,
    simulation,
    slider,
    startup,
    state,
)


def main() -> None:
    """Run one after the other, so that none disturbs another."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # into a file, too
    for each in (state, simulation, error, growth, peers, startup, slider):
        print(f"\n{(each.__doc__ or '').splitlines()[0]}")
        each.main()


if __name__ == "__main__":
    main()
