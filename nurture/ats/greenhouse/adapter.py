"""Greenhouse's side of the adapter contract."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import ClassVar, Final

from pydantic import ValidationError

from nurture.ats.base import NOTHING_READ, Greeting, Posted, Read, id_or_hash
from nurture.ats.greenhouse import actions, signature
from nurture.ats.greenhouse.custom import CustomFields
from nurture.ats.greenhouse.payload import Envelope
from nurture.ats.greenhouse.records import Translation
from nurture.ats.shapes import parsed, sentence
from nurture.ats.telling import ids_at, subjects
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.errors import Refused
from nurture.values import frozen

DELIVERY_HEADER: Final = "Greenhouse-Event-ID"

_PEOPLE: Final = (
    *("application.candidate.id", "application.candidate_id", "candidate.id", "candidate_id"),
    *("person.id", "person.new_candidate_id"),
)
_APPLICATIONS: Final = ("application.id", "application_id", "offer.application_id", "person.deleted_application_ids")


@frozen
class Greenhouse:
    """One Greenhouse account. It takes only status 200 for success, and tries six more times within 15 hours."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset({DELIVERY_HEADER.lower()})

    connection: str = "greenhouse"
    custom_fields: CustomFields = field(default_factory=CustomFields)

    def greeting(self, posted: Posted) -> Greeting | None:
        """Its pings are signed like everything else."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes; there is no time in what is signed."""
        return signature.why_untrusted(posted, secrets)

    def is_ping(self, posted: Posted) -> bool:
        """Whether the hook was just saved, and Greenhouse looks whether anybody answers."""
        return parsed(Envelope, posted.raw).action == "ping"

    def delivery_id(self, posted: Posted) -> str:
        """The header's id, else the body's hash: two stage changes of one application are two deliveries."""
        return id_or_hash(posted.header(DELIVERY_HEADER), posted.raw)

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """An application's person stands in it, an offer's not at all; a merge has two."""
        told = parsed(Envelope, posted.raw).payload
        people = ids_at(told, *_PEOPLE)
        return subjects(self.connection, candidates=people, applications=ids_at(told, *_APPLICATIONS))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words."""
        envelope = parsed(Envelope, posted.raw)
        to = Translation(connection=self.connection, custom_fields=self.custom_fields)
        try:
            return actions.intake(to, envelope.action, envelope.payload, received_at)
        except ValidationError as error:
            raise Refused(sentence(f"Greenhouse's {envelope.action}", "payload", error), status=400) from error
