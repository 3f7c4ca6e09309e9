"""Templates into pages, and the headers that keep a page from doing anything but being read."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nurture.domain.touchpoints import Address

HERE: Final = Path(__file__).parent

POLICY: Final = (
    "default-src 'none'; style-src {styles}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OWN_STYLES: Final = "'self'"
MAIL_STYLES: Final = "'self' 'unsafe-inline'"
"""A mail brings its styles along, and a frame made of text obeys the policy of the page around it."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

TONES: Final[Mapping[str, str]] = {
    "accepted": "good",
    "hired": "good",
    "claimed": "care",
    "paused": "care",
    "released": "care",
    "unknown": "care",
    "do not contact": "bad",
    "erased": "bad",
    "held": "bad",
    "kept back": "care",
    "no mail": "bad",
    "overdue": "bad",
    "private": "care",
    "rejected": "bad",
}
"""The color of a state, beside its word; any other is plain."""


def candidate_path(candidate_id: str) -> str:
    """Where a person's page is."""
    return f"/candidates/{quote(candidate_id, safe=':')}"


def message_path(touchpoint_id: str) -> str:
    """Where a message's page is: its id holds `#`, which would end a path."""
    return f"/messages/{quote(touchpoint_id, safe=':/')}"


def mailbox(address: Address) -> str:
    """The name with the address or number, as a mail program shows them."""
    return f"{address.name} <{address.reached_at}>" if address.name else address.reached_at


def local(at: datetime, zone: ZoneInfo) -> str:
    """A moment on that zone's clock, to the minute."""
    return f"{at.astimezone(zone):%a %-d %b %Y %H:%M}"


def tone(state: str) -> str:
    """The color of a state."""
    return TONES.get(state, "")


_templates: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_templates.globals |= {
    "candidate_path": candidate_path,
    "local": local,
    "mailbox": mailbox,
    "message_path": message_path,
    "tone": tone,
}


def page(template: str, *, status: int = 200, styles: str = OWN_STYLES, **names: object) -> HTMLResponse:
    """A page that loads nothing but our style sheet, runs nothing, and is kept by no cache."""
    text = _templates.get_template(template).render(page=template.removesuffix(".html"), **names)
    headers = {**HEADERS, "Content-Security-Policy": POLICY.format(styles=styles)}
    return HTMLResponse(text, status_code=status, headers=headers)
