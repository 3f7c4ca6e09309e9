"""Telling another system by a signed request: at least once, under one id, by which it knows what it has."""

import json
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import Act, TakenIn
from nurture.domain.dispatches import WEBHOOK, Dispatch, Json
from nurture.domain.touchpoints import SendState
from nurture.engine.journey import Journey
from nurture.errors import ChannelError, Rejected
from nurture.language.company import CompanyFile
from nurture.language.functions import LANGUAGE
from nurture.language.steps import Step, WebhookStep
from nurture.messages.render import render_text
from nurture.service.dispatching import Answer, Errand, Order, Told, carry_out, failed
from nurture.service.parts import Parts
from nurture.service.views import View
from nurture.webhooks import Post, webhook_id

WIDEST: Final = 200
"""Characters of a message that a timeline shows."""


def call_webhook(parts: Parts, act: Act, token: str) -> Told:
    """Carries out a `call_webhook` move if it still is the right one, and says what comes next."""
    return carry_out(parts, act, token, _ERRAND)


def _order(view: View, journey: Journey, step: Step) -> Order:
    assert isinstance(step, WebhookStep), "only webhook steps tell another system"
    if step.body is None:
        enrollment, application = view.situation.enrollment, view.situation.records.application
        body: dict[str, Json] = {
            "sequence": enrollment.sequence,
            "step": step.id,
            "candidate": enrollment.candidate_id,
            "application": application.id if application else None,
        }
    else:
        names = {**journey.names, LANGUAGE: journey.facts.company.language}
        body = {key: _filled(value, names) for key, value in step.body.items()}
    text = json.dumps(body, ensure_ascii=False)
    return Order(
        kind=WEBHOOK,
        to=step.webhook,
        summary=text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…",
        said=f"told {step.webhook}",
        content=body,
    )


def _filled(value: Json, names: dict[str, object]) -> Json:
    """The value with facts put into every text; made into JSON only afterwards, no fact breaks out."""
    match value:
        case str():
            return render_text(value, names)
        case list():
            return [_filled(each, names) for each in value]
        case dict():
            return {key: _filled(each, names) for key, each in value.items()}
        case _:
            return value


def _call(parts: Parts, company: CompanyFile, dispatch: Dispatch) -> Answer:
    webhook = company.webhooks.get(dispatch.to)
    if webhook is None:
        return failed(Rejected(f"company.yaml names no webhook {dispatch.to}"), is_repeatable=True)
    body = json.dumps(dispatch.content, ensure_ascii=False, separators=(",", ":")).encode()
    post = Post(url=webhook.url, secret=webhook.secret, id=webhook_id(dispatch.id), body=body)
    try:
        status = parts.poster.post(post)
    except ChannelError as error:
        return failed(error, is_repeatable=True)
    return Answer(state=SendState.ACCEPTED, result=str(status), said=f"it answers {status}", detail=f"status {status}")


def _follow(parts: Parts, conn: Connection, dispatch: Dispatch, answer: Answer) -> TakenIn:
    return TakenIn()  # another system was told; nothing here has changed


_ERRAND: Final = Errand(rule=WEBHOOK, order=_order, call=_call, follow=_follow)
