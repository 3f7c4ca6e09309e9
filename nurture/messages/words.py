"""What a mail says before it is laid out, and how what several mails say becomes one."""

from collections.abc import Iterable, Mapping
from typing import Final

from nurture.messages.clean import in_markdown
from nurture.values import frozen


@frozen
class Words:
    """The subject, what mail programs show behind it, and the body in Markdown, with the facts put in."""

    subject: str
    preheader: str | None
    body: str


_AND_MORE: Final[Mapping[str, str]] = {
    "en": "{subject}, and {count} more",
    "de": "{subject}, und {count} weitere",
    "fr": "{subject}, et {count} de plus",
    "es": "{subject}, y {count} más",
}


def in_one(mails: Iterable[Words], language: str) -> Words:
    """The words of several mails under each other, each under its own subject, in the order of these."""
    first, *more = sorted(mails, key=lambda each: (each.subject, each.body))
    body = "\n\n---\n\n".join(f"## {in_markdown(each.subject)}\n\n{each.body}" for each in (first, *more))
    said = _AND_MORE.get(language.partition("-")[0], _AND_MORE["en"])
    return Words(subject=said.format(subject=first.subject, count=len(more)), preheader=first.preheader, body=body)
