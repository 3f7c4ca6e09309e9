"""`if_late: merge`: the words of a mail that came too late go out in the next mail of its run to the same reader.

Both stand on the timeline, each under a key of its own. The late one is claimed with the mail that carries it, in one
transaction, and from then on fares as that one does.
"""

from collections.abc import Callable, Iterator

from nurture.domain.moves import Because
from nurture.domain.touchpoints import SendState, touchpoint_key
from nurture.engine.gate import Attempt, Never, why_held
from nurture.engine.moves.email import MERGED
from nurture.language.steps.email import MERGE, EmailStep
from nurture.service.touchpoints import leave_out, touchpoint_of
from nurture.service.views import View
from nurture.store import carried, contacts
from nurture.values import frozen, replace


@frozen
class Late:
    """A mail that came too late and goes out in another: its step, the visit, the template whose turn it is."""

    step: EmailStep
    visit: int
    template: str


def _carries(view: View) -> bool:
    """Whether a mail of this sequence may go out in another one."""
    steps = view.published.plan.steps.values()
    return any(isinstance(step, EmailStep) and step.if_late == MERGE for step in steps)


def waiting(
    view: View, carrier: EmailStep, key: str, state: SendState | None, attempt_of: Callable[[EmailStep, str], Attempt]
) -> tuple[Late, ...]:
    """The late mails that go out in this one, whose `key` stands at that state.

    One that was released keeps what it carried: its words are frozen. For a new one, each late mail passes the gate
    now, on its own terms; what the gate refuses for good is left out, and what it puts off waits for another mail.
    """
    if not isinstance(view.published.plan.steps[carrier.id], EmailStep) or not _carries(view):
        return ()
    found = []
    for late_key, late in _late(view, carrier):
        stands, in_mail = carried.standing(view.conn, late_key)
        if state is not None:
            found += [late] if in_mail == key and stands is SendState.RELEASED else []
            continue
        if stands not in (None, SendState.RELEASED):
            continue
        attempt = attempt_of(late.step, late_key)
        verdict = why_held(attempt)
        if isinstance(verdict, Never):
            leave_out(view, late.step.id, f"{late.step.id} did not leave", verdict.sentence, visit=late.visit)
        elif verdict is None and attempt.before is not None and attempt.before.template is not None:
            found.append(replace(late, template=attempt.before.template))
    return tuple(found)


def take_along(view: View, late: tuple[Late, ...], key: str, recipient: str) -> None:
    """Claims them with the mail that carries them."""
    for each in late:
        told = touchpoint_of(view, each.step.id, f"{each.step.id}, in another mail", visit=each.visit)
        purpose = view.published.plan.sequence.purpose
        with_template = replace(told, template=each.template)
        carried.join(view.conn, with_template, key, purpose=purpose, recipient=recipient[: contacts.WIDEST_RECIPIENT])


def because_of(late: tuple[Late, ...], carrier: EmailStep) -> tuple[Because, ...]:
    """What the record of decisions says of them."""
    return tuple(
        Because(rule="carried", sentence=f"goes out in {carrier.id}", step=each.step.id, visit=each.visit)
        for each in late
    )


def _late(view: View, carrier: EmailStep) -> Iterator[tuple[str, Late]]:
    """The mails of this run to the same reader that came too late on their last visit, in that order."""
    outcomes = sorted(view.progress.outcomes.items(), key=lambda each: (each[1].at, each[0]))
    for name, outcome in outcomes:
        step = view.published.plan.steps.get(name)
        if outcome.result == MERGED and isinstance(step, EmailStep) and step.to == carrier.to and step != carrier:
            key = touchpoint_key(view.situation.enrollment.id, name, outcome.visit)
            yield key, Late(step=step, visit=outcome.visit, template=step.email[0])
