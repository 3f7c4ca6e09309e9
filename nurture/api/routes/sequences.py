"""What is published."""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import ByVersion
from nurture.api.problems import responses
from nurture.api.shapes.journeys import Sequence, Sequences
from nurture.api.words import NO_NUL
from nurture.domain.tokens import Scope, Token
from nurture.store import published

router = APIRouter(tags=["sequences"])


@router.get("/sequences", responses=responses())
def list_sequences(
    desk: TheDesk,
    part: ByVersion,
    _: Annotated[Token, needs(Scope.JOURNEYS_READ)],
    sequence: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Only the versions of this one.")
    ] = None,
) -> Sequences:
    """List the versions of sequences that were published, and how many are inside on each."""
    with desk.parts.store.read() as conn:
        found = published.versions(conn, sequence=sequence, after=_after(part.after), limit=part.one_more)
    return part.page(Sequences, found, Sequence.of, lambda each: f"{each.version} {each.sequence}")


def _after(place: str | None) -> tuple[str, int] | None:
    version, _, sequence = (place or "").partition(" ")
    return (sequence, int(version)) if place is not None else None
