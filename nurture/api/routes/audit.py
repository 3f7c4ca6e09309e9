"""Who did what."""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import ByNumber
from nurture.api.problems import responses
from nurture.api.shapes.audit import Deed, Deeds
from nurture.api.words import NO_NUL, Moment
from nurture.domain.tokens import Scope, Token
from nurture.service.forgetting import known_as
from nurture.store import audit, records

router = APIRouter(tags=["reports"])


@router.get("/audit", responses=responses(404))
def list_deeds(
    desk: TheDesk,
    part: ByNumber,
    _: Annotated[Token, needs(Scope.AUDIT_READ)],
    who: Annotated[str | None, Query(max_length=200, pattern=NO_NUL, description="Only what this one did.")] = None,
    candidate: Annotated[
        str | None, Query(max_length=300, pattern=NO_NUL, description="Only what was about this person, by our id.")
    ] = None,
    since: Annotated[Moment | None, Query(description="Only since then.")] = None,
) -> Deeds:
    """List who did what, the newest first: by a command, on one of our pages, or over the API."""
    with desk.parts.store.read() as conn:
        about = None
        if candidate is not None:
            about = known_as(conn, records.surviving_id(conn, candidate), secret=desk.parts.secret)
        found = audit.page(conn, who=who, about=about, since=since, before=part.number, limit=part.one_more)
    return part.page(Deeds, found, lambda each: Deed.model_validate(each[1]), lambda each: str(each[0]))
