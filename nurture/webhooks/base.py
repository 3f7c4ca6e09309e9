"""What is posted, and what every way of posting it promises."""

from hashlib import sha256
from typing import Final, Protocol

from nurture.errors import Rejected
from nurture.values import frozen


@frozen
class Post:
    """One message. `secret` is the name of the setting that holds the key; `id` is the same on every attempt."""

    url: str
    secret: str
    id: str
    body: bytes


class Poster(Protocol):
    """A way to post. Activities share it between threads."""

    def post(self, post: Post) -> int:
        """Posts it and returns the status by which the receiver took it, from 200 to 299.

        Raises Rejected (no for good) or Released (trying again can help, and does no harm: receivers tell a message
        that they have by its id). Error texts hold nothing that was posted.
        """
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


@frozen
class Refusing:
    """Posts nothing, and says why."""

    why: str

    def post(self, post: Post) -> int:
        raise Rejected(self.why)

    def close(self) -> None:
        """There is nothing to let go of."""


NOBODY: Final[Poster] = Refusing(why="webhooks are not set up here")
"""Where nothing is ever posted."""


def webhook_id(key: str) -> str:
    """The id of the message of one step's visit: the same whenever it is posted, and it tells nothing of anybody."""
    return f"msg_{sha256(key.encode()).hexdigest()[:32]}"
