"""company.yaml: what all sequences share."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Annotated, ClassVar, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from nurture.domain.consent import Consent
from nurture.domain.own import Own
from nurture.domain.records import Company
from nurture.language import codes, patterns
from nurture.language.breakers import Breakers
from nurture.language.cap import CapText
from nurture.language.faults import did_you_mean, fault, text_of
from nurture.language.fields import ROLES, Email, Hours, Language, Length, Name, SenderName, Title, ZoneName
from nurture.language.idle import Idle
from nurture.language.mailboxes import DEFAULT, Mailbox, MailboxLimits
from nurture.language.model import Model
from nurture.language.named_conditions import NamedConditions
from nurture.language.own import OwnEvents, OwnFields, OwnRoles, own_of
from nurture.language.places import Country, Place
from nurture.language.retention import Retention
from nurture.language.sequence import Purpose
from nurture.language.stages import Stages, check_stages
from nurture.language.survey import Survey
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError
from nurture.timing.quiet import outside_quiet_hours
from nurture.timing.window import SendWindow
from nurture.timing.working_hours import OFFICE_HOURS, hours_of

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_SETTING: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def _date(value: object) -> date:
    if isinstance(value, date):
        return value
    text = text_of(value, "a date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(codes.BAD_DURATION, f"“{text}” is not a date", "write it as in 2026-12-24") from None


def _with_days(hours: SendWindow) -> SendWindow:
    if hours.is_always:
        hint = f"write days and hours, as in {OFFICE_HOURS}"
        raise fault(codes.BAD_WINDOW, "an office that is always open has no working hours", hint)
    return hours


def _quiet(text: str) -> str:
    try:
        outside_quiet_hours(text)
    except TimingError as error:
        raise fault(codes.BAD_WINDOW, error.message, error.hint) from error
    return text


def _lifetime(length: Duration) -> Duration:
    if length.unit not in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS):
        raise fault(codes.BAD_DURATION, "a consent ends on a day", "count it in days, weeks or months, as in 12 months")
    return length


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise fault(codes.BAD_NAME, f"“{text}” is not a web address", "begin it with https://")
    return text


def _safe_address(text: str) -> str:
    parts = urlsplit(text)
    is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (is_here or (parts.scheme == "https" and parts.hostname)) or parts.username or parts.fragment:
        raise fault(codes.BAD_NAME, f"“{text}” is no address that can be told anything", "begin it with https://")
    return text


def _setting(text: str) -> str:
    if not _SETTING.fullmatch(text):
        said = "this is no name of an environment variable, and a key does not belong into a file"
        raise fault(codes.BAD_NAME, said, "put the key into the environment, under a name like PAYROLL_WEBHOOK_SECRET")
    return text


WebAddress = Annotated[
    str,
    AfterValidator(_web_address),
    patterns.text_like("https?://.*", "an address that begins with https://", "https://www.acme.example"),
]
OfficeHours = Annotated[Hours, AfterValidator(_with_days)]
ClosedDay = Annotated[date, BeforeValidator(_date)]
QuietHours = Annotated[
    str,
    AfterValidator(_quiet),
    WithJsonSchema({"type": "string", "examples": ["20:00-09:00", "20:00-08:00, sun"]}),
]


class Sender(Model):
    """A mailbox to send from."""

    name: Title = Field(description="The name that readers see.")
    email: Email = Field(description="The address; it must be one that your mail provider lets you send from.")


class WebhookFile(Model):
    """A system that is told something."""

    url: Annotated[
        str,
        AfterValidator(_safe_address),
        patterns.text_like("https://.*", "an address that begins with https://", "https://hooks.acme.example/payroll"),
    ] = Field(description="Where it listens: an address that begins with https://.")
    secret: Annotated[
        str,
        AfterValidator(_setting),
        patterns.text_like(_SETTING.pattern, "the name of a setting", "PAYROLL_WEBHOOK_SECRET"),
    ] = Field(description="The name of the environment variable that holds the key to sign with, never the key itself.")


class Touches(Model):
    """How often one person hears from us, over all sequences."""

    INSTEAD: ClassVar[Mapping[str, str]] = {
        "quiet_hours": "write `quiet_hours` by itself, beside `touches`",
        "priority": "leave it out: each sequence says its own, as in `send: {priority: high}`",
    }

    at_most: CapText | None = Field(None, description="A limit such as `3 per week`.")
    openings: CapText | None = Field(
        None,
        description="A limit for messages about openings, such as `1 per week`: those of sequences that news of a job "
        "begins, and mails with `openings`.",
    )


class ConsentRules(Model):
    """What people must have agreed to before they hear from us, and for how long that holds."""

    lifetime: Annotated[Length, AfterValidator(_lifetime)] | None = Field(
        None,
        description="How long a consent holds that is given on a survey's page, or noted without a last day; renewed "
        "while another still holds, it is counted from the end of that one. Without it, such a consent has no end.",
    )
    demanded_for: tuple[Purpose, ...] = Field(
        (),
        description="Purposes of sequences whose messages go to those alone who agreed. For none of itself; but nobody "
        "hears anything more of a purpose once their consent to it ran out, or they took it back.",
    )

    def until(self, today: date, stands: Consent | None) -> date | None:
        """The last day of a consent that is given today, where `stands` is what stood before; None: it has no end."""
        if self.lifetime is None:
            return None
        renewed = stands.until if stands and stands.until and stands.holds(today) else today
        return self.lifetime.add_to(datetime.combine(renewed, time(12), UTC), ZoneInfo("UTC")).date()


class CompanyFile(Model):
    """What all sequences share: who we are, where, who signs, and how often we may write."""

    name: Title = Field(description="The company's name as readers know it.")
    postal_address: Annotated[str, Field(min_length=5, max_length=500)] = Field(
        description="In the footer of every nurture mail: the law of many countries asks for it."
    )
    website: WebAddress | None = Field(None, description="Where the company is on the web.")
    careers_url: WebAddress | None = Field(None, description="Where the jobs are.")
    privacy_url: WebAddress | None = Field(None, description="The privacy notice, for the footer.")
    zone: ZoneName = Field(description="The time zone where neither candidate nor job has one.")
    country: Country | None = Field(None, description="Whose holidays are kept where nobody else's are known.")
    language: Language = Field("en", description="The language of templates without a language in their name.")
    senders: dict[Name, Sender] = Field(default_factory=dict, description="Mailboxes that `from` may name.")
    sender_fallback: tuple[SenderName, ...] = Field(
        (), description="Who signs when nobody holds the role that should: roles and senders, in order."
    )
    webhooks: dict[Name, WebhookFile] = Field(
        default_factory=dict, description="Systems that `webhook` steps may tell something, by name."
    )
    mailboxes: dict[Mailbox, MailboxLimits] = Field(
        default_factory=dict,
        description="What a mailbox may send, by its address; `default` is for all that are not named.",
    )
    breakers: Breakers | None = Field(
        None, description="How much may go wrong before a sequence or a mailbox stops by itself."
    )
    touches: Touches = Field(default_factory=Touches, description="How often one person hears from us.")
    consent: ConsentRules = Field(
        default_factory=ConsentRules, description="What people must have agreed to, and for how long that holds."
    )
    retention: Retention = Field(
        default_factory=Retention,
        description="How long people stay on record; without it, for good.",
    )
    groups: dict[Name, Title] = Field(
        default_factory=dict, description="Groups that `exclusive` may name, each with what it is for."
    )
    roles: OwnRoles = Field(
        default_factory=dict, description="Roles of your own beside the built-in ones, each with what it is."
    )
    fields: OwnFields = Field(
        default_factory=OwnFields, description="What your ATS keeps and Nurture does not know of itself."
    )
    conditions: NamedConditions | None = Field(
        None, description="Conditions that have a name, which every sequence may use in its own."
    )
    events: OwnEvents = Field(default_factory=dict, description="What only your systems know of.")
    stages: Stages = Field(
        default_factory=dict,
        description="Your names for stages, each with what your ATSs and their pipelines call it: names, and where one "
        "is a connection's alone, `{lever: onsite}`.",
    )
    idle: Idle | None = Field(
        None,
        description="After how long nobody has touched an application: then `application.idle` is told, once, when the "
        "office opens.",
    )
    closed_days: tuple[ClosedDay, ...] = Field((), description="Days on which the company is closed.")
    surveys: dict[Name, Survey] = Field(
        default_factory=dict, description="Questions that `survey` steps may ask, by name."
    )
    quiet_hours: dict[Place, QuietHours] = Field(
        default_factory=dict,
        description="When no text may leave, by country, or `everywhere`: a night, and days, as in `20:00-08:00, sun`.",
    )

    @model_validator(mode="after")
    def _names_one_thing(self) -> "CompanyFile":
        check_stages(self.stages)
        if self.idle is not None:
            self.idle.check_stages(self.own.stages)
        if both := self.roles.keys() & self.senders.keys():
            said = f"`{min(both)}` is a role and a sender: `from` could mean either"
            raise fault(codes.CONTRADICTION, said, "give one of them another name", key="roles")
        return self

    office_hours: OfficeHours = Field(
        hours_of(OFFICE_HOURS), description="When the office is open: what `working hours` are counted in."
    )

    @cached_property
    def record(self) -> Company:
        """As messages and conditions see it."""
        return Company(
            name=self.name,
            postal_address=self.postal_address,
            website=self.website,
            careers_url=self.careers_url,
            privacy_url=self.privacy_url,
            zone=self.zone,
            country=self.country,
            language=self.language,
            closed_days=self.closed_days,
            own=self.own,
            text_hours={place: str(outside_quiet_hours(quiet)) for place, quiet in self.quiet_hours.items()},
            office_hours=str(self.office_hours),
        )

    @cached_property
    def own(self) -> Own:
        """What the company adds to the language."""
        return own_of(self.events, self.fields, self.roles, self.stages, self.conditions or {})

    def limits_of(self, mailbox: str) -> MailboxLimits | None:
        """What may be sent from that address; None: as much as there is."""
        return self.mailboxes.get(mailbox.lower()) or self.mailboxes.get(DEFAULT)

    def signs(self, name: str) -> bool:
        """True if `from` may name this: a role, built-in or of its own, or one of the senders."""
        return name in ROLES or name in self.roles or name in self.senders


def sender_hint(name: str, company: CompanyFile | None) -> str:
    """Who can sign instead."""
    known = [*ROLES, *((*company.roles, *company.senders) if company else ())]
    near = did_you_mean(name, known)
    return near or f"add `{name}` under `senders` in company.yaml, or name one of {', '.join(known)}"
