"""`python -m bench`: every measurement, one after the other; `python -m bench journeys check` picks some."""

import sys

from bench import at_dates, broadcast, check, imports, intake, journeys, population

MEASUREMENTS = {
    "journeys": journeys.measure,
    "check": check.measure,
    "population": population.measure,
    "intake": intake.measure,
    "import": imports.measure,
    "at_dates": at_dates.measure,
    "broadcast": broadcast.measure,
}


def main() -> None:
    """Runs the measurements named on the command line, or all."""
    for name in sys.argv[1:] or MEASUREMENTS:
        MEASUREMENTS[name]()


if __name__ == "__main__":
    main()
