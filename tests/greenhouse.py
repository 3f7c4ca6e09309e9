"""Deliveries as Greenhouse sends them: invented data in the vendor's shape, from the files in `fixtures/greenhouse`."""

import json
from pathlib import Path
from typing import Any

from nurture.ats.greenhouse import sign

FOLDER = Path(__file__).parent / "fixtures" / "greenhouse"
SECRET = "a key that both sides know"


def fixtures() -> list[str]:
    """The names of all deliveries: the action, and after a dot what is special."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def body(name: str) -> bytes:
    """One delivery's bytes."""
    return (FOLDER / f"{name}.json").read_bytes()


def changed(name: str, *path: str | int, to: Any) -> bytes:
    """A delivery with one value replaced: `changed("hire_candidate", "application", "offer", "starts_at", to=None)`."""
    document = json.loads(body(name))
    part = document["payload"]
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return json.dumps(document).encode()


def without(name: str, *path: str | int) -> bytes:
    """A delivery that lacks one value."""
    document = json.loads(body(name))
    part = document["payload"]
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return json.dumps(document).encode()


def headers(raw: bytes, *, secret: str = SECRET, delivery: str | None = "delivery-1") -> dict[str, str]:
    """What Greenhouse sends along."""
    named = {"Greenhouse-Event-ID": delivery} if delivery else {}
    return {"Content-Type": "application/json", "Signature": sign(raw, secret), **named}
