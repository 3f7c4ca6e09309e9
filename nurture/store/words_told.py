"""Where tags, skills and interests come from: which source told of each, and since when.

The lists on a candidate are what conditions see; this says why a word is in one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, tuple_, update

from nurture.domain.consent import BY_HAND
from nurture.domain.intake import CandidateUpdate
from nurture.store.tables import candidate_words, candidates
from nurture.values import frozen

KINDS: Final = ("tags", "skills", "interests")
"""The lists of words on a candidate."""


@frozen
class Word:
    """A word of a list, who told of it, and since when."""

    kind: str
    word: str
    source: str
    since: datetime


_THEIRS: Final = (
    select(candidate_words.c.kind, candidate_words.c.word, candidate_words.c.source, candidate_words.c.since)
    .where(candidate_words.c.candidate_id == bindparam("candidate"))
    .order_by(candidate_words.c.kind, candidate_words.c.since, candidate_words.c.word, candidate_words.c.source)
)
_LISTS: Final = select(*(candidates.c[kind] for kind in KINDS)).where(candidates.c.id == bindparam("candidate"))


def put_said(conn: Connection, candidate_id: str, fields: Mapping[str, object], *, source: str, now: datetime) -> None:
    """Keeps what a source says of lists; those on the candidate are written by then: what is in none is forgotten."""
    told = {kind: words for kind in KINDS if isinstance(words := fields.get(kind), tuple)}
    if not told:
        return
    known = of_candidate(conn, candidate_id)
    theirs = {(each.kind, each.word) for each in known if each.source == source}
    if theirs == _pairs(told) | {pair for pair in theirs if pair[0] not in told} and len(theirs) == len(known):
        return
    if gone := _gone(conn, candidate_id, known, told, source):
        mine = candidate_words.c.candidate_id == candidate_id
        one = tuple_(candidate_words.c.kind, candidate_words.c.word, candidate_words.c.source)
        conn.execute(delete(candidate_words).where(mine, one.in_(gone)))
    # Whoever changes a list by hand tells the rest of it again, which has its sources.
    there = {(each.kind, each.word) for each in known if source in (each.source, BY_HAND)}
    new = (Word(kind=kind, word=word, source=source, since=now) for kind, word in sorted(_pairs(told) - there))
    _insert(conn, ((candidate_id, each) for each in new))


def _pairs(told: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    return {(kind, word) for kind, words in told.items() for word in words}


def _gone(
    conn: Connection, candidate_id: str, known: Iterable[Word], told: Mapping[str, Sequence[str]], source: str
) -> list[tuple[str, str, str]]:
    """What the source tells no more, and what is in no list of theirs any more, whoever told it."""
    lists = conn.execute(_LISTS, {"candidate": candidate_id}).one()
    left = dict(zip(KINDS, lists, strict=True))
    return [
        (each.kind, each.word, each.source)
        for each in known
        if each.kind in told
        and (each.word not in left[each.kind] or (each.source == source and each.word not in told[each.kind]))
    ]


def add(conn: Connection, people: Iterable[CandidateUpdate], *, source: str, now: datetime) -> None:
    """Keeps what a source says of people who are new, all at once."""
    _insert(
        conn,
        (
            (each.id, Word(kind=kind, word=word, source=source, since=now))
            for each in people
            for kind in KINDS
            if isinstance(words := each.fields.get(kind), tuple)
            for word in dict.fromkeys(words)
        ),
    )


def _insert(conn: Connection, told: Iterable[tuple[str, Word]]) -> None:
    rows = [
        {"candidate_id": whose, "kind": each.kind, "word": each.word, "source": each.source, "since": each.since}
        for whose, each in told
    ]
    if rows:
        conn.execute(insert(candidate_words), rows)


def of_candidate(conn: Connection, candidate_id: str) -> tuple[Word, ...]:
    """Every word of a person's lists with who told of it, list by list, oldest first."""
    return tuple(_read(conn, candidate_id))


def _read(conn: Connection, candidate_id: str) -> Iterator[Word]:
    for kind, word, source, since in conn.execute(_THEIRS, {"candidate": candidate_id}):
        yield Word(kind=kind, word=word, source=source, since=since)


def carry_over(conn: Connection, gone: str, survivor: str) -> None:
    """Moves the words of one who is merged to the one who goes on; what that one has already stays as it is."""
    theirs = candidate_words.alias("theirs")
    same = (theirs.c[name] == candidate_words.c[name] for name in ("kind", "word", "source"))
    is_known = exists().where(theirs.c.candidate_id == survivor, *same)
    mine = candidate_words.c.candidate_id == gone
    conn.execute(delete(candidate_words).where(mine, is_known))
    conn.execute(update(candidate_words).where(mine).values(candidate_id=survivor))


def keep_only_listed(conn: Connection, candidate_id: str) -> None:
    """Forgets words that are in no list of theirs any more."""
    lists = conn.execute(_LISTS, {"candidate": candidate_id}).one()
    for kind, words in zip(KINDS, lists, strict=True):
        mine = candidate_words.c.candidate_id == candidate_id, candidate_words.c.kind == kind
        conn.execute(delete(candidate_words).where(*mine, candidate_words.c.word.not_in(words)))


def erase(conn: Connection, candidate_id: str, *, source: str | None = None) -> None:
    """Forgets all words of a person, or those that one source told."""
    mine = [candidate_words.c.candidate_id == candidate_id]
    if source is not None:
        mine.append(candidate_words.c.source == source)
    conn.execute(delete(candidate_words).where(*mine))


def hand_over(conn: Connection, source: str, *, of: str, to: str) -> None:
    """What a source told of one person was about another."""
    mine = candidate_words.c.candidate_id == of, candidate_words.c.source == source
    conn.execute(update(candidate_words).where(*mine).values(candidate_id=to))
