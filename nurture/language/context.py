"""What models are validated with: a file is read beside its company.yaml, a published sequence by itself."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationInfo

from nurture.domain.own import Own

_OWN: Final = "own"


def beside(own: Own) -> Mapping[str, object]:
    """The context for a file of a company that adds this to the language."""
    return {_OWN: own}


def own_in(info: ValidationInfo) -> Own | None:
    """What the company adds; None where that is not known, as for what was checked before it was published."""
    found = info.context.get(_OWN) if isinstance(info.context, Mapping) else None
    return found if isinstance(found, Own) else None
