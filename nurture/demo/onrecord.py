"""What is on record of each person: what the story waits for, what is told, and what is judged in the end."""

from collections.abc import Mapping
from dataclasses import field

from nurture.demo.cast import Applicant
from nurture.domain.touchpoints import Message, Touchpoint
from nurture.store import Store, contacts, standings
from nurture.store.frozen import latest_messages
from nurture.store.standings import Standing
from nurture.values import frozen


@frozen
class OnRecord:
    """A person's contacts and journeys at one moment. Somebody who is not on record yet has none.

    `mails` maps a touchpoint's id to the message that was written.
    """

    touchpoints: tuple[Touchpoint, ...] = ()
    standings: tuple[Standing, ...] = ()
    mails: Mapping[str, Message] = field(default_factory=dict)

    def outcome(self, sequence: str) -> str | None:
        """How their journey through that sequence ended; None while it goes on, or has not begun."""
        return next((each.outcome for each in self.standings if each.enrollment.sequence == sequence), None)

    def journey_of(self, touchpoint: Touchpoint) -> Standing | None:
        """The journey that a contact belongs to; None for one that came from a person."""
        return next((each for each in self.standings if each.enrollment.id == touchpoint.enrollment_id), None)


def read(store: Store, people: tuple[Applicant, ...]) -> Mapping[Applicant, OnRecord]:
    """Everybody's record now."""
    with store.read() as conn:
        mails = {touchpoint.id: mail for touchpoint, mail in latest_messages(conn, limit=100)}
        return {
            who: OnRecord(
                touchpoints=contacts.of_candidate(conn, who.candidate_id),
                standings=standings.of_candidate(conn, who.candidate_id),
                mails=mails,
            )
            for who in people
        }
