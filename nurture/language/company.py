"""company.yaml: what all sequences share."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from nurture.domain.own import Own
from nurture.domain.records import EVERYWHERE, Company
from nurture.language import codes, patterns
from nurture.language.cap import CapText
from nurture.language.faults import did_you_mean, fault, text_of
from nurture.language.fields import ROLES, Email, Hours, Language, Name, SenderName, Title, ZoneName
from nurture.language.model import Model
from nurture.language.own import OwnEvents, OwnFields, OwnRoles, own_of
from nurture.language.survey import Survey
from nurture.timing.errors import TimingError
from nurture.timing.quiet import outside_quiet_hours
from nurture.timing.window import SendWindow
from nurture.timing.working_hours import OFFICE_HOURS, hours_of
from nurture.timing.zones import country_codes


def _country(text: str) -> str:
    if text.upper() in country_codes():
        return text.upper()
    names = {name.lower(): code for code, name in country_codes().items()}
    code = names.get(text.lower())
    hint = f"write {code}" if code else "write its two-letter ISO 3166 code, as in GB or DE"
    raise fault(codes.BAD_PLACE, f"“{text}” is not the code of a country", hint)


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


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise fault(codes.BAD_NAME, f"“{text}” is not a web address", "begin it with https://")
    return text


Country = Annotated[
    str, AfterValidator(_country), patterns.text_like("[A-Za-z]{2}", "a two-letter code, as in GB or DE", "GB", "DE")
]
WebAddress = Annotated[
    str,
    AfterValidator(_web_address),
    patterns.text_like("https?://.*", "an address that begins with https://", "https://www.acme.example"),
]
OfficeHours = Annotated[Hours, AfterValidator(_with_days)]
ClosedDay = Annotated[date, BeforeValidator(_date)]
QuietPlace = Annotated[str, AfterValidator(lambda text: text if text == EVERYWHERE else _country(text))]
QuietHours = Annotated[
    str,
    AfterValidator(_quiet),
    WithJsonSchema({"type": "string", "examples": ["20:00-09:00", "20:00-08:00, sun"]}),
]


class Sender(Model):
    """A mailbox to send from."""

    name: Title = Field(description="The name that readers see.")
    email: Email = Field(description="The address; it must be one that your mail provider lets you send from.")


class Touches(Model):
    """How often one person hears from us, over all sequences."""

    LATER: ClassVar[frozenset[str]] = frozenset({"quiet_hours", "priority"})

    at_most: CapText | None = Field(None, description="A limit such as `3 per week`.")


class CompanyFile(Model):
    """What all sequences share: who we are, where, who signs, and how often we may write."""

    LATER: ClassVar[frozenset[str]] = frozenset({"breakers", "consent", "mailboxes", "stages"})

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
    touches: Touches = Field(default_factory=Touches, description="How often one person hears from us.")
    groups: dict[Name, Title] = Field(
        default_factory=dict, description="Groups that `exclusive` may name, each with what it is for."
    )
    roles: OwnRoles = Field(
        default_factory=dict, description="Roles of your own beside the built-in ones, each with what it is."
    )
    fields: OwnFields = Field(
        default_factory=OwnFields, description="What your ATS keeps and Nurture does not know of itself."
    )
    events: OwnEvents = Field(default_factory=dict, description="What only your systems know of.")
    closed_days: tuple[ClosedDay, ...] = Field((), description="Days on which the company is closed.")
    surveys: dict[Name, Survey] = Field(
        default_factory=dict, description="Questions that `survey` steps may ask, by name."
    )
    quiet_hours: dict[QuietPlace, QuietHours] = Field(
        default_factory=dict,
        description="When no text may leave, by country, or `everywhere`: a night, and days, as in `20:00-08:00, sun`.",
    )

    @model_validator(mode="after")
    def _names_one_thing(self) -> "CompanyFile":
        if both := self.roles.keys() & self.senders.keys():
            said = f"`{min(both)}` is a role and a sender: `from` could mean either"
            raise fault(codes.CONTRADICTION, said, "give one of them another name", key="roles")
        return self

    office_hours: OfficeHours = Field(
        hours_of(OFFICE_HOURS), description="When the office is open: what `working hours` are counted in."
    )

    def to_domain(self) -> Company:
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
            own=self.own(),
            text_hours={place: str(outside_quiet_hours(quiet)) for place, quiet in self.quiet_hours.items()},
            office_hours=str(self.office_hours),
        )

    def own(self) -> Own:
        """What the company adds to the language."""
        return own_of(self.events, self.fields, self.roles)

    def signs(self, name: str) -> bool:
        """True if `from` may name this: a role, built-in or of its own, or one of the senders."""
        return name in ROLES or name in self.roles or name in self.senders


def sender_hint(name: str, company: CompanyFile | None) -> str:
    """Who can sign instead."""
    known = [*ROLES, *((*company.roles, *company.senders) if company else ())]
    near = did_you_mean(name, known)
    return near or f"add `{name}` under `senders` in company.yaml, or name one of {', '.join(known)}"
