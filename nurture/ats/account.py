"""The accounts that an installation is connected with, from its settings."""

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from pydantic import SecretStr

from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.values import frozen

GREENHOUSE: Final = "greenhouse"
"""The one connection that has settings of its own, which are older than those of all others."""

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_TAKEN: Final = frozenset({GREENHOUSE, "mail", "log", "sendgrid", "twilio", "broadcast"})
"""Names under which something else is kept or answers."""


@frozen
class Account:
    """One account of one ATS. `prefix` is how the names of its settings begin.

    `company` is the account's name at the vendor, where its addresses contain it; `api` is where its API answers, where
    that is not the vendor's usual place. `hires_from` is the connection in which those applied whom an HR system has as
    employees. Connecting to it may take `timeout` seconds.
    """

    connection: str
    vendor: str
    prefix: str = field(default="")
    secrets: tuple[str, ...] = field(default=(), repr=False)
    api_key: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    user_id: str | None = None
    company: str | None = None
    hires_from: str | None = None
    api: str | None = None
    token_url: str | None = None
    timeout: float = 20.0

    def setting(self, name: str) -> str:
        """The environment variable of one of its settings."""
        return f"{self.prefix}{name.upper()}"

    def why_without(self, *names: str) -> str | None:
        """Which of these settings are missing, in words; None when all of them are there."""
        missing = [self.setting(name) for name in names if not getattr(self, name)]
        if not missing:
            return None
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"


def accounts_from(settings: Settings) -> Iterator[Account]:
    """Each of `NURTURE_ATS__…`, and Greenhouse's, unless it is not set and others are.

    Raises NotSetUp for a name that can't be a connection's.
    """
    if settings.greenhouse_secrets or settings.greenhouse_client_id or not settings.ats:
        yield _greenhouse(settings)
    for name, given in sorted(settings.ats.items()):
        prefix = f"NURTURE_ATS__{name.upper()}__"
        if not _NAME.fullmatch(name) or name in _TAKEN:
            hint = "Call the connection otherwise: up to 40 small letters, digits and underscores."
            if name == GREENHOUSE:
                hint = "Its settings begin with NURTURE_GREENHOUSE_; call a further account of it otherwise."
            raise NotSetUp(f"{prefix}…: “{name}” can't be the name of a connection", hint=hint)
        yield Account(
            connection=name,
            vendor=given.vendor or name,
            prefix=prefix,
            secrets=_told(given.secrets),
            api_key=_secret(given.api_key),
            client_id=given.client_id,
            client_secret=_secret(given.client_secret),
            user_id=given.user_id,
            company=given.company,
            hires_from=given.hires_from,
            api=given.api,
            token_url=given.token_url,
            timeout=settings.send_timeout,
        )


def _greenhouse(settings: Settings) -> Account:
    return Account(
        connection=GREENHOUSE,
        vendor=GREENHOUSE,
        prefix="NURTURE_GREENHOUSE_",
        secrets=_told(settings.greenhouse_secrets),
        client_id=settings.greenhouse_client_id,
        client_secret=_secret(settings.greenhouse_client_secret),
        user_id=settings.greenhouse_user_id,
        api=settings.greenhouse_api,
        token_url=settings.greenhouse_token_url,
        timeout=settings.send_timeout,
    )


def _told(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    """A blank key would be one that everybody knows."""
    return tuple(told for secret in secrets if (told := secret.get_secret_value()).strip())


def _secret(given: SecretStr | None) -> str | None:
    return given.get_secret_value() if given else None
