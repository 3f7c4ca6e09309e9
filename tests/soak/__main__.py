"""`python -m tests.soak`: soaks for SOAK_SECONDS, from SOAK_SEED or a new seed, and ends with 1 if it found a fault.

`python -m tests.soak faults` soaks for a short while with each of some workers that have a fault, and ends with 1 if it
misses one of them.
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import SystemRandom

from rich.console import Console
from rich.table import Table

from tests.soak.faults import FAULTS
from tests.soak.run import Soaked, soak

SECONDS = 180.0
SECONDS_WITH_A_FAULT = 40.0
SEEDS = 1_000_000
SHOWN = 20
"""How many faults of a kind are told in full."""


def main(asked: list[str]) -> int:
    """Does what is asked for, and gives the exit code."""
    seed = int(os.environ.get("SOAK_SEED") or SystemRandom().randrange(SEEDS))
    seconds = float(os.environ.get("SOAK_SECONDS") or (SECONDS_WITH_A_FAULT if asked else SECONDS))
    return look_for_faults(Console(), seed, seconds) if asked == ["faults"] else soak_and_tell(Console(), seed, seconds)


def look_for_faults(console: Console, seed: int, seconds: float) -> int:
    """Soaks with every fault, one after the other, and says by what it was found."""
    missed = 0
    for file, kind in FAULTS.items():
        folder = Path(tempfile.mkdtemp(prefix=f"nurture-soak-{file.stem}-"))
        verdict = soak(folder, seed=seed, seconds=seconds, worker_file=file).verdict
        found = ", ".join(f"{kind} ({len(faults)})" for kind, faults in verdict.faults.items() if faults)
        is_found = bool(verdict.faults[kind])
        missed += not is_found
        console.print(f"{file.stem}: {'found' if is_found else 'MISSED'}, must be {kind}; found: {found or 'nothing'}")
    return 1 if missed else 0


def soak_and_tell(console: Console, seed: int, seconds: float) -> int:
    """One soak, told. The servers' logs are kept."""
    console.print(f"Seed {seed}: trouble for {seconds:.0f} s, then some minutes until all have come to their end.")
    folder = Path(tempfile.mkdtemp(prefix="nurture-soak-"))
    soaked = soak(folder, seed=seed, seconds=seconds)
    console.print(table(soaked))
    for kind, faults in soaked.verdict.faults.items():
        for fault in faults[:SHOWN]:
            console.print(f"{kind}: {fault}", markup=False)
    for key in soaked.verdict.unknown:
        taken = "the server has it" if key in soaked.verdict.unknown_but_taken else "the server does not have it"
        console.print(f"unknown: {key} ({taken})", markup=False)
    console.print(f"Logs are in {folder}; again: SOAK_SEED={seed} SOAK_SECONDS={seconds:.0f} make soak")
    return 0 if soaked.verdict.is_clean else 1


def table(soaked: Soaked) -> Table:
    """What was done, what came of it, and how many faults of each kind there are."""
    evidence, verdict = soaked.evidence, soaked.verdict
    outcomes = Counter(run.outcome or ("held" if run.held_reason else "inside") for run in evidence.runs)
    rows = {
        "journeys": len(evidence.runs),
        **{f"  {outcome}": number for outcome, number in sorted(outcomes.items())},
        "mails that the server took": len(evidence.seen),
        **dict(sorted(soaked.done.items())),
        "unknown": len(verdict.unknown),
        "  of them, taken by the server": len(verdict.unknown_but_taken),
        **{f"FAULT: {kind}": len(faults) for kind, faults in verdict.faults.items()},
    }
    shown = Table("", "number")
    for name, number in rows.items():
        shown.add_row(name, str(number))
    return shown


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
