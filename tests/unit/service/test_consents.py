"""What the gate lets through with a consent, without one, and after it ran out; and whom its news reaches."""

from datetime import date, timedelta

import pytest

from nurture.contracts import TakenIn
from nurture.domain.consent import Basis, Consent, ConsentKind
from nurture.language.sequence import Purpose
from nurture.service.consents import Told, tell_consent
from nurture.store import audit, consents
from tests.unit.service.desk import MAYA, MONDAY, Desk, maya_is_rejected, sequence

RUN = "warm/application/greenhouse:6931/1"
MAIL = "- {id: pause, wait: 1 week}\n- {id: hello, email: one}\n"


def tell(desk: Desk, kind: ConsentKind, until: date | None = None, **more: object) -> Consent:
    told = Told(candidate_id=MAYA, kind=kind, by="kim", at=desk.clock.at, until=until, **more)
    consent, taken = tell_consent(desk.parts, told)
    desk.wake(TakenIn(pokes=taken.pokes))
    return consent


@pytest.mark.parametrize(
    ("days", "demanded", "rule"),
    [
        (None, [], "accepted"),
        (None, ["nurture"], "consent"),
        (None, ["onboarding"], "accepted"),
        (6, [], "consent"),
        (6, ["nurture"], "consent"),
        (7, [], "accepted"),
        (7, ["nurture"], "accepted"),
    ],
)
def test_nothing_goes_after_a_consent_ran_out_and_nothing_without_where_one_is_demanded(
    desk: Desk, days: int | None, demanded: list[str], rule: str
) -> None:
    desk.publish(sequence(MAIL), company={"consent": {"demanded_for": demanded}})
    until = MONDAY.date() + timedelta(days=days) if days else None
    desk.hear(maya_is_rejected(consent_until=until))
    desk.run(days=8)
    assert rule in desk.rules()
    assert len(desk.sent) == (rule == "accepted")


def test_nothing_goes_to_somebody_who_took_it_back_and_it_may_be_given_again(desk: Desk) -> None:
    desk.publish(sequence(MAIL + MAIL.replace("pause", "again").replace("hello", "more")))
    desk.hear(maya_is_rejected())
    tell(desk, ConsentKind.WITHDRAWN)
    desk.run(days=8)
    assert desk.sent == []
    [no] = [each for each in desk.why() if each.rule == "consent"]
    assert "they took their consent back Mon 2 Mar" in no.sentence
    tell(desk, ConsentKind.GIVEN)
    desk.run(days=8)
    assert len(desk.sent) == 1


def test_where_consent_is_demanded_another_ground_is_none(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company={"consent": {"demanded_for": ["nurture"]}})
    desk.hear(maya_is_rejected())
    tell(desk, ConsentKind.GIVEN, basis=Basis.LEGITIMATE_INTEREST)
    desk.run(days=8)
    assert desk.sent == []
    assert (
        "company.yaml demands consent for nurture mail" in next(e for e in desk.why() if e.rule == "consent").sentence
    )


def test_a_consent_to_other_mail_says_nothing_of_this(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company={"consent": {"demanded_for": ["nurture"]}})
    desk.hear(maya_is_rejected())
    tell(desk, ConsentKind.GIVEN, purpose=Purpose.ONBOARDING)
    desk.run(days=8)
    assert desk.sent == []


def test_our_own_people_are_written_to_all_the_same(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: hello, email: one, to: recruiter}\n"), company={"consent": {"demanded_for": ["nurture"]}}
    )
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert len(desk.sent) == 1


def test_a_wait_for_its_last_day_follows_both_ways(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: ask, wait: until 3 days before candidate.consent_until}\n- {id: hello, email: one}\n")
    )
    desk.hear(maya_is_rejected(consent_until=date(2026, 3, 20)))
    desk.run(days=1)
    assert desk.standing(RUN).next_at == MONDAY.replace(day=17, hour=0)
    tell(desk, ConsentKind.GIVEN, date(2026, 4, 20))
    desk.run(days=1)
    assert desk.standing(RUN).next_at == MONDAY.replace(month=4, day=17, hour=0)
    tell(desk, ConsentKind.GIVEN, date(2026, 3, 12))
    desk.run(days=1)
    assert desk.standing(RUN).next_at == MONDAY.replace(day=9, hour=0)


@pytest.mark.parametrize(("kind", "outcome"), [(ConsentKind.GIVEN, "renewed"), (ConsentKind.WITHDRAWN, "declined")])
def test_exits_hear_of_both(desk: Desk, kind: ConsentKind, outcome: str) -> None:
    leaves = "[{on: candidate.consent_given, as: renewed}, {on: candidate.consent_withdrawn, as: declined}]"
    desk.publish(sequence(MAIL, exit=leaves))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    tell(desk, kind)
    desk.run(days=1)
    assert desk.standing(RUN).outcome == outcome


def test_it_lets_people_in(desk: Desk) -> None:
    desk.publish(sequence(MAIL, enroll="{on: candidate.consent_given, again: never}", **{"for": "candidate"}))
    desk.hear(maya_is_rejected())
    told = Told(candidate_id=MAYA, kind=ConsentKind.GIVEN, by="kim", at=desk.clock.at)
    _, taken = tell_consent(desk.parts, told)
    assert [run.enrollment_id for run in taken.started] == [f"warm/candidate/{MAYA}/1"]


@pytest.mark.parametrize(
    ("lifetime", "before", "until"),
    [
        (None, None, None),
        ("12 months", None, date(2027, 3, 2)),
        ("12 months", date(2026, 3, 30), date(2027, 3, 30)),  # renewed: from the end of the one that stands
        ("12 months", date(2026, 3, 1), date(2027, 3, 2)),  # it ran out: from today
        ("2 weeks", None, date(2026, 3, 16)),
    ],
)
def test_a_consent_without_a_last_day_holds_as_long_as_company_yaml_says(
    desk: Desk, lifetime: str | None, before: date | None, until: date | None
) -> None:
    desk.publish(sequence(MAIL), company={"consent": {"lifetime": lifetime} if lifetime else {}})
    desk.hear(maya_is_rejected(consent_until=before))
    assert tell(desk, ConsentKind.GIVEN).until == until
    with desk.parts.store.read() as conn:
        entry = consents.history(conn, MAYA)[-1]
        [deed] = audit.latest(conn)
    assert (entry.until, entry.noted_by) == (until, "kim")
    assert (deed.who, deed.what, deed.about) == ("kim", "noted consent to nurture mail as given", MAYA)
