"""Two systems tell of one person: one candidate, and what each says goes on counting."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from nurture.domain.consent import BY_HAND, ConsentKind, standing
from nurture.domain.contact_points import ContactKind
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, FieldValue, Happening, Intake
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import Store, consents, contact_points, intake, links, merging, records, splitting
from nurture.store.intake import Applied
from nurture.store.tables import candidates, enrollments, inbox
from nurture.store.words import InboxState
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW, ada_applies, enroll
from tests.unit.store.test_concurrency import both

HOME = "ada@home.example"
THERE, THERES = "other:9", "other:90"
HOURS = tuple(NOW + timedelta(hours=number) for number in range(6))


def says(
    conn: Connection, record: str = ADA, *, at: datetime = HOURS[1], source: str | None = None, **fields: FieldValue
) -> Applied:
    """What the system of that record says of the person."""
    update = CandidateUpdate(id=record, fields=fields)
    return intake.apply(conn, Intake(at=at, source=source or record.split(":")[0], candidates=(update,)), at)


def applies(at: datetime = HOURS[1], record: str = THERE, **fields: FieldValue) -> Intake:
    """Somebody applies in the other system."""
    known: dict[str, FieldValue] = {"first_name": "Ada", "email": "ADA@home.example", **fields}
    return Intake(
        at=at,
        source="other",
        happenings=(Happening(type=EventType.APPLICATION_CREATED, candidate_id=record, application_id=THERES),),
        candidates=(CandidateUpdate(id=record, fields=known),),
        applications=(ApplicationUpdate(id=THERES, candidate_id=record),),
    )


@pytest.fixture
def told(conn: Connection) -> Connection:
    """Ada is known by one system, under an address of her own."""
    intake.apply(conn, replace(ada_applies(), source="acme"), NOW)
    return conn


@pytest.fixture
def joined(told: Connection) -> Connection:
    """And another one told of her since."""
    intake.apply(told, applies(), HOURS[1])
    return told


def test_a_record_with_an_equal_address_is_the_same_person_with_both_applications(told: Connection) -> None:
    applied = intake.apply(told, applies(), HOURS[1])
    assert [(whom, event.type) for whom, event in applied.events] == [(ADA, "application.created")]
    assert applied.notes == (f"{THERE} is {ADA}, by their mail address",)
    assert {each.id for each in records.applications_of(told, ADA)} == {ADAS, THERES}
    assert records.candidate(told, THERE).id == ADA
    assert told.execute(select(func.count()).where(candidates.c.merged_into.is_(None))).scalar_one() == 1


def test_a_record_whose_address_comes_only_later_joins_then_with_what_it_has(told: Connection) -> None:
    thin = replace(applies(), candidates=(CandidateUpdate(id=THERE),))
    intake.apply(told, thin, HOURS[1])
    assert records.candidate(told, THERE).id == THERE
    says(told, THERE, email=HOME, title="Countess")
    assert {each.id for each in records.applications_of(told, ADA)} == {ADAS, THERES}
    assert records.candidate(told, ADA).title == "Countess"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"email": "ada@elsewhere.example"}, "no address in common"),
        ({"first_name": "Grace", "last_name": "Hopper"}, "an address may be a family's or an agency's"),
        ({"is_private": True}, "what is private there is not to be seen beside anything else"),
        ({"email": None}, "names join nobody"),
    ],
)
def test_who_stays_apart(told: Connection, change: dict[str, FieldValue], reason: str) -> None:
    intake.apply(told, applies(**change), HOURS[1])
    assert records.candidate(told, THERE).id == THERE, reason


def test_names_that_are_written_differently_keep_nobody_apart(told: Connection) -> None:
    says(told, first_name="Zoë", last_name="Müller-Ódor")
    intake.apply(told, applies(first_name="Z.", last_name="ODOR"), HOURS[1])
    assert records.candidate(told, THERE).id == ADA


def test_records_of_one_system_are_for_that_system_to_merge(joined: Connection) -> None:
    says(joined, "acme:2", email=HOME)
    says(joined, "other:10", email=HOME)
    assert {records.candidate(joined, each).id for each in ("acme:2", "other:10")} == {"acme:2", "other:10"}


def test_an_address_of_several_people_joins_nobody(told: Connection) -> None:
    says(told, "acme:2", email=HOME)
    applied = intake.apply(told, applies(), HOURS[1])
    assert applied.notes == (f"{THERE} stays apart: 2 people have an address of theirs",)


@pytest.mark.parametrize("is_erased", [True, False], ids=["erased", "private"])
def test_nobody_joins_a_person_who_is_private_or_was_erased(told: Connection, is_erased: bool) -> None:
    if is_erased:
        intake.apply(told, Intake(at=NOW, source="acme", erased=(ADA,)), NOW)
    else:
        says(told, is_private=True)
    intake.apply(told, applies(), HOURS[1])
    assert records.candidate(told, THERE).id == THERE


def test_somebody_on_record_whose_address_changes_stays_who_they_are(told: Connection) -> None:
    says(told, THERE, email="countess@else.example")
    says(told, THERE, email=HOME)
    assert records.candidate(told, THERE).id == THERE


def test_of_each_field_what_was_said_last_is_true(joined: Connection) -> None:
    says(joined, THERE, at=HOURS[2], title="Countess", tags=("poet",), zone="Europe/London")
    says(joined, ADA, at=HOURS[3], title="Analyst", zone=None, tags=("math",))
    ada = records.candidate(joined, ADA)
    assert (ada.title, ada.zone) == ("Analyst", "Europe/London")
    assert ada.tags == ("poet", "math")
    says(joined, THERE, at=HOURS[2], title="Late news")
    assert records.candidate(joined, ADA).title == "Analyst"


def test_a_no_of_either_system_is_a_no(joined: Connection) -> None:
    says(joined, THERE, at=HOURS[2], do_not_contact=True, can_email=False)
    says(joined, ADA, at=HOURS[3], do_not_contact=False, can_email=True)
    ada = records.candidate(joined, ADA)
    assert (ada.do_not_contact, ada.can_email) == (True, False)
    says(joined, THERE, at=HOURS[4], do_not_contact=False, can_email=True)
    assert records.candidate(joined, ADA).can_email is True


def test_each_address_is_kept_with_who_told_of_it(joined: Connection) -> None:
    says(joined, THERE, at=HOURS[2], email="ada@work.example")
    assert records.candidate(joined, ADA).email == "ada@work.example"
    assert set(contact_points.of_candidate(joined, ADA, ContactKind.EMAIL)) == {HOME, "ada@work.example"}


def test_a_field_that_is_empty_in_one_system_takes_back_no_consent_of_another(joined: Connection) -> None:
    says(joined, ADA, at=HOURS[2], consent_until="2027-01-31")
    says(joined, THERE, at=HOURS[3], consent_until=None)
    entry = standing(consents.history(joined, ADA))
    assert entry is not None
    assert entry.kind is ConsentKind.GIVEN
    says(joined, ADA, at=HOURS[4], consent_until=None)
    assert standing(consents.history(joined, ADA)).kind is ConsentKind.WITHDRAWN


def test_whom_one_system_erases_stays_as_far_as_the_other_tells(joined: Connection) -> None:
    says(joined, THERE, at=HOURS[2], title="Countess", email="ada@work.example")
    joined.execute(
        inbox.insert(),
        {
            "connection": "other",
            "delivery_id": "1",
            "body_hash": "x",
            "body": b"Countess",
            "headers": {},
            "received_at": NOW,
            "state": InboxState.TAKEN_IN,
            "candidate_id": ADA,
        },
    )
    applied = intake.apply(joined, Intake(at=HOURS[3], source="other", erased=(THERE,)), HOURS[3])
    assert [(event.type, event.application_id) for _, event in applied.events] == [("application.deleted", THERES)]
    ada = records.candidate(joined, ADA)
    assert (ada.first_name, ada.title, ada.email, ada.is_anonymized) == ("Ada", None, HOME, False)
    assert contact_points.of_candidate(joined, ADA, ContactKind.EMAIL) == (HOME,)
    assert joined.execute(select(inbox.c.body)).scalar_one() == b""
    late = says(joined, THERE, at=HOURS[4], title="Countess")
    assert late.notes == (f"{THERE} was erased, and nothing about them is kept",)
    assert records.candidate(joined, ADA).title is None


def test_whom_all_systems_erased_is_erased(joined: Connection) -> None:
    intake.apply(joined, Intake(at=HOURS[3], source="acme", erased=(ADA,)), HOURS[3])
    assert records.candidate(joined, ADA).first_name == "Ada"
    applied = intake.apply(joined, Intake(at=HOURS[4], source="other", deleted_candidates=(THERE,)), HOURS[4])
    assert [(whom, event.type) for whom, event in applied.events][-1] == (ADA, "candidate.deleted")
    ada = records.candidate(joined, ADA)
    assert (ada.first_name, ada.email, ada.is_anonymized) == (None, None, True)
    assert all(link.said == {} and link.joined_by is None for link in links.of_person(joined, ADA))


def test_what_is_told_by_hand_of_whom_one_system_erased_is_kept(joined: Connection) -> None:
    intake.apply(joined, Intake(at=HOURS[2], source="acme", erased=(ADA,)), HOURS[2])
    says(joined, ADA, at=HOURS[3], source=BY_HAND, can_text=False)
    assert records.candidate(joined, ADA).can_text is False
    assert says(joined, ADA, at=HOURS[4], title="Countess").notes == (
        f"{ADA} was erased, and nothing about them is kept",
    )


def test_a_system_that_merges_its_own_record_goes_on_as_the_same_person(joined: Connection) -> None:
    says(joined, "other:10", at=HOURS[2], email="else@home.example", title="Countess")
    intake.apply(joined, Intake(at=HOURS[3], source="other", merged_into={THERE: "other:10"}), HOURS[3])
    person = records.surviving_id(joined, "other:10")
    assert {records.surviving_id(joined, each) for each in (ADA, THERE)} == {person}
    assert {each.id for each in links.of_person(joined, person)} == {ADA, "other:10"}
    assert links.record_in(joined, person, THERES, ()) == "other:10"
    says(joined, ADA, at=HOURS[4], title="Analyst")
    assert records.candidate(joined, person).title == "Analyst"


def test_an_application_is_changed_in_the_system_that_has_it(joined: Connection) -> None:
    assert links.record_in(joined, ADA, THERES, ("other",)) == THERE
    assert links.record_in(joined, ADA, ADAS, ("other",)) == ADA
    assert links.record_in(joined, ADA, None, ("other",)) == THERE
    assert links.record_in(joined, ADA, None, ("acme", "other")) == ADA


def test_a_record_that_is_taken_apart_again_gets_back_what_is_its_own(joined: Connection) -> None:
    says(joined, THERE, at=HOURS[2], title="Countess", email="ada@work.example")
    run = enroll(joined, cycle=1)
    theirs = enroll(joined, Subject(kind=SubjectKind.APPLICATION, id=THERES))
    link = links.of_record(joined, THERE)
    assert link is not None
    assert splitting.runs_of(joined, link) == (theirs,)
    splitting.split(joined, link, now=HOURS[3])
    here, there = records.candidate(joined, ADA), records.candidate(joined, THERE)
    assert (here.title, here.email) == (None, HOME)
    assert (there.id, there.title, there.email, there.first_name) == (THERE, "Countess", "ada@work.example", "Ada")
    assert [each.id for each in records.applications_of(joined, THERE)] == [THERES]
    whose = dict(joined.execute(select(enrollments.c.id, enrollments.c.candidate_id)).all())
    assert whose == {run: ADA, theirs: THERE}
    assert links.of_person(joined, ADA) == ()
    says(joined, THERE, at=HOURS[4], email=HOME)
    assert records.candidate(joined, THERE).id == THERE


def test_records_with_no_address_in_common_are_joined_by_hand(told: Connection) -> None:
    says(told, THERE, email="countess@else.example", title="Countess")
    merging.join(told, THERE, ADA, by=None, now=HOURS[2])
    ada = records.candidate(told, ADA)
    assert (ada.first_name, ada.title) == ("Ada", "Countess")
    assert set(contact_points.of_candidate(told, ADA, ContactKind.EMAIL)) == {HOME, "countess@else.example"}


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def test_of_two_systems_that_tell_of_somebody_at_the_same_moment_one_joins_the_other(
    store: Store, pool: ThreadPoolExecutor
) -> None:
    for number in range(10):
        told = {
            "first": replace(
                ada_applies(),
                source="acme",
                candidates=(CandidateUpdate(id=f"acme:{number}", fields={"email": f"p{number}@home.example"}),),
                applications=(),
            ),
            "second": replace(applies(record=f"other:{number}", email=f"P{number}@home.example"), applications=()),
        }

        def tell(name: str, told: dict[str, Intake] = told) -> object:
            with store.write() as conn:
                return intake.apply(conn, replace(told[name], happenings=()), NOW)

        for done in both(pool, tell):
            done.result(timeout=60)
        with store.read() as conn:
            people = {records.surviving_id(conn, f"{system}:{number}") for system in ("acme", "other")}
            assert len(people) == 1
