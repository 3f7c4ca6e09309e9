"""Published versions: each one immutable, and made only when something has changed."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from nurture.errors import NotFound
from nurture.language.company import CompanyFile
from nurture.language.sequence import Sequence
from nurture.store import audit, sequences
from nurture.store.audit import Deed
from nurture.store.sequences import PlanCache, Published
from tests.unit.store.conftest import NOW, WARM

COMPANY = CompanyFile(name="Acme", postal_address="1 Main Street, Springfield", zone="Europe/Berlin")
TEMPLATES = {"keep-warm/hello": {"": "Hello {{ event.job.title }}", "de": "Hallo"}}


def publish(conn: Connection, content_hash: str, templates: sequences.Templates = TEMPLATES) -> Published:
    return sequences.publish(conn, WARM, templates=templates, content_hash=content_hash, now=NOW)


def test_what_has_not_changed_makes_no_new_version(conn: Connection) -> None:
    assert publish(conn, "1") == Published(version=1, is_new=False)
    assert publish(conn, "2") == Published(version=2, is_new=True)
    assert publish(conn, "2") == Published(version=2, is_new=False)


def test_going_back_to_an_older_content_is_a_new_version(conn: Connection) -> None:
    publish(conn, "2")
    assert publish(conn, "1") == Published(version=3, is_new=True)


def test_a_version_comes_back_with_its_templates(conn: Connection) -> None:
    publish(conn, "2")
    document, templates = sequences.load(conn, "keep-warm", 2)
    assert Sequence.model_validate_json(document) == WARM
    assert templates == TEMPLATES
    assert sequences.latest(conn) == {"keep-warm": (2, WARM)}
    with pytest.raises(NotFound):
        sequences.load(conn, "keep-warm", 3)


def test_the_cache_reads_a_version_once_and_always_knows_the_newest(conn: Connection) -> None:
    plans = PlanCache()
    first = plans.plan(conn, "keep-warm", 1)
    assert first is plans.plan(conn, "keep-warm", 1)
    assert (first.plan.version, first.plan.first, first.names_event) == (1, "breather", False)
    publish(conn, "2")
    newest = plans.latest(conn)["keep-warm"]
    assert (newest.plan.version, newest.templates, newest.names_event) == (2, TEMPLATES, True)


def test_the_newest_company_file_is_the_one_that_counts(conn: Connection) -> None:
    plans = PlanCache()
    with pytest.raises(NotFound, match="no company file"):
        sequences.company(conn)
    with pytest.raises(NotFound, match="no company file"):
        plans.company(conn)
    first = sequences.publish_company(conn, COMPANY, content_hash="1", now=NOW)
    assert sequences.publish_company(conn, COMPANY, content_hash="1", now=NOW) == Published(
        version=first.version, is_new=False
    )
    moved = COMPANY.model_copy(update={"name": "Acme Robotics"})
    second = sequences.publish_company(conn, moved, content_hash="2", now=NOW)
    assert sequences.company(conn) == plans.company(conn) == moved
    assert plans.company(conn, first.version) == COMPANY
    assert plans.company(conn, second.version) is plans.company(conn)


def test_what_operators_did_is_kept_newest_first(conn: Connection) -> None:
    deeds = [
        Deed(at=NOW + timedelta(hours=hour), who="ann", what=f"paused {hour}", why="holidays") for hour in range(3)
    ]
    for deed in deeds:
        audit.record(conn, deed)
    assert audit.latest(conn, limit=2) == (deeds[2], deeds[1])
