"""Greenhouse's side of the adapter contract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Final

from pydantic import ValidationError

from nurture.ats.base import header
from nurture.ats.greenhouse import actions, signature
from nurture.ats.greenhouse.custom import CustomFields
from nurture.ats.greenhouse.payload import Envelope
from nurture.ats.greenhouse.records import Translation
from nurture.domain.intake import Intake
from nurture.errors import Refused

DELIVERY_HEADER: Final = "Greenhouse-Event-ID"
_SENSIBLE_ID: Final = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Greenhouse:
    """One Greenhouse account. It takes only status 200 for success, and tries six more times within 15 hours."""

    name: ClassVar[str] = "greenhouse"
    ack_status: ClassVar[int] = 200

    connection: str = "greenhouse"
    custom_fields: CustomFields = field(default_factory=CustomFields)

    def verify(self, raw: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> None:
        """Raises Refused unless one of the secrets signed these very bytes."""
        signature.verify(raw, headers, secrets)

    def delivery_id(self, raw: bytes, headers: Mapping[str, str]) -> str:
        """The header's id, else the body's hash: two stage changes of one application are two deliveries."""
        given = header(headers, DELIVERY_HEADER)
        if given is not None and _SENSIBLE_ID.fullmatch(given):
            return given
        return f"sha256:{sha256(raw).hexdigest()}"

    def is_ping(self, raw: bytes) -> bool:
        """Whether the hook was just saved, and Greenhouse looks whether anybody answers."""
        return _envelope(raw).action == "ping"

    def understand(self, raw: bytes, *, received_at: datetime) -> Intake:
        """The delivery in our words."""
        envelope = _envelope(raw)
        to = Translation(connection=self.connection, custom_fields=self.custom_fields)
        try:
            return actions.intake(to, envelope.action, envelope.payload, received_at)
        except ValidationError as error:
            raise Refused(_sentence(f"Greenhouse's {envelope.action}", "payload", error), status=400) from error


def _envelope(raw: bytes) -> Envelope:
    try:
        return Envelope.model_validate_json(raw)
    except ValidationError as error:
        raise Refused(_sentence("the body of the delivery", "", error), status=400) from error


def _sentence(what: str, root: str, error: ValidationError) -> str:
    """Names the first thing that is missing or wrong, and never its value, which may be personal."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in (root, *first["loc"]) if part != "")
    if first["type"] == "missing":
        return f"{what} lacks {where}"
    if first["type"] == "json_invalid":
        return f"{what} is not JSON"
    return f"{what} has a wrong {where or 'form'}: {first['msg'][:1].lower()}{first['msg'][1:]}"
