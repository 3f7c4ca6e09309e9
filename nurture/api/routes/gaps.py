"""What falls through."""

from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import ByList
from nurture.api.problems import responses
from nurture.api.shapes.work import Gap, Gaps
from nurture.domain.tokens import Scope, Token
from nurture.service.gaps import List, next_of_all

router = APIRouter(tags=["reports"])


@router.get("/gaps", responses=responses(404))
def list_gaps(
    desk: TheDesk,
    part: ByList,
    _: Annotated[Token, needs(Scope.REPORTS_READ)],
) -> Gaps:
    """List what falls through: idle applications, people in no sequence, deliveries of which nothing came."""
    with desk.parts.store.read() as conn:
        found = next_of_all(conn, desk.parts.clock.now(), after=_after(part.after), limit=part.one_more)
    return part.page(Gaps, found, lambda each: Gap.of(each[1]), lambda each: f"{each[0]} {each[1].id}")


def _after(place: str | None) -> tuple[List, str] | None:
    which, _, behind = (place or "").partition(" ")
    return (List(which), behind) if place is not None else None
