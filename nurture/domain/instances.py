"""A step that is done once for each item of a list: `ask[anna]` is the step `ask` for the item `anna`.

Such a name stands wherever a step's id does: in outcomes, in the ledger, with tasks and in the record of decisions. No
step can be called so itself.
"""

import hashlib
import re
from typing import Final

_LONGEST: Final = 40
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9:._]+")


def instance(step: str, item: str) -> str:
    """The name of a step for one item, known by its key."""
    return f"{step}[{item}]"


def parts_of(name: str) -> tuple[str, str | None]:
    """The step's own id and the key of the item; None for a step that is not done for an item."""
    step, bracket, item = name.partition("[")
    return step, item.removesuffix("]") if bracket else None


def key_of(text: str) -> str:
    """The key of an item, made of its text or its id: the same for the same text, another for any other.

    What does not read as a plain name is told apart by the end of its hash.
    """
    plain = _NOT_PLAIN.sub("-", text.lower()).strip("-")
    if plain == text and len(text) <= _LONGEST:
        return text
    return f"{plain[: _LONGEST - 9]}~{hashlib.sha256(text.encode()).hexdigest()[:8]}"
