"""The tables that migrations make are those that the code expects."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select

from nurture.domain.touchpoints import Address, ChannelKind, Direction, Message, Touchpoint
from nurture.errors import NotSetUp
from nurture.store import Store, intake, ledger, open_store, sequences
from nurture.store.migrate import demand_current, downgrade, migrate
from nurture.store.tables import candidates, touchpoints
from tests.unit.store.conftest import ADA, NOW, WARM, ada_applies


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    with store.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": True})
        assert compare_metadata(context, candidates.metadata) == []


def test_migrating_again_changes_nothing(database_url: str, store: Store) -> None:
    migrate(database_url)
    demand_current(store)


def test_all_migrations_can_be_taken_back_from_an_empty_database(database_url: str, store: Store) -> None:
    downgrade(database_url, revision="base")
    with store.read() as conn:
        assert inspect(conn).get_table_names() == ["alembic_version"]
    migrate(database_url)
    demand_current(store)


def test_a_mail_that_left_before_the_mailbox_was_kept_gets_it_from_its_words(database_url: str, store: Store) -> None:
    with store.write() as conn:
        sequences.publish(conn, WARM, templates={}, content_hash="1", now=NOW)
        intake.apply(conn, ada_applies(), NOW)
        for key, channel, sender in (("mail", ChannelKind.EMAIL, "Rita@acme.example"), ("text", ChannelKind.SMS, "")):
            message = Message(
                key=key,
                message_id=f"<{key}@mail.example>",
                sender=Address(email=sender),
                to=Address(email="ada@home.example"),
                subject="Hello",
                text="",
                html="",
                channel=channel,
            )
            stands = Touchpoint(
                id=key, candidate_id=ADA, channel=channel, direction=Direction.OUTBOUND, at=NOW, summary="Hello"
            )
            ledger.claim(conn, stands, message, token="1", purpose="nurture", address_hash="1")
    mailboxes = select(touchpoints.c.id, touchpoints.c.mailbox).order_by(touchpoints.c.id)
    with store.read() as conn:
        as_claimed = conn.execute(mailboxes).all()
    downgrade(database_url, revision="0021")
    migrate(database_url)
    with store.read() as conn:
        assert conn.execute(mailboxes).all() == as_claimed == [("mail", "rita@acme.example"), ("text", None)]


def test_a_database_without_tables_is_told_to_be_migrated(empty_database_url: str) -> None:
    empty = open_store(empty_database_url)
    with pytest.raises(NotSetUp, match="revision none") as raised:
        demand_current(empty)
    assert raised.value.hint == "Run: nurture migrate"
    empty.close()
