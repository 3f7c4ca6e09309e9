"""Every error that Nurture raises on purpose.

NurtureError
├── LanguageError          a sequence, template or company file is wrong; carries the diagnostics
├── NotFound               an id or name that is not on record
├── Conflict               what was asked for contradicts what is on record
├── Held                   a journey can't go on until a person steps in
├── NotSetUp               a server, setting or program is missing; says how to get it
├── Refused                a delivery or request that is not to be trusted or understood
└── ChannelError           a message did not go, or a change was not made; `permanent`: trying again can't help
    ├── Rejected           the other side said no for good
    │   └── OptedOut       because the recipient told it that they want nothing more from us
    ├── Released           nothing left this machine: trying again is safe
    └── OutcomeUnknown     it may have left: never send again blindly

Activities turn these into Temporal's failures in one place: permanent ones are not retried.
"""

from datetime import datetime


class NurtureError(Exception):
    """The root. `hint` tells what to do about it."""

    permanent = True

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class LanguageError(NurtureError):
    """A file that recruiting ops wrote can't be used as it is."""


class NotFound(NurtureError):
    """No such thing on record."""


class Conflict(NurtureError):
    """It contradicts what is on record."""


class Held(NurtureError):
    """A journey stands still, visibly, until a person steps in; nobody is dropped."""


class NotSetUp(NurtureError):
    """A part that is needed is missing or can't be reached."""


class Refused(NurtureError):
    """A delivery that is not to be trusted, or can't be understood. `status` is the HTTP answer."""

    def __init__(self, message: str, *, status: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class ChannelError(NurtureError):
    """A message did not go, or may not have gone."""


class Rejected(ChannelError):
    """The provider or the recipient's server refused it for good."""


class OptedOut(Rejected):
    """The recipient told the provider to stop, so that no attempt of ours will ever get through."""


class Released(ChannelError):
    """Nothing left this machine. `retry_at` is the provider's own word on when to try again, if it gave one."""

    permanent = False

    def __init__(self, message: str, *, retry_at: datetime | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_at = retry_at


class OutcomeUnknown(ChannelError):
    """The connection broke after the message may have left."""
