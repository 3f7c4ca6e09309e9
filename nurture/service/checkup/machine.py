"""Is this Python new enough, and are the settings fit for writing to real people?"""

import sys
from collections.abc import Iterator
from typing import Final

from nurture.config import Settings
from nurture.service.checkup.finding import Finding, State, good, wrong

OLDEST: Final = (3, 11)
SHORTEST_SECRET: Final = 16
"""Characters below which a key can be guessed."""


def python() -> Finding:
    """The version of Python that this runs on."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        return wrong("Python", f"{version} is too old", f"Use {OLDEST[0]}.{OLDEST[1]} or later.")
    return good("Python", version)


def look(settings: Settings) -> Iterator[Finding]:
    """The settings that are unsafe once mail leaves; while it stays in the outbox they are worth a warning."""
    faults = [
        *_secret_faults(settings),
        *_address_faults(settings),
    ]
    if settings.clock_began is not None and settings.clock_starts is not None:
        faults.append(("the clock is sped up", "Unset NURTURE_CLOCK_BEGAN: journeys run faster than time."))
    if not faults:
        yield good("Settings", "nothing is unsafe")
    leaves = settings.mail_leaves
    for found, advice in faults:
        yield Finding(part="Settings", state=State.WRONG if leaves else State.WARNING, found=found, advice=advice)


def _secret_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    secret = settings.link_secret.get_secret_value()
    advice = "Set NURTURE_LINK_SECRET to a long random text, and keep it: links in old mails depend on it."
    if secret == Settings.model_fields["link_secret"].default.get_secret_value():
        yield "the link secret is the one that everybody knows", advice
    elif len(secret) < SHORTEST_SECRET:
        yield "the link secret is short enough to be guessed", advice


def _address_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.public_url.startswith("https://"):
        yield (
            f"opt-out links lead to {settings.public_url}",
            "Set NURTURE_PUBLIC_URL to the https:// address where the world reaches the web edge.",
        )
    if settings.mail_domain == Settings.model_fields["mail_domain"].default:
        yield (
            f"Message-IDs end in {settings.mail_domain}",
            "Set NURTURE_MAIL_DOMAIN to the domain that you send from.",
        )


def counted(number: int, noun: str) -> str:
    """A number of things, as sentences have it."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
