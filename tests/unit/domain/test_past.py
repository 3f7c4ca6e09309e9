"""What was between a person and jobs before."""

from datetime import UTC, datetime

from nurture.domain.past import past_of, postings_of
from nurture.domain.records import Application, ApplicationStatus, Job

PICKER = Job(id="1", title="Picker", department="Warehouse")
PACKER = Job(id="2", title="Packer", department="Warehouse")
COOK = Job(id="3", title="Cook")


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 9, tzinfo=UTC)


def test_the_latest_application_for_a_job_counts_and_that_of_a_lead_does_too() -> None:
    past = past_of(
        (
            Application(id="a", job=PICKER, applied_at=day(5)),
            Application(id="b", job=PICKER, applied_at=day(2), is_prospect=True),
            Application(id="c", applied_at=day(9)),
        )
    )
    assert past.of(PICKER).applied_at == day(5)
    assert past.of(PACKER).applied_at is None


def test_whoever_was_turned_down_was_so_for_the_whole_department() -> None:
    down = Application(id="a", job=PICKER, status=ApplicationStatus.REJECTED, rejected_at=day(4))
    past = past_of((down,))
    assert (past.of(PICKER).turned_down_at, past.of(PACKER).turned_down_at) == (day(4), day(4))
    assert past.of(COOK).turned_down_at is None


def test_jobs_without_a_department_have_none_in_common() -> None:
    past = past_of((Application(id="a", job=COOK, status=ApplicationStatus.REJECTED, rejected_at=day(4)),))
    assert past.of(COOK).turned_down_at == day(4)
    assert past.of(Job(id="4", title="Driver")).turned_down_at is None


def test_a_rejection_that_was_taken_back_is_none() -> None:
    again = Application(id="a", job=PICKER, status=ApplicationStatus.ACTIVE, rejected_at=day(4))
    assert past_of((again,)).of(PICKER).turned_down_at is None


def test_a_job_that_is_posted_anew_is_known_by_its_words() -> None:
    past = past_of((Application(id="a", job=PICKER, applied_at=day(4)),))
    again = Job(id="99", title=" picker", department="Warehouse")
    assert past.postings & postings_of(again)
    assert past.of(again).applied_at is None, "it is another record"
    assert not past.postings & postings_of(PACKER)
    assert not postings_of(PICKER) & postings_of(Job(id="5", title="Picker", department="Warehouse", office="Oslo"))
