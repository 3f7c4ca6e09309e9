"""Whom a mail or a task goes to, and who signs: one name, or several of whom the first counts who is there."""

from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import A_ROLE, AS_WRITTEN, SenderName, check_email, check_somebody, one_or_several

CANDIDATE: Final = "candidate"
"""The recipient that is not one of ours."""
MOST_NAMES: Final = 8


def is_address(name: str) -> bool:
    """True for a plain mail address among names."""
    return "@" in name


def in_words(chain: Iterable[str]) -> str:
    """A chain as people say it: `recruiter or hiring manager`."""
    return " or ".join(name if is_address(name) else name.replace("_", " ").replace("-", " ") for name in chain)


def _reached(name: str) -> str:
    return check_email(name) if is_address(name) else check_somebody(name)


def _distinct(chain: tuple[str, ...]) -> tuple[str, ...]:
    for number, name in enumerate(chain):
        if name in chain[:number]:
            raise fault(codes.BAD_NAME, f"`{name}` is named twice", "name each once, in the order in which they count")
    return chain


def _alone(chain: tuple[str, ...]) -> tuple[str, ...]:
    if CANDIDATE in chain and len(chain) > 1:
        said = "what the candidate reads and what our own people read are two mails"
        raise fault(codes.CONTRADICTION, said, "write a step for each, or name our own people alone")
    return chain


_OURS: Final[list[object]] = [{"$comment": A_ROLE}, {"type": "string"}]
_ONE: Final = {"anyOf": [{"const": CANDIDATE}, *_OURS]}
_ONE_OF_OURS: Final = {"anyOf": _OURS}


def _or_several(one: dict[str, object]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_NAMES}]})


_ENDS: Final = (Field(min_length=1, max_length=MOST_NAMES), BeforeValidator(one_or_several), AfterValidator(_distinct))

Reached: TypeAlias = Annotated[str, AfterValidator(_reached)]
Signers: TypeAlias = Annotated[tuple[SenderName, ...], *_ENDS, AS_WRITTEN, _or_several(_ONE_OF_OURS)]
"""Who signs: roles and senders of company.yaml."""
OurPeople: TypeAlias = Annotated[tuple[Reached, ...], *_ENDS, AS_WRITTEN, _or_several(_ONE_OF_OURS)]
"""Whom of ours something goes to: roles, senders, plain addresses."""
Readers: TypeAlias = Annotated[tuple[Reached, ...], *_ENDS, AfterValidator(_alone), AS_WRITTEN, _or_several(_ONE)]
"""Who reads a mail: the candidate, or somebody of ours."""
