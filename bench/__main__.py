"""`python -m bench [section …]`: measure and print, with machine, date and aims."""

import sys
from collections.abc import Callable

from bench import (
    dashboard,
    designing,
    domain_cost,
    ingesting,
    latency,
    long_profile,
    memory,
    previewing,
    timers_due,
    trying,
)
from bench.machine import described
from bench.places import Places, places

SECTIONS: dict[str, Callable[[Places], None]] = {
    "domain": lambda _: domain_cost.run(),
    "ingest": ingesting.run,
    "latency": latency.run,
    "dashboard": dashboard.run,
    "timers": timers_due.run,
    "long": long_profile.run,
    "memory": memory.run,
    "designing": designing.run,
    "preview": previewing.run,
    "simulate": lambda _: trying.run(),
}


def main(wanted: list[str]) -> int:
    """Run the sections named, or all; 2 for one that there is not."""
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        print(f"There is no {unknown[0]!r}; there are {', '.join(SECTIONS)}.", file=sys.stderr)
        return 2
    print(described())
    with places() as opened:
        for name in wanted or SECTIONS:
            SECTIONS[name](opened)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
