"""Events, fields, roles and conditions of the company's own, as company.yaml declares them."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError, model_validator

from nurture.domain.events import EVENTS, OF_JOBS, EventScope, EventSpec
from nurture.domain.own import Own
from nurture.domain.records import Application, Candidate, Hire, Job
from nurture.domain.stages import StageNames
from nurture.domain.values import ValueKind
from nurture.language import codes, patterns
from nurture.language.faults import fault
from nurture.language.fields import EVENT_NAME, MAX_NAME, ROLES, Name, Title
from nurture.language.model import Model
from nurture.language.named_conditions import NamedConditions
from nurture.language.schema import NAMES, facts_of
from nurture.language.stages import Stages

T = TypeVar("T")

_FACT: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_EVENT: Final = re.compile(EVENT_NAME)
_MAX_ROLE: Final = 40
_ALWAYS_CARRIED: Final = ("type", "at")


def _fact_name(text: str) -> str:
    if not _FACT.fullmatch(text) or len(text) > MAX_NAME:
        near = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
        said = f"“{text}” can't be the name of a fact: it takes lower-case letters, digits and single underscores"
        raise fault(codes.BAD_NAME, said, f"write `{near}`" if _FACT.fullmatch(near) else "write one such as `shift`")
    return text


def _event_name(text: str) -> str:
    if text in EVENTS:
        raise fault(codes.BAD_NAME, f"Nurture knows `{text}` itself", "give your own event another name")
    if not _EVENT.fullmatch(text) or len(text) > MAX_NAME:
        said = f"“{text}” can't be the name of an event: it is what it is about, a dot, and what happened"
        raise fault(codes.BAD_NAME, said, "write one such as `background-check.invited`")
    return text


def _role_name(text: str) -> str:
    if text in ROLES or text.replace("-", "_") in NAMES:
        said = f"`{text}` means something in every sequence already"
        raise fault(codes.BAD_NAME, said, "give your own role another name")
    if len(text) > _MAX_ROLE:
        raise fault(codes.BAD_NAME, f"a role's name has at most {_MAX_ROLE} characters", "shorten it")
    return text


FactName: TypeAlias = Annotated[
    str, AfterValidator(_fact_name), patterns.text_like(_FACT.pattern, "a name such as contract_ends", "contract_ends")
]
OwnEventName: TypeAlias = Annotated[
    str,
    AfterValidator(_event_name),
    patterns.text_like(EVENT_NAME, "a name such as background-check.invited", "background-check.invited"),
]
RoleName: TypeAlias = Annotated[Name, AfterValidator(_role_name)]
FieldKinds: TypeAlias = dict[FactName, ValueKind]


class OwnEvent(Model):
    """An event that only your systems know of."""

    means: Title = Field(description="What has happened, in a few words, as in `the check was ordered`.")
    about: Literal["application", "candidate", "hire", "interview", "offer", "job"] = Field(
        "candidate",
        description="Whose news it is: one application's (its hire's, interview's, offer's), a person's, or that of a "
        "person with a job, as in `job.viewed`.",
    )
    carries: FieldKinds = Field(
        default_factory=dict, description="What it tells, each with its kind; sequences read it as `event.<name>`."
    )

    @model_validator(mode="after")
    def _carries_single_values(self) -> "OwnEvent":
        for name, kind in self.carries.items():
            if name in _ALWAYS_CARRIED:
                said = f"every event has a `{name}` of its own"
                raise fault(codes.BAD_NAME, said, "call it something else", key="carries")
            if name == "job" and self.about == "job":
                said = "this event is `about: job`, and has `event.job` of itself"
                raise fault(codes.BAD_NAME, said, "leave it out", key="carries")
            if kind is ValueKind.LIST:
                said = f"an event carries single values, and `{name}` is a list"
                raise fault(codes.CONTRADICTION, said, "write `text`, or keep the list in a field", key="carries")
        return self

    def _told(self) -> Mapping[str, str]:
        return {name: kind.value for name, kind in self.carries.items()}

    def spec(self) -> EventSpec:
        """As the built-in events are described."""
        return EventSpec(
            means=self.means,
            scope=EventScope.CANDIDATE if self.about in ("candidate", "job") else EventScope.APPLICATION,
            carries={**self._told(), **(OF_JOBS if self.about == "job" else {})},
            names_job=self.about == "job",
            kinds=self.carries,
        )


class OwnFields(Model):
    """What your ATS keeps and Nurture does not know of itself; all of it may be missing."""

    candidate: FieldKinds = Field(default_factory=dict, description="Of a person.")
    application: FieldKinds = Field(default_factory=dict, description="Of an application.")
    job: FieldKinds = Field(default_factory=dict, description="Of a job.")
    hire: FieldKinds = Field(default_factory=dict, description="Of a hire.")

    @model_validator(mode="after")
    def _are_new(self) -> "OwnFields":
        for record, kinds in self.by_record().items():
            for name in kinds:
                if name in facts_of(_RECORDS[record]):
                    said = f"Nurture knows `{record}.{name}` itself"
                    raise fault(codes.BAD_NAME, said, "leave it out, or give your own field another name", key=record)
        if both := self.application.keys() & self.hire.keys():
            said = f"`{min(both)}` is of an application and of a hire, which your ATS keeps as one record"
            raise fault(codes.CONTRADICTION, said, "declare it for one of the two", key="hire")
        return self

    def by_record(self) -> Mapping[str, Mapping[str, ValueKind]]:
        """The kinds by record and name."""
        return {record: getattr(self, record) for record in _RECORDS}


_RECORDS: Final[Mapping[str, type]] = {"candidate": Candidate, "application": Application, "job": Job, "hire": Hire}

OwnEvents: TypeAlias = dict[OwnEventName, OwnEvent]
OwnRoles: TypeAlias = dict[RoleName, Title]


def own_of(events: OwnEvents, fields: OwnFields, roles: OwnRoles, stages: Stages, conditions: NamedConditions) -> Own:
    """What these sections of company.yaml add to the language."""
    specs = {name: event.spec() for name, event in events.items()}
    kept = {record: kinds for record, kinds in fields.by_record().items() if kinds}
    return Own(events=specs, fields=kept, roles=roles, stages=StageNames(theirs=stages), conditions=_texts(conditions))


def own_anyway(data: Mapping[str, object]) -> Own:
    """The same from a company file that is not in order: every entry that is.

    Its faults are told where they stand; sequences are not to be blamed for them a second time.
    """
    events = _in_order(TypeAdapter(OwnEvents), data.get("events"))
    roles = _in_order(TypeAdapter(OwnRoles), data.get("roles"))
    told = data.get("fields")
    fields = {
        record: kinds
        for record, entries in (told.items() if isinstance(told, Mapping) else ())
        if record in _RECORDS and (kinds := _in_order(TypeAdapter(FieldKinds), entries))
    }
    return Own(
        events={name: event.spec() for name, event in events.items()},
        fields=fields,
        roles=roles,
        stages=StageNames(theirs=_in_order(TypeAdapter(Stages), data.get("stages"))),
        conditions=_texts(_in_order(TypeAdapter(NamedConditions), data.get("conditions"))),
    )


def _texts(conditions: NamedConditions) -> Mapping[str, str]:
    return {name: condition.text for name, condition in conditions.items()}


def _in_order(adapter: TypeAdapter[dict[str, T]], entries: object) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, entry in entries.items() if isinstance(entries, Mapping) else ():
        try:
            found |= adapter.validate_python({name: entry})
        except ValidationError:
            continue
    return found
