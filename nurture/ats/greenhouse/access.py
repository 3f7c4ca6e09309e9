"""From the settings to what writes to Greenhouse."""

from typing import Final
from urllib.parse import urlsplit

from nurture.ats.greenhouse.harvest import Access, Harvest
from nurture.ats.greenhouse.writer import GreenhouseWriter
from nurture.ats.writing import Unwritable, Writer
from nurture.config import Settings

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def writer_from(settings: Settings) -> Writer:
    """The writer; without access one that refuses every change and names the settings that are missing."""
    secret = settings.greenhouse_client_secret
    given = {
        "NURTURE_GREENHOUSE_CLIENT_ID": settings.greenhouse_client_id,
        "NURTURE_GREENHOUSE_CLIENT_SECRET": secret.get_secret_value() if secret else None,
        "NURTURE_GREENHOUSE_USER_ID": settings.greenhouse_user_id,
    }
    client_id, client_secret, user_id = given.values()
    if not (client_id and client_secret and user_id):
        missing = [name for name, value in given.items() if not value]
        said = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
        hint = "Create credentials of the type Harvest V3 (OAuth) in Greenhouse's Dev Center."
        return Unwritable(name=GreenhouseWriter.name, why=f"Greenhouse can't be written to: {said}", hint=hint)
    for name, url in (
        ("NURTURE_GREENHOUSE_API", settings.greenhouse_api),
        ("NURTURE_GREENHOUSE_TOKEN_URL", settings.greenhouse_token_url),
    ):
        if not _may_get_a_secret(url):
            why = f"{name} is no address that a secret may be sent to"
            return Unwritable(name=GreenhouseWriter.name, why=why, hint="It begins with https://.")
    access = Access(
        client_id=client_id,
        client_secret=client_secret,
        user_id=user_id,
        api=settings.greenhouse_api.rstrip("/"),
        token_url=settings.greenhouse_token_url,
    )
    return GreenhouseWriter(Harvest(access, timeout=settings.send_timeout))


def _may_get_a_secret(url: str) -> bool:
    """Over TLS, or without leaving this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
