"""Workers with a fault each, by which it is seen that a soak finds it: a file a fault, run in place of worker.py."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

FAULTS: Final[Mapping[Path, str]] = {
    Path(__file__).with_name(f"{name}.py"): kind
    for name, kind in {
        "sends_again": "sent twice",
        "forgets_some": "lost",
        "miscounts": "unaccounted for",
        "never_looks_back": "sent after an exit",
        "writes_by_night": "sent out of hours",
    }.items()
}
"""What is run, and the kind of fault that the judge must find."""
