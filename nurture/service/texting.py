"""What comes back of texts: the provider's reports, and what people text to us."""

from collections.abc import Callable, Mapping
from typing import Final

from nurture.channels.twilio_hooks import TextIn, TextReport
from nurture.contracts import TakenIn
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.inbound.texts import Word, asks_for_no_more
from nurture.messages.identity import read_hook_token
from nurture.service.mail_reports import take_report
from nurture.service.opt_outs import record_no_texts, record_texts_again
from nurture.service.parts import Parts
from nurture.service.replies import record_reply, said
from nurture.store import contacts, correspondence, frozen, records
from nurture.values import replace

_SOURCE: Final = "their text"


def take_text_report(parts: Parts, token: str, told: TextReport) -> TakenIn | None:
    """Takes in what became of the text that the token names; None where it is none of ours."""
    message_id = read_hook_token(token, domain=parts.settings.mail_domain)
    with parts.store.read() as conn:
        ours = correspondence.mail_of_ours(conn, message_id)
        message = frozen.message_of(conn, ours.key) if ours else None
    report = replace(told.report, key=ours.key) if ours else told.report
    stopped = TakenIn()
    if told.is_stopped and message is not None:
        stopped = record_no_texts(parts, message.to.reached_at, source="a report on a text")
    taken = take_report(parts, report)
    return taken and _both(stopped, taken)


def take_text(parts: Parts, text: TextIn) -> TakenIn:
    """Takes in what somebody texted to us, and names whom to start and to wake. Told twice, it changes nothing."""
    return _TAKEN[text.word](parts, text)


def _stop(parts: Parts, text: TextIn) -> TakenIn:
    """No reply: who ends texts has not written to us of anything else."""
    stopped = record_no_texts(parts, text.number, source=_SOURCE)
    _note(parts, text, "asked for no more texts")
    return stopped


def _start(parts: Parts, text: TextIn) -> TakenIn:
    """Means something to those alone who had ended texts; from anybody else, a yes is an answer."""
    again = record_texts_again(parts, text.number)
    if again is None:
        return _reply(parts, text)
    _note(parts, text, "asked for texts again")
    return again


def _help(parts: Parts, text: TextIn) -> TakenIn:
    return TakenIn(note="the provider answers that")


def _reply(parts: Parts, text: TextIn) -> TakenIn:
    stopped = record_no_texts(parts, text.number, source=_SOURCE) if asks_for_no_more(text.text) else TakenIn()
    taken = replace(stopped, note="comes from nobody on record")
    for whom in _writers(parts, text.number):
        replied = record_reply(
            parts,
            whom,
            at=parts.clock.now(),
            summary=said(text.text),
            channel=ChannelKind.SMS,
            message_id=text.id,
        )
        taken = _both(taken, replied)
    return taken


_TAKEN: Final[Mapping[Word | None, Callable[[Parts, TextIn], TakenIn]]] = {
    Word.STOP: _stop,
    Word.START: _start,
    Word.HELP: _help,
    None: _reply,
}


def _writers(parts: Parts, number: str) -> tuple[str, ...]:
    """Whoever got our newest text at that number; if nobody did, all who have it: one mail too few is a pity, and one
    after a reply is worse.
    """
    with parts.store.read() as conn:
        texted = correspondence.last_texted(conn, parts.address_hash(number))
        return (texted,) if texted else correspondence.holders_of(conn, number)


def _note(parts: Parts, text: TextIn, summary: str) -> None:
    """On the timelines of whom it concerns, and no reply."""
    for whom in _writers(parts, text.number):
        with parts.store.write() as conn:
            candidate_id = records.surviving_id(conn, whom)
            noted = Touchpoint(
                id=f"{candidate_id}#text#{text.id}",
                candidate_id=candidate_id,
                channel=ChannelKind.SMS,
                direction=Direction.INBOUND,
                at=parts.clock.now(),
                summary=summary,
            )
            contacts.record(conn, noted, message_id=text.id, is_automatic=True)


def _both(first: TakenIn, second: TakenIn) -> TakenIn:
    return replace(second, started=(*first.started, *second.started), pokes=(*first.pokes, *second.pokes))
