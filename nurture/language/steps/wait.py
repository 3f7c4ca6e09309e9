"""A wait."""

from typing import ClassVar, Literal

from pydantic import Field

from nurture.language.fields import WaitText
from nurture.language.steps.base import Step


class WaitStep(Step):
    """Waits for a length of time, or until a moment. Where that moment counts from a date, and the date moves, the
    wait moves with it.

    Its outcome is `waited`, or `anchor-passed` when the moment lay in the past already.
    """

    KIND: ClassVar[str] = "wait"
    EXAMPLE: ClassVar[str] = """\
- id: breather
  wait: 3 business days at 10:00
- id: week-before
  wait: until 5 business days before hire.start_date at 09:00
  if_past: skip-next
"""

    wait: WaitText = Field(description="How long, or until when.")
    if_past: Literal["continue", "skip-next", "exit"] = Field(
        "continue", description="What to do when the moment has passed before the wait begins."
    )
