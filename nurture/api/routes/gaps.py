"""What falls through."""

from typing import Annotated, Final

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import USUAL, AfterPlace, Limit, part_of
from nurture.api.problems import responses
from nurture.api.shapes.work import Gap, Gaps
from nurture.domain.tokens import Scope, Token
from nurture.service.gaps import gaps_of

router = APIRouter(tags=["reports"])

MOST: Final = 10_000
"""How many of a kind can be listed, page by page."""


@router.get("/gaps", responses=responses(404))
def list_gaps(
    desk: TheDesk,
    _: Annotated[Token, needs(Scope.REPORTS_READ)],
    limit: Limit = USUAL,
    after: AfterPlace = None,
) -> Gaps:
    """List what falls through: idle applications, people in no sequence, deliveries of which nothing came."""
    with desk.parts.store.read() as conn:
        found, following = part_of(gaps_of(conn, desk.parts.clock.now(), most=MOST), limit, after)
    return Gaps(items=tuple(Gap.model_validate(each) for each in found), next=following)
