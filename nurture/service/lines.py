"""Who else waits for a person whom a touch cap protects, and comes first."""

from datetime import datetime
from typing import Final

from nurture.contracts import SEND_EMAIL, SEND_TEXT
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.gate import BREAKER, Limit
from nurture.engine.outgoing import ledger_step
from nurture.engine.turns import GOOD_FOR, Counts, Line, Waiting, is_capped, line_of, tells_of_openings, waits
from nurture.language.cap import Cap
from nurture.language.sequence import is_about_openings
from nurture.service.breaking import has_stopped
from nurture.service.views import View
from nurture.store import decisions, others, sent
from nurture.store.others import Standing

_MESSAGES: Final = (SEND_EMAIL, SEND_TEXT)


def line_for(view: View, step: str, cap: Cap | None, counts: Counts = is_capped) -> Line | None:
    """The line in which a message of this run stands under a cap; None where it does not count."""
    run, now = view.situation.enrollment, view.now
    if cap is None:
        return None
    own = waits(run.id, view.published.plan, view.progress, step, at=now, now=now, cap=cap, counts=counts)
    if own is None:
        return None
    standing = others.at_a_message(view.conn, run.candidate_id, but=run.id, actions=_MESSAGES, after=now - GOOD_FOR)
    found = dict(each for each in (_waiting(view, each, cap, counts) for each in standing) if each)
    left = others.on_their_way(view.conn, found) if found else frozenset()
    return line_of(own, (waiting for key, waiting in found.items() if key not in left))


def _waiting(view: View, standing: Standing, cap: Cap, counts: Counts) -> tuple[str, Waiting] | None:
    """What is due in another run of the person, or was and had to wait, by its key in the ledger."""
    run, step, progress = standing.enrollment_id, standing.step, standing.progress
    try:
        plan = view.parts.plans.plan(view.conn, standing.sequence, progress.version).plan
    except ValueError:  # a version that can't be read: its own attempt holds it, and says so
        return None
    waiting = waits(run, plan, progress, step, at=standing.at, now=view.now, cap=cap, counts=counts)
    if waiting is None or (view.company.breakers and _stands_still(view, standing)):
        return None
    did = next((place.did for place in progress.places if place.step == step), ())
    return touchpoint_key(run, ledger_step(plan.steps[step], did), progress.next_visit(step)), waiting


def _stands_still(view: View, standing: Standing) -> bool:
    """Whether a breaker keeps it back, its sequence's or its mailbox's: nobody waits for it until it asks again."""
    if has_stopped(view.conn, standing.sequence):
        return True
    return decisions.last_rule(view.conn, standing.enrollment_id, standing.step) == BREAKER


def limit_of_openings(view: View, step: str) -> Limit | None:
    """What company.yaml says of messages about openings, where this message is one."""
    cap = view.company.touches.openings
    if cap is None or not tells_of_openings(view.published.plan, step):
        return None
    return Limit(cap=cap, times=_of_openings(view, cap), line=line_for(view, step, cap, tells_of_openings))


def _of_openings(view: View, cap: Cap) -> tuple[datetime, ...]:
    published = view.parts.plans.latest(view.conn).items()
    begun_by_news = [name for name, each in published if is_about_openings(each.plan.sequence)]
    since = view.now - 2 * cap.per.rough
    return sent.about_openings(view.conn, view.situation.enrollment.candidate_id, begun_by_news, since=since)
