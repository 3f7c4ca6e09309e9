"""Payloads of Greenhouse, understood."""

from datetime import UTC, datetime

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse
from nurture.domain.intake import CandidateUpdate, Intake, JobUpdate
from nurture.domain.records import Person
from nurture.values import replace

RECEIVED = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
INES = Person(id="greenhouse:4107", name="Ines Marchetti", email="ines.marchetti@brightwater.example")
TOM = Person(id="greenhouse:4133", name="Tom Adeyemi", email="tom.adeyemi@brightwater.example")


def understood(raw: bytes) -> Intake:
    return Greenhouse().understand(Posted(raw=raw), received_at=RECEIVED)


def candidate(raw: bytes) -> CandidateUpdate:
    (update,) = understood(raw).candidates
    return replace(update, custom={})


def job(raw: bytes) -> JobUpdate:
    (update,) = understood(raw).jobs
    return replace(update, custom={})
