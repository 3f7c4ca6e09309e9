"""Mails that go on from an earlier one: mail programs show them in one thread (RFC 5322, section 3.6.4)."""

from nurture.domain.touchpoints import Message

_RE = "Re: "
_MOST_REFERENCES = 20
"""Message-IDs that a mail names; beyond them the oldest is left out, after the first of the thread."""


def answer_subject(parent: Message) -> str:
    """The parent's subject, marked as answered once."""
    return parent.subject if parent.subject.lower().startswith(_RE.strip().lower()) else _RE + parent.subject


def answer_headers(parent: Message) -> dict[str, str]:
    """The headers that put a mail behind its parent."""
    known = parent.headers.get("References", "").split()
    first, rest = known[:1], known[1:]
    chain = [*first, *rest[-(_MOST_REFERENCES - 2) :], parent.message_id]
    return {"In-Reply-To": parent.message_id, "References": " ".join(chain)}
