"""Posting in memory, for rehearsals: everything is taken, and kept."""

from dataclasses import dataclass, field
from http import HTTPStatus

from nurture.webhooks.base import Post


@dataclass(kw_only=True)
class MemoryPoster:
    """Keeps what was posted, in order."""

    posts: list[Post] = field(default_factory=list)

    def post(self, post: Post) -> int:
        self.posts.append(post)
        return HTTPStatus.OK

    def close(self) -> None:
        """It has no connections."""
