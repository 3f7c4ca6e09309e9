"""The files of a new adapter: one that works for a plain vendor, and keeps the contract from the start."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from nurture.ats import VENDORS
from nurture.errors import Conflict, NotFound

_NAME: Final = re.compile(r"[a-z]+(_[a-z]+)*")
_REGISTRY: Final = Path("nurture/ats/vendors.py")
_LAST: Final = "    GENERIC,\n"

_APPLICATION: Final = {
    "id": "69",
    "stage": "Application Review",
    "updated_at": "2026-03-02T08:00:00Z",
    "candidate": {"id": "57", "name": "Mara Quist", "email": "mara@home.example"},
    "job": {"id": "7", "title": "Data Engineer"},
}
_DELIVERIES: Final[Mapping[str, Mapping[str, object]]] = {
    "application_created": _APPLICATION,
    "application_moved": {**_APPLICATION, "stage": "Onsite"},
    "note_added": {"id": "3"},
}


def write_adapter(root: Path, name: str) -> list[Path]:
    """Writes the files below `root` and registers the vendor; returns what was written.

    Raises Conflict for a name that can't be one or is taken, and NotFound where the code does not lie.
    """
    made = _files(name)
    registry = root / _REGISTRY
    if not registry.exists():
        raise NotFound(f"there is no {registry}", hint="Say where Nurture's code lies: --root")
    if taken := [path for path in made if (root / path).exists()]:
        raise Conflict(f"{taken[0]} is there already, and is not written over")
    registered = _registered(registry.read_text(encoding="utf-8"), name)
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    registry.write_text(registered, encoding="utf-8")
    return [*made, _REGISTRY]


def _files(name: str) -> dict[Path, str]:
    if not _NAME.fullmatch(name) or name in VENDORS:
        hint = "Small letters, with _ between words, as in greenhouse_onboarding, and none that is known already."
        raise Conflict(f"“{name}” can't be the name of a new vendor", hint=hint)
    words = [word.title() for word in name.split("_")]
    names = {
        "name": name,
        "title": " ".join(words),
        "class_name": "".join(words),
        "hyphened": "-".join(words),
        "constant": name.upper(),
    }
    paths = {
        "adapter": Path(f"nurture/ats/{name}.py"),
        "rig": Path(f"tests/rigs/{name}.py"),
        "test": Path(f"tests/unit/ats/test_{name}.py"),
    }
    made = {path: Template(_template(kind)).substitute(names) for kind, path in paths.items()}
    for number, (event, data) in enumerate(_DELIVERIES.items(), start=1):
        delivery = {"event": event, "id": f"delivery-{number}", "data": data}
        made[Path(f"tests/fixtures/{name}/{event}.json")] = json.dumps(delivery, indent=2) + "\n"
    return made


def _template(kind: str) -> str:
    return files("nurture.cli").joinpath("scaffold", "ats", f"{kind}.py.txt").read_text(encoding="utf-8")


def _registered(text: str, name: str) -> str:
    """The registry with one more line, and its import in the order of the alphabet."""
    if _LAST not in text:
        raise Conflict(f"{_REGISTRY} is not in the form that can be added to")
    mine = f"from nurture.ats.{name} import {name.upper()}"
    lines = text.replace(_LAST, f"    {name.upper()},\n{_LAST}").split("\n")
    imports = [number for number, line in enumerate(lines) if line.startswith("from nurture.ats.")]
    at = next((number for number in imports if lines[number] > mine), imports[-1] + 1)
    return "\n".join([*lines[:at], mine, *lines[at:]])
