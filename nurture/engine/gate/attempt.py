"""What is asked about: one message about to leave, and all that its judges look at."""

from datetime import datetime

from nurture.domain.consent import Consent
from nurture.domain.touchpoints import ChannelKind
from nurture.domain.unread import Unread
from nurture.engine.before import Before
from nurture.engine.journey import Journey
from nurture.engine.turns import Line
from nurture.language.cap import Cap
from nurture.language.steps.email import EmailStep
from nurture.timing.duration import Duration
from nurture.values import frozen


@frozen
class Contacts:
    """What the ledger knows of a person at this moment.

    `suppressed` is the reason why their address may not be written to, for this purpose or any; until `paused_until`
    they want no mail, and with `wants_only_openings` no nurture mail but about openings. `touches` are the times
    of what we sent them of late, newest first, over all sequences; `consent` is the entry of their consent that stands
    for this purpose; `last_mail` is when the newest mail or text left, `last_survey` when the newest survey did, each
    where the step asks for it. `of_sequence` are the times of what this sequence sent of late to whoever reads this
    message, newest first.
    """

    suppressed: str | None = None
    paused_until: datetime | None = None
    wants_only_openings: bool = False
    touches: tuple[datetime, ...] = ()
    consent: Consent | None = None
    last_mail: datetime | None = None
    last_survey: datetime | None = None
    of_sequence: tuple[datetime, ...] = ()


@frozen
class Limit:
    """A cap that a person's messages of one kind share: when those left that counted of late, newest first, and who
    else of that kind waits for them and comes first.
    """

    cap: Cap
    times: tuple[datetime, ...]
    line: Line | None = None


@frozen
class Missing:
    """That somebody of ours is not there whom this takes, until when as far as is known, and what to do about it."""

    sentence: str
    until: datetime | None
    hint: str


@frozen
class Attempt:
    """One message about to leave: the step, the journey as it stands, the address, and the person's contacts.

    A text is judged as the mail that it would be, with its number for an address; `channel` tells them apart.
    `has_parent` is False where it is to join the thread of a mail that never left; `missing` says who of ours is not
    there, `before` what the step asks to know of earlier messages. `demands_consent` says that messages of this
    purpose need consent by company.yaml; `stopped` says why its sequence, or its mailbox, sends candidates nothing
    until a person lets it go on. `line` is who else waits for the person and comes first, where not all may have room,
    `unread` the first news of the person that nobody has read, `of_openings` the limit of messages about openings,
    where this is one.
    """

    step: EmailStep
    journey: Journey
    address: str | None
    contacts: Contacts
    cap: Cap | None = None
    channel: ChannelKind = ChannelKind.EMAIL
    is_approved: bool = False
    demands_consent: bool = False
    has_parent: bool = True
    unless_surveyed_within: Duration | None = None
    missing: Missing | None = None
    stopped: str | None = None
    before: Before | None = None
    line: Line | None = None
    unread: Unread | None = None
    of_openings: Limit | None = None

    @property
    def is_to_candidate(self) -> bool:
        """Whether it goes to the candidate; the rules that protect a person do not hold back our own mail."""
        return self.step.is_to_candidate
