"""A message to another system."""

from math import isfinite
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, Field, JsonValue

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Condition, Name
from nurture.language.steps.base import Step

MAX_DEPTH: Final = 5
MAX_VALUES: Final = 100


def _sensible(body: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if _values(body, 0) > MAX_VALUES:
        raise fault(codes.CONTRADICTION, f"a message has at most {MAX_VALUES} values", "tell it less")
    return body


def _values(value: JsonValue, depth: int) -> int:
    if depth > MAX_DEPTH:
        raise fault(codes.CONTRADICTION, f"this is nested more than {MAX_DEPTH} deep", "make it flatter")
    if isinstance(value, float) and not isfinite(value):
        raise fault(codes.WRONG_TYPE, "JSON knows no such number", "write a number, or a text")
    if isinstance(value, dict):
        return sum(_values(each, depth + 1) for each in value.values())
    if isinstance(value, list):
        return sum(_values(each, depth + 1) for each in value)
    return 1


class WebhookStep(Step):
    """Tells another system something, by a signed request to an address of company.yaml. Facts can be put into every
    text of `body` as in a template. What does not arrive is sent again for two days, always under the same id, by which
    the other system knows that it has it already.

    Its outcome is the status that came back, such as `200`; `refused` when the other system said no or did not answer
    in all that time; or `skipped` when its `if` was not met.
    """

    KIND: ClassVar[str] = "webhook"
    EXAMPLE: ClassVar[str] = """\
- id: tell-payroll
  webhook: payroll
  body:
    bonus_for: "{{ referrer.name | or('nobody') }}"
    what: referral bonus
"""

    webhook: Name = Field(description="Which system, by its name under `webhooks` in company.yaml.")
    body: Annotated[dict[str, JsonValue], Field(min_length=1), AfterValidator(_sensible)] | None = Field(
        None,
        description="What it is told, as JSON; without it, which sequence and step it is, and the ids of the "
        "candidate and the application.",
    )
    if_: Condition | None = Field(
        None, alias="if", description="Judged when its time has come; not met, nobody is told anything."
    )
