"""A delivery whose vendor leaves something out: its API is asked before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from temporalio.exceptions import ApplicationError

from activities.failures import LONGEST, telling_temporal
from nurture.ats import NOTHING_READ, Posted, Read
from nurture.contracts import Delivery
from nurture.errors import ChannelError, NurtureError, Rejected, Released
from nurture.service.intake import take_in
from nurture.store import inbox
from nurture.store.inbox import StoredDelivery
from nurture.store.tables import events
from nurture.store.tables import inbox as inbox_table
from nurture.store.words import InboxState
from nurture.values import replace
from tests.greenhouse import body
from tests.unit.service.desk import Desk


@dataclass(kw_only=True)
class Answers:
    """A vendor's API that fails as it is told to, and then answers; it keeps what it was asked about."""

    failures: list[ChannelError] = field(default_factory=list)
    asked: list[Posted] = field(default_factory=list)

    def read(self, posted: Posted) -> Read:
        self.asked.append(posted)
        if self.failures:
            raise self.failures.pop(0)
        return NOTHING_READ

    def check(self) -> str:
        return "It answers."

    def close(self) -> None:
        """It has no connections."""


def with_api(desk: Desk, *failures: ChannelError) -> Answers:
    api = Answers(failures=list(failures))
    desk.parts = replace(desk.parts, readers={"greenhouse": api})
    return api


def keep(
    desk: Desk,
    connection: str = "greenhouse",
    headers: Mapping[str, str] | None = None,
    name: str = "candidate_stage_change",
) -> int:
    with desk.parts.store.write() as conn:
        return inbox.store(
            conn,
            connection=connection,
            delivery_id="1",
            body=body(name),
            headers=headers or {},
            received_at=desk.parts.clock.now(),
        ).id


def kept(desk: Desk, inbox_id: int) -> StoredDelivery:
    with desk.parts.store.read() as conn:
        return inbox.load(conn, inbox_id)


def test_the_api_is_asked_with_what_came_and_once_for_each_delivery(desk: Desk) -> None:
    api = with_api(desk)
    number = keep(desk, headers={"event-name": "application.created"})
    for _ in range(2):
        take_in(desk.parts, Delivery(inbox_id=number))
    assert [posted.header("Event-Name") for posted in api.asked] == ["application.created"]
    assert kept(desk, number).state is InboxState.TAKEN_IN


@dataclass(kw_only=True)
class Overtaken(Answers):
    """While its answer is under way, another worker takes in the same delivery, for whom it answered at once."""

    desk: Desk
    delivery: Delivery
    came: list[str] = field(default_factory=list)

    def read(self, posted: Posted) -> Read:
        self.asked.append(posted)
        if len(self.asked) == 1:
            self.came.append(take_in(self.desk.parts, self.delivery).note)
        return NOTHING_READ


def test_what_another_worker_took_in_while_the_api_was_asked_is_news_once(desk: Desk) -> None:
    delivery = Delivery(inbox_id=keep(desk, name="update_candidate"))
    api = Overtaken(desk=desk, delivery=delivery)
    desk.parts = replace(desk.parts, readers={"greenhouse": api})
    late = take_in(desk.parts, delivery).note
    assert (len(api.asked), api.came, late) == (2, ["candidate.updated"], "candidate.updated")
    with desk.parts.store.read() as conn:
        told = conn.execute(select(events.c.type, events.c.acted)).all()
    assert [(each.type, each.acted) for each in told] == [("candidate.updated", True)]
    assert kept(desk, delivery.inbox_id).attempts == 1


def test_an_api_that_is_away_leaves_the_delivery_waiting_and_nothing_is_lost(desk: Desk) -> None:
    with_api(desk, Released("the ATS can't be reached"))
    number = keep(desk)
    with pytest.raises(Released):
        take_in(desk.parts, Delivery(inbox_id=number))
    assert (kept(desk, number).state, kept(desk, number).note) == (InboxState.RECEIVED, "the ATS can't be reached")
    with desk.parts.store.read() as conn:
        assert [each.id for each in inbox.held_up(conn)] == [number]
    assert "application.stage_changed" in take_in(desk.parts, Delivery(inbox_id=number)).note


def test_a_record_that_the_ats_has_no_more_is_kept_as_failed_with_the_reason(desk: Desk) -> None:
    with_api(desk, Rejected("the ATS answers 404"))
    number = keep(desk)
    assert "not understood: the ATS answers 404" in take_in(desk.parts, Delivery(inbox_id=number)).note
    assert kept(desk, number).state is InboxState.FAILED
    assert kept(desk, number).note == "the ATS answers 404"


def test_a_delivery_of_a_connection_that_was_taken_out_is_kept_as_failed(desk: Desk) -> None:
    number = keep(desk, connection="lever_eu")
    assert "no ATS is connected as “lever_eu”" in take_in(desk.parts, Delivery(inbox_id=number)).note
    assert kept(desk, number).state is InboxState.FAILED


def test_a_delivery_that_was_emptied_since_it_names_somebody_who_was_erased_is_no_failure(desk: Desk) -> None:
    number = keep(desk)
    with desk.parts.store.write() as conn:
        conn.execute(update(inbox_table).values(body=b""))
    assert "was erased before" in take_in(desk.parts, Delivery(inbox_id=number)).note
    assert kept(desk, number).state is InboxState.IGNORED


@pytest.mark.parametrize(
    ("after", "least", "most", "why"),
    [
        (timedelta(minutes=20), timedelta(minutes=19), timedelta(minutes=20), "as Retry-After says"),
        (-timedelta(minutes=2), timedelta(seconds=1), timedelta(seconds=1), "the moment has passed"),
        (timedelta(days=900), LONGEST, LONGEST, "nobody waits for years"),
    ],
)
def test_temporal_tries_again_when_the_vendor_says(
    after: timedelta, least: timedelta, most: timedelta, why: str
) -> None:
    with pytest.raises(ApplicationError) as failure, telling_temporal():
        raise Released("429", retry_at=datetime.now(UTC) + after)
    assert failure.value.next_retry_delay is not None
    assert least <= failure.value.next_retry_delay <= most


@pytest.mark.parametrize("error", [Released("503"), Rejected("404")])
def test_where_nothing_was_said_temporal_tries_again_as_ever_or_not_at_all(error: NurtureError) -> None:
    with pytest.raises(ApplicationError) as failure, telling_temporal():
        raise error
    assert failure.value.next_retry_delay is None
    assert failure.value.non_retryable is error.permanent
