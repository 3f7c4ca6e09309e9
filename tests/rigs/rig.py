"""What a test needs to know of a vendor to speak as it does."""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from nurture.ats import VENDORS, Account, Connected, Posted, connect

FIXTURES = Path(__file__).parents[1] / "fixtures"
SECRET = "a key that both sides know"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""The server's time when a delivery comes; fixtures are from just before it."""


class Api(Protocol):
    """A double of a vendor's API: where it answers, and what it was asked."""

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Rig:
    """One vendor. `signed` makes of a name and a body what the vendor would send, signed with a secret.

    `unknown` is a body with an event that the vendor does not have. `secret` is one in the vendor's form. `api` opens
    a double of its API, whose `addresses` are settings, and `settings` are those of an account that may use it. A
    vendor that does not sign its body is not asked whether it notices another one.
    """

    name: str
    signed: Callable[[str, bytes, str], Posted]
    unknown: bytes
    secret: str = SECRET
    other_secret: str = "a key of somebody else's"
    signs_body: bool = True
    api: Callable[[], AbstractContextManager[Api | None]] = field(default=lambda: nullcontext(None))
    addresses: Callable[[Api], Mapping[str, str]] = field(default=lambda api: {"api": api.url})
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return FIXTURES / self.name

    def names(self) -> list[str]:
        """All of its deliveries."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def body(self, name: str) -> bytes:
        return (self.folder / f"{name}.json").read_bytes()

    def posted(self, name: str, *, secret: str | None = None) -> Posted:
        """A delivery as it comes."""
        return self.signed(name, self.body(name), secret or self.secret)

    def changed(self, name: str, *path: str | int, to: Any) -> Posted:
        """A delivery with one value replaced, and signed again."""
        document = json.loads(self.body(name))
        part = document
        for key in path[:-1]:
            part = part[key]
        part[path[-1]] = to
        return self.signed(name, json.dumps(document).encode(), self.secret)

    def account(self, api: Api | None = None, **changes: Any) -> Account:
        """An account of it, whose connection is called otherwise."""
        settings = {"secrets": (self.secret,), **self.settings, **(self.addresses(api) if api else {}), **changes}
        connection = settings.pop("connection", "hiring")
        prefix = f"NURTURE_ATS__{connection.upper()}__"
        return Account(connection=connection, vendor=self.name, prefix=prefix, timeout=5, **settings)

    def connected(self, api: Api | None = None, **changes: Any) -> Connected:
        return connect(self.account(api, **changes))

    @property
    def vendor(self) -> Any:
        return VENDORS[self.name]
