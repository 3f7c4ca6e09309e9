"""`python -m nurture.devserver get [FOLDER]` prints the path of the Temporal CLI, got if need be."""

import sys
from pathlib import Path

from nurture.devserver.cli_binary import find_temporal
from nurture.errors import NotSetUp


def main(arguments: list[str]) -> int:
    """The exit code: 0 if the CLI is there, 1 if it can't be got, 2 for a wrong command line."""
    match arguments:
        case ["get"]:
            bin_dir = Path(".bin")
        case ["get", folder]:
            bin_dir = Path(folder)
        case _:
            print("usage: python -m nurture.devserver get [FOLDER]", file=sys.stderr)
            return 2
    try:
        print(find_temporal(bin_dir))
    except NotSetUp as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
