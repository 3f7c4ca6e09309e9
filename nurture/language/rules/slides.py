"""What `slide` says of closed hours must leave a time at which a mail can leave."""

from collections.abc import Iterator, Mapping

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.load import Where
from nurture.language.rules.draft import Draft
from nurture.language.sequence import SendRules
from nurture.language.steps import EmailStep, RepeatStep, SmsStep
from nurture.language.steps.email import why_alone
from nurture.language.steps.sms import DAYTIME
from nurture.timing.daily import Daily
from nurture.timing.errors import TimingError
from nurture.timing.slide import Slide
from nurture.timing.window import SendWindow

_STATED = SendRules()


def slides_land_in_open_hours(draft: Draft) -> Iterator[Diagnostic]:
    """A time that `slide` names lies in the hours of each mail and text that it is for."""
    send = (draft.source.data or {}).get("send")
    head = send if isinstance(send, dict) else {}
    for node in draft.step_nodes:
        if node.model not in (EmailStep, SmsStep):
            continue
        where: Where = (*node.where, "slide") if "slide" in node.data else ("send", "slide")
        slide = _slide(node.data) or _slide(head)
        for hours in _hours(node.data, head, is_text=node.model is SmsStep):
            if slide is not None and not slide.fits(hours):
                said = f"`slide: {slide}` names a time at which {node.data.get('id')} can never leave: {hours}"
                yield draft.at(codes.CONTRADICTION, where, said, "name a time within these hours")


def digests_leave_in_open_hours(draft: Draft) -> Iterator[Diagnostic]:
    """The time of a digest, the step's own or that of the sequence, lies in the hours of its mail."""
    send = (draft.source.data or {}).get("send")
    head = send if isinstance(send, dict) else {}
    hours, general = _window(head) or _STATED.hours, _digest(head)
    for step in (each for block in draft.valid_blocks for each in block if isinstance(each, EmailStep)):
        mine, digest = step.hours or hours, step.digest or (general if step.own_digest is None else None)
        if digest is not None and not mine.covers(digest.at.hour * 60 + digest.at.minute):
            said = f"`digest: {digest}` names a time at which {step.id} can never leave: {mine}"
            where: Where = (*draft.step_ids[step.id], "digest") if step.digest else ("send", "digest")
            yield draft.at(codes.CONTRADICTION, where, said, "name a time within these hours")


def what_is_for_one_alone_says_so(draft: Draft) -> Iterator[Diagnostic]:
    """Where the sequence has a `digest`, a mail that can't be one of many says that it leaves by itself."""
    send = (draft.source.data or {}).get("send")
    if not isinstance(send, dict) or _digest(send) is None:
        return
    for step in (each for block in draft.valid_blocks for each in block if isinstance(each, EmailStep)):
        alone = why_alone(step) if step.own_digest is None else None
        if alone:
            key, written = alone
            said = f"the sequence's `digest` puts many mails into one, and `{written}` is for one alone"
            where = (*draft.step_ids[step.id], key)
            yield draft.at_key(codes.CONTRADICTION, where, said, "add `digest: none` beside it, or leave it out")


def rounds_can_be_read(draft: Draft) -> Iterator[Diagnostic]:
    """With `slide: skip`, the hours of a round's mails are open at some of the times at which the rounds are due."""
    send = (draft.source.data or {}).get("send")
    head = send if isinstance(send, dict) else {}
    slide, hours = _slide(head) or _STATED.slide, _window(head) or _STATED.hours
    for step in (each for block in draft.valid_blocks for each in block if isinstance(each, RepeatStep)):
        every, mails = step.repeat.every, [each for each in step.opening() if isinstance(each, EmailStep)]
        skipped = [mail for mail in mails if (mail.slide or slide).way == "skip"]
        if every is None or not skipped or (every.at is None and not every.days):
            continue
        if len({mail.is_to_candidate for mail in mails}) > 1:  # their clocks differ, and so may what is open
            continue
        minute = every.at.hour * 60 + every.at.minute if every.at else None
        if not any((mail.hours or hours).covers(minute, every.days) for mail in skipped):
            said = f"each round of `{step.id}` is due in closed hours ({skipped[0].hours or hours}), and"
            where = (*draft.step_ids[step.id], "repeat", "every")
            hint = "name a day and a time within these hours, or let the mail wait: `slide: later`"
            yield draft.at(codes.BAD_WINDOW, where, f"{said} `slide: skip` leaves it out", hint)


def _hours(data: Mapping[str, object], head: Mapping[str, object], *, is_text: bool) -> Iterator[SendWindow]:
    """Those of a mail; of a text, and of the mail in its place."""
    general = _window(head) or _STATED.hours
    if not is_text:
        yield _window(data) or general
        return
    yield _window(data) or DAYTIME
    if "otherwise" in data:
        yield general


def _slide(data: Mapping[str, object]) -> Slide | None:
    text = data.get("slide")
    try:
        return Slide.parse(text) if isinstance(text, str) else None
    except TimingError:  # told where the text is read
        return None


def _digest(head: Mapping[str, object]) -> Daily | None:
    text = head.get("digest")
    try:
        return Daily.parse(text) if isinstance(text, str) else None
    except TimingError:
        return None


def _window(data: Mapping[str, object]) -> SendWindow | None:
    text = data.get("hours")
    try:
        return SendWindow.parse("always" if text == "any time" else text) if isinstance(text, str) else None
    except TimingError:
        return None
