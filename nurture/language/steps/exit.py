"""An end."""

from typing import ClassVar

from pydantic import Field

from nurture.language.fields import Name
from nurture.language.steps.base import Step


class ExitStep(Step):
    """Ends the run here, with an outcome of your choice."""

    KIND: ClassVar[str] = "exit"
    EXAMPLE: ClassVar[str] = """\
- id: done
  exit: no-answer
"""

    exit: Name = Field(description="The outcome, as reports will show it.")

    def always_exits(self) -> bool:
        return True
