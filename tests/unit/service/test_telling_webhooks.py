"""Messages to other systems, from the step to the timeline."""

import json
from datetime import timedelta

from nurture.domain.touchpoints import SendState
from nurture.errors import Rejected, Released
from nurture.service.lives import life_of
from tests.unit.service.desk import MAYA, MAYAS, MONDAY, Desk, maya_is_rejected, sequence
from tests.unit.service.outside import outside

RUN = f"warm/application/{MAYAS}/1"
COMPANY = {"webhooks": {"payroll": {"url": "https://hooks.acme.example/payroll", "secret": "PAYROLL_WEBHOOK_SECRET"}}}

TELL = sequence(
    """\
    - id: tell
      webhook: payroll
      body:
        who: '{{ candidate.first_name | or("nobody") }}'
        bonus: 500
        parts: [1, "{{ job.title | or('') }}"]
    - {id: then, email: one, if: steps.tell.outcome == "200"}
    """
)


def outcome(desk: Desk) -> str:
    return desk.carriers[RUN].move.progress.outcomes["tell"].result


def test_facts_are_put_in_and_can_not_break_out_of_their_place(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TELL, company=COMPANY)
    desk.hear(maya_is_rejected(first_name='Maya", "bonus": 9000, "x": "'))
    desk.run(days=1)
    [post] = world.hook.posts
    assert (post.url, post.secret) == ("https://hooks.acme.example/payroll", "PAYROLL_WEBHOOK_SECRET")
    assert json.loads(post.body) == {"who": 'Maya", "bonus": 9000, "x": "', "bonus": 500, "parts": [1, "Engineer"]}
    assert outcome(desk) == "200"
    assert len(desk.sent) == 1


def test_without_a_body_it_is_told_what_the_run_is_about(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(sequence("- {id: tell, webhook: payroll}"), company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    told = {"sequence": "warm", "step": "tell", "candidate": MAYA, "application": MAYAS}
    assert [json.loads(post.body) for post in world.hook.posts] == [told]


def test_what_did_not_arrive_is_posted_again_as_it_was_under_the_same_id(desk: Desk) -> None:
    world = outside(desk)
    world.hook.script.extend([Released("the webhook answers 503"), Released("the webhook does not answer")])
    desk.publish(TELL, company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY)
    desk.hear(maya_is_rejected(first_name="Maja"))
    desk.run(days=1)
    first, *others = world.hook.posts
    assert others == [first, first]
    assert outcome(desk) == "200"
    released = [each for each in desk.why() if each.rule == "released"]
    assert [each.sentence for each in released] == [
        "told payroll: the webhook answers 503; tries again",
        "told payroll: the webhook does not answer; tries again",
    ]
    assert [each.at for each in released] == [MONDAY, MONDAY + timedelta(minutes=5)]


def test_a_refusal_is_the_outcome(desk: Desk) -> None:
    world = outside(desk)
    world.hook.script.append(Rejected("the webhook answers 410"))
    desk.publish(TELL, company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert (outcome(desk), len(world.hook.posts)) == ("refused", 1)


def test_a_webhook_that_company_yaml_has_lost_is_refused(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TELL, company=COMPANY)
    desk.publish(company={})
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert (outcome(desk), world.hook.posts) == ("refused", [])


def test_what_waits_on_the_server_names_nobody(desk: Desk) -> None:
    world = outside(desk)
    world.hook.script.append(Released("the webhook answers 503"))
    desk.publish(TELL, company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY)
    assert desk.carriers[RUN].move.summary == "tell: the webhook answers 503; tries again"


def test_a_persons_story_tells_who_was_told_what(desk: Desk) -> None:
    outside(desk)
    desk.publish(TELL, company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY)
    with desk.parts.store.read() as conn:
        [entry] = [each for each in life_of(conn, MAYA, company_zone="UTC").entries if each.kind == "dispatch"]
    assert (entry.said_kind, entry.state, entry.detail) == ("told payroll", SendState.ACCEPTED, "tell: status 200")
    assert entry.title == '{"who": "Maya", "bonus": 500, "parts": [1, "Engineer"]}'
