"""A change in the ATS."""

import re
from math import isfinite
from typing import Annotated, ClassVar, Final, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator

from nurture.domain.changes import ChangeKind
from nurture.language import codes
from nurture.language.faults import fault, listed
from nurture.language.fields import MAX_LINE, Condition, LineText, LongText
from nurture.language.model import Model
from nurture.language.steps.base import Step

DONE: Final = "done"
REFUSED: Final = "refused"
UNKNOWN: Final = "unknown"
SKIPPED: Final = "skipped"

_FIELD: Final = re.compile(r"(?:(candidate|application)\.)?[a-z][a-z0-9_]*")


def _one_field(fields: dict[str, str | int | float | bool]) -> dict[str, str | int | float | bool]:
    if len(fields) != 1:
        raise fault(codes.CONTRADICTION, "a step sets one field", "make each field a step of its own")
    for name, value in fields.items():
        if not _FIELD.fullmatch(name):
            hint = "write it as the ATS's field key, such as `notice_period` or `application.shift`"
            raise fault(codes.BAD_NAME, f"“{name}” can't be a field", hint)
        if isinstance(value, float) and not isfinite(value):
            raise fault(codes.WRONG_TYPE, "no field holds such a number", "write a number, or a text")
        if isinstance(value, str) and (len(value) > MAX_LINE or "\n" in value or not value.strip()):
            raise fault(codes.WRONG_TYPE, f"this is one line of 1 to {MAX_LINE} characters", "say it in a line")
    return fields


FieldValue: TypeAlias = StrictBool | StrictInt | StrictFloat | StrictStr


class AtsWrite(Model):
    """What is to be changed: exactly one of these."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    tag: LineText | None = Field(None, description="A tag that the candidate gets.")
    untag: LineText | None = Field(None, description="A tag that is taken off the candidate.")
    note: LongText | None = Field(None, description="A note on the candidate, for everybody who may see them.")
    stage: LineText | None = Field(None, description="The stage that the application moves to, by its name.")
    reject: LineText | None = Field(None, description="Rejects the application, for the reason of that name.")
    field: Annotated[dict[str, FieldValue], AfterValidator(_one_field)] | None = Field(
        None,
        description="A field of the ATS's own and its new value: `name` or `candidate.name` is one of the candidate, "
        "`application.name` one of the application.",
    )

    @property
    def kind(self) -> ChangeKind:
        """Which of them it is."""
        return next(kind for kind in ChangeKind if getattr(self, kind) is not None)

    @property
    def of_application(self) -> bool:
        """Whether it changes the application, and not the candidate."""
        names_application = any(name.startswith("application.") for name in self.field or ())
        return self.stage is not None or self.reject is not None or names_application

    @model_validator(mode="after")
    def _exactly_one(self) -> "AtsWrite":
        named = [kind.value for kind in ChangeKind if getattr(self, kind) is not None]
        if len(named) == 1:
            return self
        said = f"this has {listed(named, 'and')}" if named else "this changes nothing"
        hint = "make each a step of its own" if named else f"add one of {listed(ChangeKind)}"
        raise fault(codes.ONE_ACTION, said, hint, key=named[1] if named else None)


class AtsStep(Step):
    """Changes something in the ATS: sets or takes off a tag, leaves a note, moves the application to a stage, rejects
    it, or sets a field of the ATS's own. Facts can be put into all of these as in a template. Our own record follows at
    once, and other sequences hear of the change as if a person had made it.

    Its outcome is `done`; `refused` when the ATS says no or can't be written to; `skipped` when its `if` was not met;
    or `unknown` for a note that may have been left, and is not left again.
    """

    KIND: ClassVar[str] = "ats"
    EXAMPLE: ClassVar[str] = """\
- id: tag-no-response
  ats:
    tag: no response
- id: say-so
  ats:
    note: Wrote to {{ candidate.first_name | or("them") }} twice without an answer.
- id: back-to-pool
  ats:
    field:
      pool: silver medalists
"""

    ats: AtsWrite = Field(description="What is to be changed: one thing.")
    if_: Condition | None = Field(
        None, alias="if", description="Judged when its time has come; not met, nothing is changed."
    )

    def results(self) -> tuple[str, ...]:
        """Every outcome that later steps can see."""
        lost = (UNKNOWN,) if self.ats.note is not None else ()
        return (DONE, REFUSED, *lost, *((SKIPPED,) if self.if_ else ()))
