import json
from datetime import datetime, timedelta

import pytest

from nurture.domain.records import ApplicationStatus
from nurture.service.gaps import Counts, List, counts_of, page_of
from nurture.store import enrollments, inbox
from nurture.store.tables import applications
from nurture.store.words import InboxState
from tests.office import RUN, Office, mara_is_rejected


def delivered(bureau: Office, connection: str, state: InboxState, note: str, *, number: int, at: datetime) -> None:
    """Keeps a delivery, and what became of it."""
    with bureau.parts.store.write() as conn:
        stored = inbox.store(
            conn, connection=connection, delivery_id=f"d{number}", body=b"{}", headers={}, received_at=at
        )
        inbox.settle(conn, stored.id, state, note=note)


@pytest.fixture
def fallen(bureau: Office) -> Office:
    """Mara is open and in no sequence; of four deliveries, two came to nothing, and so did a mail."""
    bureau.publish()
    bureau.hear(mara_is_rejected())
    with bureau.parts.store.write() as conn:
        enrollments.end(conn, RUN, "by hand", now=bureau.clock.at)
    now = bureau.clock.at
    for number, (connection, state, note) in enumerate(
        [
            ("greenhouse", InboxState.FAILED, "not understood: no id"),
            ("greenhouse", InboxState.TAKEN_IN, "candidate.updated: is about nobody on record"),
            ("greenhouse", InboxState.TAKEN_IN, "candidate.updated"),
            ("greenhouse", InboxState.IGNORED, "not ours"),
            ("mail", InboxState.FAILED, "nobody is known by this address"),
        ]
    ):
        delivered(bureau, connection, state, note, number=number, at=now + timedelta(seconds=number))
    return bureau


def test_what_came_to_nothing_is_listed_with_what_to_do(fallen: Office, run) -> None:
    found = json.loads(run("gaps", "--json").out)
    assert [(each["kind"], each["why"]) for each in found] == [
        ("delivery", "not understood: no id"),
        ("delivery", "candidate.updated: is about nobody on record"),
        ("mail", "nobody is known by this address"),
    ]
    assert found[0]["do"].endswith(f"nurture ats again {found[0]['id']}")
    assert found[1]["do"].startswith("see in the ATS whom it means")
    assert found[2]["do"].endswith(f"nurture inbound {found[2]['id']}")


def test_an_open_application_without_a_sequence_is_listed(fallen: Office, run) -> None:
    fallen.hear(mara_is_rejected())
    with fallen.parts.store.write() as conn:
        conn.execute(applications.update().values(status=ApplicationStatus.ACTIVE))
    [found, *_] = json.loads(run("gaps", "--json").out)
    assert found["kind"] == "in no sequence"
    assert found["about"].startswith("Mara Lindqvist")
    with fallen.parts.store.read() as conn:
        assert counts_of(conn, fallen.clock.at) == Counts(idle=0, in_no_sequence=1, strays=3)


def test_a_list_is_read_page_by_page(fallen: Office) -> None:
    with fallen.parts.store.read() as conn:
        first = page_of(conn, fallen.clock.at, List.DELIVERIES, limit=2)
        second = page_of(conn, fallen.clock.at, List.DELIVERIES, after=first.after or "", limit=2)
    assert [each.why for each in first.gaps] == [
        "not understood: no id",
        "candidate.updated: is about nobody on record",
    ]
    assert [each.why for each in second.gaps] == ["nobody is known by this address"]
    assert (first.after, second.after) == (first.gaps[-1].id, None)


def test_what_is_taken_in_at_last_falls_through_no_longer(fallen: Office) -> None:
    with fallen.parts.store.write() as conn:
        [failed, nobodys, mail] = page_of(conn, fallen.clock.at, List.DELIVERIES, limit=9).gaps
        for each in (failed, nobodys):
            inbox.settle(conn, int(each.id), InboxState.TAKEN_IN, note="candidate.updated")
        assert page_of(conn, fallen.clock.at, List.DELIVERIES, limit=9).gaps == (mail,)


def test_where_nothing_falls_through_only_talk_is_written(bureau: Office, run) -> None:
    ran = run("gaps")
    assert (ran.out, ran.err) == ("", "Nothing falls through.\n")
