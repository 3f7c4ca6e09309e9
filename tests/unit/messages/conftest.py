"""What the tests of messages write about."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.records import Application, Candidate, Company, Hire, Job, Person, Records, Team
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import Address, Message
from nurture.language.names import names_from
from nurture.language.sequence import Purpose
from nurture.messages.footer import Footer, footer_for
from nurture.messages.identity import message_id_of
from nurture.messages.render import render
from nurture.values import replace

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SECRET = "a secret of these tests"


@pytest.fixture
def company() -> Company:
    """Us."""
    return Company(
        name="Acme Robotics",
        postal_address="1 Main Street\n12345 Springfield",
        privacy_url="https://www.acme.example/privacy",
        zone="Europe/Berlin",
    )


@pytest.fixture
def write(company: Company) -> Callable[..., Message]:
    """Renders a body (or a whole template, which begins with ---) about a candidate, of whom fields can be given."""

    def written(
        template: str,
        *,
        purpose: Purpose = Purpose.NURTURE,
        language: str = "en",
        footer: Footer | None = None,
        headers: dict[str, str] | None = None,
        to_name: str | None = "Mara Lind",
        event_data: dict[str, str] | None = None,
        **candidate: str | None,
    ) -> Message:
        person = Candidate(id="c", first_name="Mara", email="mara@lind.example")
        facts = Facts(
            enrollment=Enrollment(
                id="e",
                sequence="s",
                subject=Subject(kind=SubjectKind.HIRE, id="h"),
                candidate_id="c",
                version=1,
                cycle=1,
                entered_at=NOW,
            ),
            records=Records(
                candidate=replace(person, **candidate),
                application=Application(id="a", job=Job(id="j", title="Engineer")),
                hire=Hire(id="h", start_date=date(2026, 6, 15)),
                team=Team(recruiter=Person(id="p", name="Kim Roth", email="kim@acme.example")),
            ),
            company=company,
            event=Event(type=EventType.JOB_OPENED, at=NOW, data=event_data or {}),
        )
        return render(
            template=template if template.startswith("---") else f"---\nsubject: Hello\n---\n{template}",
            names=names_from(facts, NOW),
            sender=Address(email="kim@acme.example", name="Kim Roth"),
            to=Address(email="mara@lind.example", name=to_name),
            key="e#thanks#1",
            message_id=message_id_of("e#thanks#1", secret=SECRET, domain="acme.example"),
            language=language,
            company=company,
            footer=footer
            or footer_for(
                purpose,
                is_to_candidate=True,
                company=company,
                address="mara@lind.example",
                secret=SECRET,
                public_url="https://hooks.acme.example/",
                language=language,
            ),
            headers=headers,
        )

    return written
