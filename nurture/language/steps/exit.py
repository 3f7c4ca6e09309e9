"""An end."""

from typing import ClassVar

from pydantic import Field

from nurture.domain.exit_scope import ExitScope
from nurture.language.fields import Name
from nurture.language.steps.base import Step


class ExitStep(Step):
    """Ends the run here, with an outcome of your choice, and with it what `scope` names."""

    KIND: ClassVar[str] = "exit"
    EXAMPLE: ClassVar[str] = """\
- id: done
  exit: no-answer
"""

    exit: Name = Field(description="The outcome, as reports will show it.")
    scope: ExitScope | None = Field(
        None, description="What ends with it, as of an exit at the top of the file. Of itself, this run alone."
    )

    def always_exits(self) -> bool:
        return True
