"""What is published."""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import USUAL, AfterPlace, Limit, part_of
from nurture.api.problems import responses
from nurture.api.shapes.journeys import Sequence, Sequences
from nurture.api.words import NO_NUL
from nurture.domain.tokens import Scope, Token
from nurture.store import published

router = APIRouter(tags=["sequences"])


@router.get("/sequences", responses=responses())
def list_sequences(
    desk: TheDesk,
    _: Annotated[Token, needs(Scope.JOURNEYS_READ)],
    sequence: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Only the versions of this one.")
    ] = None,
    limit: Limit = USUAL,
    after: AfterPlace = None,
) -> Sequences:
    """List the versions of sequences that were published, and how many are inside on each."""
    with desk.parts.store.read() as conn:
        found = published.versions(conn, sequence=sequence)
    shown, following = part_of(found, limit, after)
    return Sequences(items=tuple(map(Sequence.of, shown)), next=following)
