"""What the shapes of all vendors are made of: JSON as it comes, with absent, null and blank told apart.

Absent means that nothing was said, which is why readers look at `model_fields_set` before they take a value.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from nurture.ats.escapes import keepable
from nurture.domain.intake import FieldValue
from nurture.errors import Refused

T = TypeVar("T")
Shape = TypeVar("Shape", bound=BaseModel)
Fields: TypeAlias = dict[str, FieldValue]


def nothing_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _empty_if_null(value: object) -> object:
    return () if value is None else value


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Text: TypeAlias = Annotated[str | None, BeforeValidator(nothing_if_blank)]
Instant: TypeAlias = Annotated[Annotated[datetime, AfterValidator(_utc)] | None, BeforeValidator(nothing_if_blank)]
Many: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_empty_if_null)]


class Part(BaseModel):
    """Ids come as numbers and stay text; what we don't read is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True, str_strip_whitespace=True)


def parsed(shape: type[Shape], raw: bytes, *, what: str = "the body of the delivery") -> Shape:
    """The body of a delivery. Raises Refused with 400."""
    try:
        return shape.model_validate_json(keepable(raw))
    except ValidationError as error:
        raise Refused(sentence(what, "", error), status=400) from error


def part(shape: type[Shape], given: object, *, what: str, root: str = "") -> Shape:
    """A part of a delivery, or of what was read back. Raises Refused with 400; `what` and `root` say where it stood."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise Refused(sentence(what, root, error), status=400) from error


def sentence(what: str, root: str, error: ValidationError) -> str:
    """Names the first thing that is missing or wrong, and never its value, which may be personal."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in (root, *first["loc"]) if part != "")
    if first["type"] == "missing":
        return f"{what} lacks {where}"
    if first["type"] == "json_invalid":
        return f"{what} is not JSON"
    return f"{what} has a wrong {where or 'form'}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def stated(given: Shape, table: Mapping[str, Callable[[Shape], Fields]]) -> Fields:
    """Our fields for those of the vendor's that were said, be it with null."""
    fields: Fields = {}
    for name, translate in table.items():
        if name in given.model_fields_set:
            fields |= translate(given)
    return fields
