"""`idle` of company.yaml: after how long, in which stage, nobody has touched an application for too long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer, model_validator

from nurture.domain.stages import StageNames, alike
from nurture.language import codes, patterns
from nurture.language.faults import fault, text_of
from nurture.language.fields import Length, Title
from nurture.language.model import Model
from nurture.language.reading import ReadBy
from nurture.language.stages import stage_hint
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError

NEVER: Final = "never"
_DAYS: Final = r"[0-9]+ ?(?:business days?|days?|weeks?|months?)|never"


def _in_days(length: Duration) -> Duration:
    if length.unit.is_absolute:
        raise fault(codes.BAD_DURATION, "it is looked once a day who is idle", "count in days, as in 3 business days")
    if not length.amount:
        hint = "write at least 1 day; for a stage in which it is not our turn, write never"
        raise fault(codes.BAD_DURATION, "everything would be idle at once", hint)
    return length


def _days_or_never(value: object) -> Duration | Literal["never"]:
    if isinstance(value, Duration):
        return value
    text = text_of(value, "a length of days")
    if text.strip().lower() == NEVER:
        return NEVER
    try:
        return _in_days(Duration.parse(text))
    except TimingError as error:
        raise fault(codes.BAD_DURATION, error.message, error.hint) from error


Days: TypeAlias = Annotated[Length, AfterValidator(_in_days)]
DaysOrNever: TypeAlias = Annotated[
    Duration | Literal["never"],
    ReadBy(_days_or_never),
    PlainSerializer(str, return_type=str),
    patterns.text_like(_DAYS, "days, as in 3 business days, or never", "2 business days", "never"),
]


class Idle(Model):
    """After how long an application is idle: nobody has moved it, written to the person or heard from them, booked an
    interview, or done a task about it.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["after"]}, {"required": ["in"]}]})

    INSTEAD: ClassVar[Mapping[str, str]] = {"stages": "write `in`", "days": "write `after`", "per_stage": "write `in`"}

    after: Days | None = Field(
        None, description="How long, in days, as in `5 business days`; without it, only the stages under `in` count."
    )
    in_: dict[Title, DaysOrNever] = Field(
        default_factory=dict,
        alias="in",
        description="Another length for a stage, by its name; or `never`, where it is the person's turn and not ours.",
    )

    @model_validator(mode="after")
    def _says_when(self) -> "Idle":
        if self.after is None and not any(length != NEVER for length in self.in_.values()):
            raise fault(codes.CONTRADICTION, "nothing is ever idle by this", "write `after`, as in 5 business days")
        return self

    def check_stages(self, listed: StageNames) -> None:
        """Raises a fault for a stage that company.yaml doesn't list, where it lists any."""
        for name in self.in_ if listed else ():
            if not any(alike(name) == alike(ours) for ours in listed.theirs):
                said = f"`idle` names a stage “{name}”, which `stages` doesn't list"
                raise fault(codes.UNKNOWN_STAGE, said, stage_hint(name, listed), key="idle")

    def length_in(self, stage: str | None) -> Duration | None:
        """After how long an application in that stage, by the company's name for it, is idle; None: never."""
        of_stage = next((length for name, length in self.in_.items() if stage and alike(name) == alike(stage)), None)
        if of_stage is None:
            return self.after
        return of_stage if isinstance(of_stage, Duration) else None

    @property
    def least(self) -> timedelta:
        """Whatever was touched more lately than that is not idle: the shortest length, whose last day counts from its
        morning on.
        """
        lengths = [self.after, *self.in_.values()]
        return max(min(each.least for each in lengths if isinstance(each, Duration)) - timedelta(days=1), timedelta())
