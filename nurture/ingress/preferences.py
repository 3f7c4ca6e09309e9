"""What the page of an opt-out link offers and shows: each choice with what it does, and what stands."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from nurture.contracts import TakenIn
from nurture.ingress.preference_words import PREFERENCE_WORDS, PreferenceWords
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service import opt_outs
from nurture.service.parts import Parts
from nurture.store.suppressions import Suppression
from nurture.store.words import BUT_OPENINGS, EVERYTHING
from nurture.values import frozen

Doing: TypeAlias = Callable[[Parts, OptOut], TakenIn]

STOP: Final = "stop"
OPENINGS: Final = "openings"
NOTHING: Final = "nothing"
CHOICES: Final[Mapping[str, Doing]] = {
    STOP: opt_outs.record_opt_out,
    **{f"pause-{months}": partial(opt_outs.record_pause, months=months) for months in opt_outs.PAUSES},
    OPENINGS: opt_outs.record_only_openings,
    NOTHING: opt_outs.record_no_mail_at_all,
}
"""What each answer of the form does. Whatever else is posted, as by a mail program, stops this kind of mail."""


@frozen
class Choice:
    """One answer of the form, with what follows from it."""

    value: str
    words: str
    means: str


@frozen
class Preferences:
    """The page as one person sees it."""

    words: PreferenceWords
    standing: tuple[str, ...]
    choices: tuple[Choice, ...]


def preferences(
    tag: str, language: str, purpose: Purpose, standing: tuple[Suppression, ...], zone: ZoneInfo
) -> Preferences:
    """What stands, and what can still be chosen: nothing that would let more mail through than now."""
    words = PREFERENCE_WORDS[tag]
    theirs = {each.scope: each for each in standing if each.scope in (purpose, EVERYTHING, BUT_OPENINGS)}
    return Preferences(
        words=words,
        standing=tuple(_standing(words, language, purpose, theirs, zone)),
        choices=tuple(_choices(words, purpose, theirs)),
    )


def _standing(
    words: PreferenceWords, language: str, purpose: Purpose, theirs: Mapping[str, Suppression], zone: ZoneInfo
) -> Iterator[str]:
    """The strictest first, and nothing that it contains."""
    if _is_for_good(theirs.get(EVERYTHING)):
        yield words.is_nothing
        return
    kind = theirs.get(purpose)
    if _is_for_good(kind):
        yield words.is_stopped
        return
    if kind is not None and kind.until is not None:
        yield words.paused_until(kind.until.astimezone(zone).date(), language)
    if BUT_OPENINGS in theirs:
        yield words.is_only_openings


def _choices(words: PreferenceWords, purpose: Purpose, theirs: Mapping[str, Suppression]) -> Iterator[Choice]:
    if _is_for_good(theirs.get(EVERYTHING)):
        return
    if not _is_for_good(theirs.get(purpose)):
        yield Choice(value=STOP, words=words.stop, means=words.stop_means)
        for months in opt_outs.PAUSES:
            yield Choice(value=f"pause-{months}", words=words.pauses[months], means=words.pause_means)
        if purpose is Purpose.NURTURE and BUT_OPENINGS not in theirs:
            yield Choice(value=OPENINGS, words=words.openings, means=words.openings_means)
    yield Choice(value=NOTHING, words=words.nothing, means=words.nothing_means)


def _is_for_good(stops: Suppression | None) -> bool:
    return stops is not None and stops.until is None
