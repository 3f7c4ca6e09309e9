"""Office hours, closed days and rhythms as files state them."""

import pytest
from pydantic import ValidationError

from nurture.language.cap import Cap
from nurture.language.company import CompanyFile
from nurture.language.plan import Plan
from nurture.timing.errors import TimingError
from tests.rehearsal import HEAD, plan_from

COMPANY = {"name": "Acme", "postal_address": "1 Main Street, 10115 Berlin", "zone": "Europe/Berlin"}


def test_the_office_is_open_on_weekdays_from_nine_to_five_unless_the_company_says_otherwise() -> None:
    assert CompanyFile.model_validate(COMPANY).record.office_hours == "mon-fri 09:00-17:00"
    stated = CompanyFile.model_validate({**COMPANY, "office_hours": "mon-thu 8:00-16:00"})
    assert stated.record.office_hours == "mon-thu 08:00-16:00"


def test_an_office_that_is_always_open_is_refused() -> None:
    with pytest.raises(ValidationError, match="no working hours"):
        CompanyFile.model_validate({**COMPANY, "office_hours": "always"})


def test_a_limit_is_not_counted_in_working_hours() -> None:
    with pytest.raises(TimingError, match="working hours"):
        Cap.parse("3 per 8 working hours")


def test_a_rhythm_with_closed_days_comes_back_from_the_database_as_it_was() -> None:
    plan = plan_from(
        """\
        - id: editions
          repeat:
            every: 2 weeks on wednesday at 16:00
            first: 7 days
            closed: 15 dec - 5 jan
            times: 3
            steps: [{id: edition, email: a}]
        """,
        head=HEAD.replace("17:00}", "17:00, closed: [24 dec, 2026-12-01 - 2026-12-12]}"),
    )
    assert Plan.from_json(plan.to_json()) == plan
    assert [str(each) for each in plan.sequence.send.closed] == ["24 dec", "2026-12-01 - 2026-12-12"]


@pytest.mark.parametrize("closed", ["[1 jan - 30 jun, 1 jul - 31 dec]", "1 jan - 31 dec"])
def test_a_year_of_closed_days_is_refused(closed: str) -> None:
    repeat = f"{{every: 1 day, times: 2, closed: {closed}, steps: [{{id: a, email: a}}]}}"
    with pytest.raises(ValidationError, match="every day of the year is closed"):
        plan_from(f"- id: r\n  repeat: {repeat}\n")
