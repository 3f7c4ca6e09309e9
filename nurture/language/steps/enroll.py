"""Another sequence for the same person."""

from typing import ClassVar

from pydantic import Field

from nurture.language.fields import Name
from nurture.language.steps.base import Step


class EnrollStep(Step):
    """Starts another sequence for the same person, about the same record, and goes on at once. What that sequence asks
    of whom its events let in is not asked here; `again` and its group count.

    Its outcome is `enrolled`, or `refused`: the record says why.
    """

    KIND: ClassVar[str] = "enroll"
    EXAMPLE: ClassVar[str] = """\
- id: stay-in-touch
  enroll: silver-medalist
"""

    enroll: Name = Field(description="The sequence that begins.")
