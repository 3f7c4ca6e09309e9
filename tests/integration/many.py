"""Sequences into which many come, and what tests do with them."""

from nurture.demo import greenhouse
from nurture.demo.cast import Applicant
from nurture.store import broadcasts
from nurture.store.broadcasts import Broadcast
from nurture.store.words import BroadcastState
from tests.integration.world import World

HEAD = """\
title: Many at once
owner: ops@acme.example
purpose: internal
for: candidate
send: {from: talent, hours: any time}
"""
STEPS = "steps:\n  - {id: first, email: one}\n"
OPENINGS = f"""\
sequence: openings
{HEAD}enroll: {{on: job.opened, where: candidate.country == "DE", again: always}}
{STEPS}"""
AUDIENCE = f"""\
sequence: audience
{HEAD}enroll: {{every: day at 06:00, where: candidate.country == "DE", again: never}}
{STEPS}"""
LONG = "steps:\n  - {id: pause, wait: 1000 days}\n"
STOPS = f"""\
sequence: stops
{HEAD}enroll: {{on: application.created, again: never}}
exit: {{on: candidate.replied, as: replied, scope: candidate}}
{LONG}"""
STOPPED = f"""\
sequence: stopped
{HEAD}enroll: {{on: application.created, again: never}}
{LONG}"""


def arrive(world: World, people: list[Applicant]) -> None:
    """They apply, and are on record."""
    for each in people:
        world.deliver(greenhouse.applied(each, world.now()))
    world.until("all are on record", lambda: len(on_record(world)) == len(people))


def on_record(world: World) -> tuple[str, ...]:
    with world.parts.store.read() as conn:
        return broadcasts.people_after(conn, None, limit=100)


def newest(world: World) -> Broadcast | None:
    """The latest broadcast that is done and let anybody in."""
    with world.parts.store.read() as conn:
        found = broadcasts.listed(conn, limit=50)
    return next((each for each in found if each.state is BroadcastState.DONE and each.entered), None)
