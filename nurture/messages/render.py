"""Renders a message exactly as it will be sent: a pure function of template and facts.

Facts are put in first, cleaned so that they can't become markup; the Markdown that results is read once and written
twice, as text and as HTML.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from jinja2 import Template as Compiled
from jinja2 import TemplateError

from nurture.domain.records import Company
from nurture.domain.touchpoints import Address, Message
from nurture.language.expressions import ExpressionError, environment
from nurture.language.functions import LANGUAGE
from nurture.language.templates import MAX_TEMPLATE, Template, parse_template
from nurture.messages.clean import in_header, in_markdown, one_line
from nurture.messages.footer import Footer
from nurture.messages.layout import laid_out
from nurture.messages.markdown import parse, to_html
from nurture.messages.plain import plain_text, wrapped
from nurture.messages.words import Words, in_one

MAX_BODY: Final = 2 * MAX_TEMPLATE
"""Characters of a filled-in body; a longer one is refused."""
MAX_SUBJECT: Final = 250
"""Characters of a filled-in subject or preheader; a longer one is cut."""


def render(
    *,
    template: str | Template,
    names: Mapping[str, object],
    sender: Address,
    to: Address,
    key: str,
    message_id: str,
    language: str,
    company: Company,
    footer: Footer,
    reply_to: Address | None = None,
    headers: Mapping[str, str] | None = None,
    subject: str | None = None,
    beside: Sequence[Words] = (),
) -> Message:
    """The message. Raises ExpressionError if the template can't be filled in, LanguageError if it is none.

    `language` is that of the template, for dates and for screen readers; `subject` goes before the template's own.
    What `beside` says goes out in the same message.
    """
    words = worded(template, names=names, language=language, company=company, subject=subject)
    if beside:
        words = in_one((words, *beside), language)
    subject, preheader, tokens = words.subject, words.preheader, parse(words.body)
    return Message(
        key=key,
        message_id=message_id,
        sender=_mailbox(sender),
        to=_mailbox(to),
        reply_to=_mailbox(reply_to) if reply_to else None,
        subject=subject,
        text=f"{plain_text(tokens)}\n\n{_below(footer)}\n",
        html=laid_out(body=to_html(tokens), subject=subject, preheader=preheader, language=language, footer=footer),
        headers={in_header(name): in_header(value) for name, value in {**footer.headers, **(headers or {})}.items()},
        language=language,
    )


def worded(
    template: str | Template,
    *,
    names: Mapping[str, object],
    language: str,
    company: Company,
    subject: str | None = None,
) -> Words:
    """A template filled in. Raises as `render` does."""
    source = parse_template(template) if isinstance(template, str) else template
    known = _known(names, company, language)
    subject = in_header(subject) if subject else _line(source.subject, known)
    if not subject:
        raise ExpressionError("the subject comes out empty", hint="Give its facts a fallback that says something.")
    preheader = preheader_of(source, names=names, language=language, company=company)
    return Words(subject=subject, preheader=preheader, body=_filled(source.body, known, in_markdown))


def render_line(text: str, names: Mapping[str, object]) -> str:
    """A line with facts in it, filled in. Raises ExpressionError if it can't be, or if nothing is left of it."""
    line = _line(text, names)
    if not line:
        raise ExpressionError("the line comes out empty", hint="Give its facts a fallback that says something.")
    return line


def filled_text(text: str, names: Mapping[str, object], *, company: Company, language: str) -> str:
    """Plain text with facts put in, each on one line. Raises ExpressionError if it can't be filled in."""
    return _filled(text, _known(names, company, language), one_line)


def render_text(text: str, names: Mapping[str, object]) -> str:
    """A text with facts in it, filled in; it may come out empty. Raises ExpressionError if it can't be filled in."""
    return _filled(text, names, one_line).strip()


def preheader_of(template: Template, *, names: Mapping[str, object], language: str, company: Company) -> str | None:
    """What mail programs show behind the subject; None if the template has none, or it comes out empty."""
    return (_line(template.preheader, _known(names, company, language)) if template.preheader else "") or None


def _known(names: Mapping[str, object], company: Company, language: str) -> Mapping[str, object]:
    return {"company": company, **names, LANGUAGE: language}


def _line(text: str, names: Mapping[str, object]) -> str:
    line = in_header(_filled(text, names, in_header))
    return line if len(line) <= MAX_SUBJECT else f"{line[: MAX_SUBJECT - 1].rstrip()}…"


def _filled(text: str, names: Mapping[str, object], clean: Callable[[str], str]) -> str:
    compiled = _compiled(text, clean)
    parts: list[str] = []
    size = 0
    try:
        for part in compiled.root_render_func(compiled.new_context(dict(names))):
            parts.append(part)
            size += len(part)
            if size > MAX_BODY:
                raise ExpressionError(f"the mail is longer than {MAX_BODY} characters", hint="Shorten it.")
    except TemplateError as error:
        raise ExpressionError(f"the template can't be filled in: {error.message}") from error
    except TypeError as error:  # how Jinja says it
        raise ExpressionError("the template can't be filled in: a `for` goes over what is no list") from error
    return "".join(parts)


@lru_cache(maxsize=2048)
def _compiled(text: str, clean: Callable[[str], str]) -> Compiled:
    try:
        return environment(clean).template_of(text)
    except TemplateError as error:
        raise ExpressionError(f"the template can't be read: {error.message}") from error


def _mailbox(address: Address) -> Address:
    return Address(email=in_header(address.email), name=in_header(address.name) if address.name else None)


def _below(footer: Footer) -> str:
    """The footer in text, behind the line by which mail programs know what is not part of the letter."""
    links = (f"{link.words}: {link.url}" for link in footer.links)
    return "\n".join(["-- ", *(wrapped(line) for line in (footer.sender, footer.reason, *links))])
