"""Transactions, and the types that columns share."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from nurture.errors import NotSetUp
from nurture.store import Store, open_store, recording, store_in_memory
from nurture.store.columns import metadata
from nurture.store.tables import candidates, enrollments, jobs

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_a_failed_transaction_wrote_is_gone(store: Store) -> None:
    def fail() -> None:
        with store.write() as conn:
            conn.execute(candidates.insert(), {"id": "acme:1", "updated_at": NOON})
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail()
    with store.read() as conn:
        assert conn.execute(select(candidates.c.id)).all() == []


def test_times_come_back_in_utc_whatever_zone_they_went_in_with(store: Store) -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    with store.write() as conn:
        conn.execute(candidates.insert(), {"id": "acme:1", "updated_at": berlin})
        found = conn.execute(select(candidates.c.updated_at)).scalar_one()
    assert (found, found.tzinfo) == (NOON, UTC)


def test_times_are_kept_to_the_microsecond_and_sorted_as_instants(store: Store) -> None:
    times = [NOON, NOON + timedelta(microseconds=1), NOON + timedelta(seconds=1), NOON + timedelta(days=300)]
    with store.write() as conn:
        for number, at in enumerate(reversed(times)):
            conn.execute(candidates.insert(), {"id": f"acme:{number}", "updated_at": at})
        found = conn.execute(select(candidates.c.updated_at).order_by(candidates.c.updated_at)).scalars().all()
        later = select(candidates.c.id).where(candidates.c.updated_at > NOON)
        assert len(conn.execute(later).all()) == 3
    assert found == times


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with store.write() as conn, pytest.raises(StatementError, match="without a zone"):
        conn.execute(candidates.insert(), {"id": "acme:1", "updated_at": NOON.replace(tzinfo=None)})


def test_foreign_keys_are_kept(store: Store) -> None:
    def insert() -> None:
        with store.write() as conn:
            conn.execute(
                enrollments.insert(),
                {
                    "id": "x",
                    "sequence": "nobody",
                    "version": 1,
                    "subject_kind": "candidate",
                    "subject_id": "acme:1",
                    "cycle": 1,
                    "candidate_id": "acme:1",
                    "stream_id": "acme:1",
                    "status": "active",
                    "entered_at": NOON,
                },
            )

    with pytest.raises(IntegrityError):
        insert()


def test_sqlite_writes_ahead_and_waits_for_its_turn(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'nurture.db'}")
    with store.read() as conn:
        pragmas = {
            name: conn.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}
    store.close()


def test_readers_go_on_while_somebody_writes(store: Store) -> None:
    with store.write() as writing:
        writing.execute(candidates.insert(), {"id": "acme:1", "updated_at": NOON})
        with store.read() as reading:
            assert reading.execute(select(candidates.c.id)).all() == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://root@localhost/nurture", "mysql is not a database"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("nurture.db", "can't be read"),
    ],
)
def test_a_url_of_something_else_says_what_to_write(url: str, said: str) -> None:
    with pytest.raises(NotSetUp, match=said):
        open_store(url)


def test_a_store_in_memory_has_all_tables_and_keeps_what_is_written_until_it_is_closed() -> None:
    store = store_in_memory()
    with store.write() as conn:
        assert set(inspect(conn).get_table_names()) == set(metadata.tables)
        recording.mention_job(conn, "log:robotics")
    with store.read() as conn:
        assert conn.execute(select(jobs.c.id)).scalars().all() == ["log:robotics"]
    store.close()
