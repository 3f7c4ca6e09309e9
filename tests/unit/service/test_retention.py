"""Who is forgotten because they have been on record as long as company.yaml says, and who never is."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.domain.records import ApplicationStatus
from nurture.service import holding
from nurture.service.persons import ByWhom
from nurture.service.retention import due, forget_due
from nurture.store import audit, records, suppressions
from tests.unit.service.desk import MAIL, MAYA, MONDAY, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.test_many_at_the_door import asked

RULES: Final = {"application": {"DE": "6 months", "everywhere": "24 months"}, "nurture": {"everywhere": "12 months"}}
BY_KIM: Final = ByWhom(by="kim", why="a claim", at=MONDAY)
LONG: Final = sequence("- {id: first, email: one}\n- {id: years, wait: 300 weeks}\n- {id: last, email: two}\n")
SHORT: Final = sequence("- {id: first, email: one}\n")


def told(desk: Desk, days: int, rules: Mapping[str, object] = RULES) -> list[tuple[str, str]]:
    """Who is due after so many days, and by which rule."""
    desk.publish(company={"retention": rules})
    desk.clock.at += timedelta(days=days)
    return [(each.candidate_id, each.rule) for each in due(desk.parts)]


def turned_down(desk: Desk, **known: object) -> None:
    desk.hear(maya_is_rejected(**known))


def sourced(desk: Desk) -> None:
    fields = {"first_name": "Maya", "email": MAIL, "created_at": MONDAY}
    desk.hear(Intake(at=MONDAY, candidates=(CandidateUpdate(id=MAYA, fields=fields),)))


def hired(desk: Desk) -> None:
    desk.hear(maya(EventType.APPLICATION_HIRED, status=ApplicationStatus.HIRED, first_name="Maya", country="DE"))


def applying(desk: Desk) -> None:
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", country="DE"))


def applied_again(desk: Desk) -> None:
    turned_down(desk, country="DE")
    desk.hear(maya(EventType.APPLICATION_CREATED, application="greenhouse:again"))


def agreed(desk: Desk) -> None:
    turned_down(desk, country="DE", consent_until=date(2027, 3, 31))


def inside(desk: Desk) -> None:
    desk.publish(LONG)
    turned_down(desk, country="DE")


def on_hold(desk: Desk) -> None:
    turned_down(desk, country="DE")
    holding.hold(desk.parts, MAYA, BY_KIM)


def let_go(desk: Desk) -> None:
    on_hold(desk)
    holding.lift(desk.parts, MAYA, BY_KIM)


IN_DE: Final = "retention: application, DE: 6 months"


@pytest.mark.parametrize(
    ("life", "days", "rule"),
    [
        pytest.param(lambda desk: turned_down(desk, country="DE"), 180, None, id="six months are not over"),
        pytest.param(lambda desk: turned_down(desk, country="DE"), 185, IN_DE, id="six months are over"),
        pytest.param(lambda desk: turned_down(desk, country="FR"), 185, None, id="elsewhere it is longer"),
        pytest.param(turned_down, 735, "retention: application, everywhere: 24 months", id="nobody knows where"),
        pytest.param(sourced, 360, None, id="never applied, not yet"),
        pytest.param(sourced, 370, "retention: nurture, everywhere: 12 months", id="never applied"),
        pytest.param(agreed, 380, None, id="agreed, and the consent stands"),
        pytest.param(agreed, 400, IN_DE, id="agreed, and the consent ran out"),
        pytest.param(hired, 1000, None, id="works for us"),
        pytest.param(applying, 1000, None, id="an application is open"),
        pytest.param(applied_again, 1000, None, id="one is over and another one open"),
        pytest.param(inside, 1000, None, id="is in a sequence"),
        pytest.param(on_hold, 1000, None, id="on hold"),
        pytest.param(let_go, 1000, IN_DE, id="the hold was lifted"),
    ],
)
def test_who_is_due_and_by_which_rule(desk: Desk, life: Callable[[Desk], None], days: int, rule: str | None) -> None:
    desk.publish()
    life(desk)
    assert told(desk, days) == ([(MAYA, rule)] if rule else [])


def test_without_rules_and_in_countries_without_one_people_stay(desk: Desk) -> None:
    desk.publish()
    turned_down(desk, country="FR")
    assert told(desk, 5000, {}) == []
    assert told(desk, 0, {"application": {"DE": "6 months"}}) == []


def test_who_is_due_is_forgotten_once_and_their_address_is_not_suppressed(desk: Desk) -> None:
    desk.publish(SHORT)
    turned_down(desk, country="DE")
    desk.run(days=1)
    assert told(desk, 200) == [(MAYA, IN_DE)]
    [each] = due(desk.parts)
    assert forget_due(desk.parts, each) is not None
    assert forget_due(desk.parts, each) is None
    assert list(due(desk.parts)) == []
    with desk.parts.store.read() as conn:
        assert records.candidate(conn, MAYA).first_name is None
        deed = audit.latest(conn)[0]
        assert (deed.who, deed.what, deed.why, deed.about) == ("retention", "forgot a person", IN_DE, MAYA)
        assert suppressions.of_address(conn, desk.parts.address_hash(MAIL), now=desk.clock.at) == ()


def test_who_applies_while_the_list_is_worked_off_stays(desk: Desk) -> None:
    desk.publish()
    turned_down(desk, country="DE")
    told(desk, 200)
    [each] = due(desk.parts)
    desk.hear(maya(EventType.APPLICATION_CREATED, at=desk.clock.at, application="greenhouse:again"))
    assert forget_due(desk.parts, each) is None
    with desk.parts.store.read() as conn:
        assert records.candidate(conn, MAYA).first_name == "Maya"


def test_many_are_asked_about_in_as_many_statements_as_few(desk: Desk) -> None:
    desk.publish(company={"retention": RULES})
    assert list(due(desk.parts)) == []  # the file is read once
    counted: list[tuple[int, int]] = []
    for people in (range(1, 3), range(3, 30)):
        for number in people:
            agreed = {"consent_until": date(2026, 3, 1 + number)}
            named = {"person": f"greenhouse:{number}", "application": f"greenhouse:{number}00"}
            desk.hear(maya_is_rejected(**named, country="DE", email=f"p{number}@home.example", **agreed))
        desk.clock.at = MONDAY + timedelta(days=250)
        with asked(desk) as statements:
            found = len(list(due(desk.parts)))
        counted.append((found, len(statements)))
        desk.clock.at = MONDAY
    assert [found for found, _ in counted] == [2, 29]
    assert counted[0][1] == counted[1][1]
