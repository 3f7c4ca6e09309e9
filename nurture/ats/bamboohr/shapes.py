"""The parts of BambooHR's deliveries, and of its employees, that we read, in its words."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field

from nurture.ats.shapes import Id, Instant, Part, Text

NO_DAY: Final = "0000-00-00"
"""How the API writes a day that is not set."""


def _day(value: object) -> object:
    return None if isinstance(value, str) and value.strip() in ("", NO_DAY) else value


Day: TypeAlias = Annotated[date | None, BeforeValidator(_day)]


class Changed(Part):
    """Who it is about; which fields changed is told, and never how."""

    employeeId: Id


class Envelope(Part):
    """What every delivery has."""

    type: str
    timestamp: Instant = None
    data: Mapping[str, object] = Field(default_factory=dict)


class Employee(Part):
    """An employee, as far as the API key may see. A field that it may not see is absent."""

    id: Id
    firstName: Text = None
    preferredName: Text = None
    lastName: Text = None
    homeEmail: Text = None
    workEmail: Text = None
    mobilePhone: Text = None
    hireDate: Day = None
    terminationDate: Day = None


FIELDS: Final = tuple(name for name in Employee.model_fields if name != "id")
