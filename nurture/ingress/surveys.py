"""The page of a survey: whoever holds the link sees the question, and answers it once.

Opening the link answers nothing, because mail scanners open links. The form works without scripts, and without cookies:
the link itself is the reader's key, and leads to this one question alone. Where it asks for consent, the question can
be answered anew: taking a consent back must be as easy as giving it.
"""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from nurture.bodies import limited_body
from nurture.domain.surveys import Asked
from nurture.errors import Conflict
from nurture.ingress.edge import Edge, TheEdge
from nurture.ingress.following import follow
from nurture.ingress.pages import page, written
from nurture.ingress.survey_words import shown
from nurture.service.surveys import answer, survey_of
from nurture.store import surveys

router = APIRouter()

_LARGEST = 65_536
"""Bytes of an answer: a number and some words."""


@router.get("/s/{token}")
def ask(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Shows the question; or that it is answered."""
    asked = _asked(edge, token)
    if asked is None:
        return page(request, "unknown", status=404)
    is_done = asked.answered_at is not None and survey_of(asked).consent is None
    return _answered(asked, is_again=True) if is_done else _question(asked)


@router.post("/s/{token}")
async def take(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Keeps the answer, unless there is one already."""
    asked = await run_in_threadpool(_asked, edge, token)
    if asked is None:
        return page(request, "unknown", status=404)
    form = parse_qs((await limited_body(request, _LARGEST)).decode("utf-8", "replace"))
    given, words = form.get("answer", [""])[0], form.get("comment", [""])[0]
    try:
        done = await run_in_threadpool(answer, edge.parts, token, given, comment=words)
    except Conflict:
        return _question(asked, words=words, is_missing=True)
    if done is not None:
        await follow(edge, done.taken)
    is_again = done is not None and not done.is_first and survey_of(asked).consent is None
    return _answered(asked, is_again=is_again)


def _asked(edge: Edge, token: str) -> Asked | None:
    with edge.store.read() as conn:
        return surveys.by_token(conn, token)


def _question(asked: Asked, *, words: str = "", is_missing: bool = False) -> HTMLResponse:
    survey = shown(survey_of(asked), asked.language)
    status = 400 if is_missing else 200
    return written("survey.html", asked.language, status=status, survey=survey, words=words, is_missing=is_missing)


def _answered(asked: Asked, *, is_again: bool) -> HTMLResponse:
    return written("answered.html", asked.language, survey=shown(survey_of(asked), asked.language), is_again=is_again)
