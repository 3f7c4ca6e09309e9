"""A migrated database of each kind, with one published sequence and a few records to start from."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from nurture.domain.enrollment import Enrollment
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Intake, JobUpdate
from nurture.domain.moves import LOOK, Move, Place, Progress
from nurture.domain.records import Person
from nurture.domain.subject import Subject, SubjectKind, enrollment_id
from nurture.language.sequence import Sequence
from nurture.store import Store, enrollments, intake, open_store, sequences
from nurture.store.words import EnrollmentStatus
from tests.servers import PostgresCluster

SHARED = "shared_by_store_tests"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ADA = "acme:1"
ADAS = "acme:10"
ROBOTICS = "acme:100"
BEGINS = Move(
    action=LOOK,
    at=NOW,
    summary="begins",
    progress=Progress(version=1, places=(Place(step="breather", since=NOW),), seen_event=0),
)

WARM = Sequence.model_validate(
    {
        "sequence": "keep-warm",
        "title": "Keep in touch",
        "owner": "talent@acme.example",
        "purpose": "nurture",
        "enroll": {"on": "application.rejected"},
        "steps": [{"id": "breather", "wait": "3 weeks"}],
    }
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty database with all tables."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database of each kind for all tests that stay within a transaction and take it back.

    It is made anew whenever tests on the other kind come in between, as they may where tests run side by side.
    """
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path_factory.mktemp("store"))
        url, cluster = f"sqlite:///{copy}", None
    else:
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        cluster.create(SHARED, template=request.getfixturevalue("migrated_postgres"))
        url = cluster.url(SHARED)
    opened = open_store(url)
    yield opened
    opened.close()
    if cluster is not None:
        cluster.drop(SHARED)


@pytest.fixture
def conn(shared_store: Store) -> Iterator[Connection]:
    """A transaction in which the sequence is published and Ada has applied; nothing of it stays."""
    with shared_store.engine.connect() as connection, connection.begin() as transaction:
        sequences.publish(connection, WARM, templates={}, content_hash="1", now=NOW)
        intake.apply(connection, ada_applies(), NOW)
        yield connection
        transaction.rollback()


def ada_applies(**application: object) -> Intake:
    """A delivery that says who Ada is and what she applied for."""
    return Intake(
        at=NOW,
        candidates=(
            CandidateUpdate(
                id=ADA,
                fields={"first_name": "Ada", "last_name": "Byron", "email": "ada@home.example", "tags": ("math",)},
                team={"recruiter": Person(id="acme:u1", name="Rita Cruz", email="rita@acme.example")},
            ),
        ),
        applications=(
            ApplicationUpdate(
                id=ADAS, candidate_id=ADA, job_id=ROBOTICS, fields={"stage": "Phone screen"}, **application
            ),
        ),
        jobs=(
            JobUpdate(
                id=ROBOTICS,
                fields={"title": "Robotics engineer", "department": "Hardware"},
                team={"hiring_manager": Person(id="acme:u2", name="Max Planck")},
            ),
        ),
    )


def enroll(conn: Connection, subject: Subject | None = None, *, candidate: str = ADA, cycle: int = 1) -> str:
    """Puts somebody into the sequence; of itself, Ada's application."""
    subject = subject or Subject(kind=SubjectKind.APPLICATION, id=ADAS)
    entered = enrollments.enroll(
        conn,
        an_enrollment(subject, candidate=candidate, cycle=cycle),
        BEGINS,
        status=EnrollmentStatus.ACTIVE,
        trigger_event=None,
        now=NOW,
    )
    return entered.enrollment_id


def an_enrollment(subject: Subject, *, candidate: str = ADA, cycle: int = 1, now: datetime = NOW) -> Enrollment:
    """Somebody's run of the sequence."""
    return Enrollment(
        id=enrollment_id("keep-warm", subject, cycle),
        sequence="keep-warm",
        subject=subject,
        candidate_id=candidate,
        version=1,
        cycle=cycle,
        entered_at=now,
    )
