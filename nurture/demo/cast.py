"""Who plays: people of ours, jobs, and three candidates. Nobody of them exists, and no mail address can be reached."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from nurture.values import frozen

BERLIN: Final = ZoneInfo("Europe/Berlin")
STARTS: Final = datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN)
"""The Monday on which the story begins."""


@frozen
class User:
    """Somebody who works at the company."""

    id: int
    name: str
    email: str


@frozen
class Opening:
    """A job, with its id in the ATS."""

    id: int
    title: str
    department: str
    manager: User
    office: str = "Berlin"


@frozen
class Applicant:
    """A candidate and their one application. `zone`, `country` and `language` are what they told the company."""

    id: int
    application: int
    first_name: str
    last_name: str
    email: str
    title: str
    company: str
    language: str
    country: str
    zone: str
    opening: Opening
    applied_at: datetime
    recruiter: User

    @property
    def candidate_id(self) -> str:
        """Their id on our record."""
        return f"greenhouse:{self.id}"


KIM = User(id=4107, name="Kim Berger", email="kim.berger@acme.example")
AMARA = User(id=4133, name="Amara Okafor", email="amara.okafor@acme.example")
TOMASZ = User(id=4055, name="Tomasz Zielinski", email="tomasz.zielinski@acme.example")
LENA = User(id=4061, name="Lena Hofmann", email="lena.hofmann@acme.example")

ROBOTICS = Opening(id=9321, title="Robotics Engineer", department="Robotics", manager=TOMASZ)
FIRMWARE = Opening(id=9334, title="Firmware Engineer", department="Firmware", manager=LENA)
DESIGN = Opening(id=9340, title="Product Designer", department="Design", manager=TOMASZ)
MORE_FIRMWARE = Opening(id=9377, title="Senior Firmware Engineer", department="Firmware", manager=LENA)

MAYA = Applicant(
    id=57683,
    application=6931,
    first_name="Maya",
    last_name="Lindqvist",
    email="maya@lindqvist.example",
    title="Mechatronics Engineer",
    company="Nordvind",
    language="en",
    country="DE",
    zone="Europe/Berlin",
    opening=ROBOTICS,
    applied_at=STARTS,
    recruiter=KIM,
)
JONAS = Applicant(
    id=57690,
    application=6940,
    first_name="Jonas",
    last_name="Weber",
    email="jonas@weber.example",
    title="Embedded Developer",
    company="Taktwerk",
    language="de",
    country="DE",
    zone="Europe/Berlin",
    opening=FIRMWARE,
    applied_at=datetime(2026, 2, 5, 20, 40, tzinfo=BERLIN),
    recruiter=KIM,
)
PRIYA = Applicant(
    id=57702,
    application=6957,
    first_name="Priya",
    last_name="Nair",
    email="priya@nair.example",
    title="Interaction Designer",
    company="Studio Malabar",
    language="en",
    country="IN",
    zone="Asia/Kolkata",
    opening=DESIGN,
    applied_at=datetime(2026, 1, 29, 14, 15, tzinfo=BERLIN),
    recruiter=AMARA,
)
