"""Whom a delivery tells of, by the ids in its body: found without understanding it, so that it costs an acknowledgement
next to nothing, and finds them where the rest of the body makes no sense.
"""

from collections.abc import Iterable, Iterator, Mapping

from nurture.domain.subject import Subject, SubjectKind


def ids_at(told: object, *paths: str) -> Iterator[str]:
    """The vendor's ids at such paths as `application.candidate.id`, each of a list's where there is one on the way."""
    for path in paths:
        yield from _ids(told, path.split("."))


def subjects(
    connection: str, *, candidates: Iterable[str | None] = (), applications: Iterable[str | None] = ()
) -> tuple[Subject, ...]:
    """People and applications by our ids, each once."""
    named = [
        Subject(kind=kind, id=f"{connection}:{each}")
        for kind, ids in ((SubjectKind.CANDIDATE, candidates), (SubjectKind.APPLICATION, applications))
        for each in ids
        if each
    ]
    return tuple(dict.fromkeys(named))


def _ids(told: object, path: list[str]) -> Iterator[str]:
    if isinstance(told, list | tuple):
        for each in told:
            yield from _ids(each, path)
    elif path:
        if isinstance(told, Mapping):
            yield from _ids(told.get(path[0]), path[1:])
    elif isinstance(told, str | int) and not isinstance(told, bool) and (found := str(told).strip()):
        yield found
