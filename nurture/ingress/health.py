"""Whether the web edge can do its work: keep what it is sent."""

from fastapi import APIRouter
from sqlalchemy import select

from nurture.ingress.edge import TheEdge

router = APIRouter()


@router.get("/healthz")
def health(edge: TheEdge) -> dict[str, str]:
    """Looks whether the database answers. Temporal isn't asked: without it, deliveries are kept for later."""
    with edge.store.read() as conn:
        conn.execute(select(1))
    return {"database": "ok"}
