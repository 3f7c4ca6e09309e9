"""What `event` may stand for at a place in a sequence: the newest that a `wait_for` matched, else the trigger's.

A track of a `together` knows those that its own waits matched; what comes after the tracks, those of all.
"""

from collections.abc import Mapping

from nurture.language.load import Where
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.sequence import ExitRule, Trigger
from nurture.language.steps import EndsWhen, RepeatStep, WaitFor, WaitForStep


def events_at(draft: Draft, where: Where) -> tuple[str, ...]:
    """The events that may be in force there; none when people may have come in by hand alone."""
    found = set(draft.triggers) | _of_earlier_rounds(draft, where)
    for node in draft.step_nodes:
        if not issubclass(node.model, WaitForStep):
            continue
        wanted = node.data.get("wait_for")
        met = set(awaited(draft, wanted))
        if where[:1] == ("exit",):
            found |= met
        elif where[: len(node.where) + 1] == (*node.where, "then"):
            found = found | met if isinstance(wanted, Mapping) and "when" in wanted else met
        elif _is_passed(node, where) and not _ends(node.data.get("then")):
            found |= met
    return tuple(sorted(found))


def _of_earlier_rounds(draft: Draft, where: Where) -> set[str]:
    """What waits in the same rounds of a `repeat` may have seen the last time round."""
    loops = [
        (*node.where, "repeat")
        for node in draft.step_nodes
        if issubclass(node.model, RepeatStep) and _starts_with(where, (*node.where, "repeat"))
    ]
    waits = [node for node in draft.nodes if node.model is WaitFor]
    return {
        event
        for loop in loops
        for node in waits
        if _starts_with(node.where, loop)
        for event in awaited(draft, node.data)
    }


def events_judged(draft: Draft, node: Node) -> tuple[str, ...]:
    """The events on which this node's `where` is judged."""
    if node.model in (Trigger, ExitRule, EndsWhen):
        return tuple(dict.fromkeys(event for _, event in draft.events_named(node)))
    return awaited(draft, node.data) if node.model is WaitFor else ()


def awaited(draft: Draft, wait_for: object) -> tuple[str, ...]:
    """The events that a `wait_for` names, those that are real."""
    if not isinstance(wait_for, Mapping):
        return ()
    named = wait_for.get("all", wait_for.get("event"))
    names = named if isinstance(named, list) else [named]
    return tuple(event for name in names if (event := draft.known_event(name)))


def _is_passed(node: Node, where: Where) -> bool:
    """True if a way to `where` may lead through that whole step, which comes before it in the file."""
    shared = 0
    while node.where[shared : shared + 1] == where[shared : shared + 1] != ():
        shared += 1
    mine, other = node.where[shared : shared + 1], where[shared : shared + 1]
    # Numbers in one list of steps follow each other; arms, or `then` and `otherwise`, exclude each other.
    in_one_list = all(isinstance(part, int) for part in (*mine, *other)) and bool(mine) and bool(other)
    return in_one_list and node.where[shared - 1] != "branch" and mine < other


def _starts_with(where: Where, outer: Where) -> bool:
    return where[: len(outer)] == outer


def _ends(steps: object) -> bool:
    last = steps[-1] if isinstance(steps, list) and steps else None
    return isinstance(last, Mapping) and "exit" in last
