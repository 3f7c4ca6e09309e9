"""Whom we may not write to, kept without their address."""

from datetime import timedelta

from sqlalchemy import Connection

from nurture.store import suppressions
from nurture.store.suppressions import Suppression
from tests.unit.store.conftest import ADA, NOW

HASH = "the keyed hash of an address"


def test_an_address_is_suppressed_for_one_purpose_or_for_everything(conn: Connection) -> None:
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") is None
    assert suppressions.add(conn, HASH, scope="nurture", reason="opted out", source="link", at=NOW, candidate_id=ADA)
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") == "opted out"
    assert suppressions.why_suppressed(conn, HASH, purpose="application") is None
    later = NOW + timedelta(days=1)
    suppressions.add(conn, HASH, reason="complained", source="provider", at=later)
    assert suppressions.why_suppressed(conn, HASH, purpose="application") == "complained"
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") == "opted out"


def test_the_first_reason_stays_until_it_is_lifted(conn: Connection) -> None:
    suppressions.add(conn, HASH, reason="bounced", source="provider", at=NOW)
    assert not suppressions.add(conn, HASH, reason="opted out", source="link", at=NOW)
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") == "bounced"
    assert suppressions.remove(conn, HASH)
    assert not suppressions.remove(conn, HASH)
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") is None


def test_a_pause_ends_by_itself_and_gives_way_to_what_is_said_later(conn: Connection) -> None:
    pause = Suppression(
        address_hash=HASH, scope="nurture", reason="pause", source="page", at=NOW, until=NOW + timedelta(days=30)
    )
    assert suppressions.put(conn, pause)
    assert not suppressions.put(conn, pause)
    assert suppressions.of_address(conn, HASH, now=NOW) == (pause,)
    assert suppressions.of_address(conn, HASH, now=NOW + timedelta(days=30)) == ()
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") is None
    assert suppressions.add(conn, HASH, scope="nurture", reason="opted out", source="link", at=NOW)
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") == "opted out"
    assert not suppressions.put(conn, pause)
    assert suppressions.why_suppressed(conn, HASH, purpose="nurture") == "opted out"
