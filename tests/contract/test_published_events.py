"""Every event that a vendor publishes has a delivery among our fixtures, and is one that its adapter knows.

The lists are written down here once more, from the vendors' pages: what an adapter forgot, its own list doesn't name.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from nurture.ats import NOTHING_READ, VENDORS
from nurture.errors import Refused
from tests.rigs import RIGS
from tests.rigs.rig import NOW, Rig

SCHEMA: Final = Path(__file__).parents[2] / "docs" / "delivery.schema.json"


def _field(*path: str) -> Callable[[Rig, str], str | None]:
    """The event as it stands in the body; None in a body without one, such as a try-out's."""

    def find(rig: Rig, name: str) -> str | None:
        part = json.loads(rig.body(name))
        for key in path:
            part = part.get(key) if isinstance(part, dict) else None
        return part

    return find


def _header(name: str) -> Callable[[Rig, str], str | None]:
    return lambda rig, delivery: rig.posted(delivery).header(name)


@dataclass(frozen=True, kw_only=True)
class Published:
    """A vendor's events; `source` is the page, `event` finds an event's name in a delivery.

    A file is called as its event; where that can't be a file's name, `spelled` puts it right. What is no event, but is
    delivered, stands in `beside`.
    """

    source: str
    event: Callable[[Rig, str], str | None]
    events: str
    beside: frozenset[str] = frozenset()
    mark: str = "@"
    spelled: Callable[[str], str] = lambda name: name

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.events.split())

    def told_by(self, name: str) -> str:
        """The event of which a delivery of ours is one, by its name."""
        return self.spelled(name.partition(self.mark)[0])


_MODELS: Final = " ".join(
    f"{model}.{what}" for model in ("Application", "Candidate", "Job") for what in ("added", "changed", "removed")
)
_APPROVALS: Final = " ".join(
    f"{of}.{what}"
    for of in ("job", "offer")
    for what in (
        *("approval.created", "approval.approved", "approval.rejected", "approval.abandoned"),
        *("approval.step.approved", "approval.step.rejected", "approval.comment.created"),
        *("approver.skipped", "approver.delegated"),
    )
)

PUBLISHED: Final[dict[str, Published]] = {
    "greenhouse": Published(
        source="https://developers.greenhouse.io/webhooks.html, its table of contents, and the ping of a new hook",
        event=_field("action"),
        mark=".",
        events="""new_candidate_application delete_application application_updated offer_created offer_approved
            offer_updated offer_deleted new_prospect_application delete_candidate hire_candidate merge_candidate
            candidate_stage_change unhire_candidate reject_candidate unreject_candidate update_candidate
            candidate_anonymized interview_deleted scorecard_deleted job_created job_updated job_deleted job_approved
            job_post_created job_post_updated job_post_deleted job_interview_stage_deleted department_deleted
            office_deleted ping""",
    ),
    "ashby": Published(
        source="https://developers.ashbyhq.com/reference, “Webhook Payloads”: 22 types",
        event=_field("action"),
        events="""applicationSubmit applicationUpdate candidateStageChange candidateHire candidateDelete candidateMerge
            interviewPlanTransition interviewScheduleCreate interviewScheduleUpdate jobCreate jobUpdate
            jobPostingUpdate jobPostingPublish jobPostingUnpublish offerCreate offerUpdate offerDelete openingCreate
            pushToHRIS signatureRequestUpdate surveySubmit ping""",
    ),
    "smartrecruiters": Published(
        source="https://developers.getknit.dev/docs/smartrecruiters-ats-real-time-events, which lists them all",
        event=_header("event-name"),
        events=f"""application.created application.status.updated application.fields.updated
            application.onboarding-status.updated application.attachment.created application.source.updated
            application.screening-answers.created application.screening-answers.updated offer.created offer.updated
            interview.created interview.updated interview.canceled job.created job.updated job.status.updated
            job.hiring-team.updated job.ad.created job.ad.updated job.ad.postings.updated position.created
            position.updated position.deleted candidate.created candidate.updated candidate.deleted {_APPROVALS}""",
    ),
    "lever": Published(
        source="https://hire.lever.co/developer/documentation, “Webhooks”",
        event=_field("event"),
        events="""applicationCreated candidateHired candidateStageChange candidateArchiveChange candidateDeleted
            interviewCreated interviewUpdated interviewDeleted contactCreated contactUpdated""",
    ),
    "workable": Published(
        source="https://workable.readme.io/reference/webhook-subscriptions-candidates-employees",
        event=_field("event_type"),
        events="""candidate_created candidate_moved candidate_deleted employee_created employee_updated
            employee_published onboarding_completed timeoff_updated""",
    ),
    "recruitee": Published(
        source="https://docs.recruitee.com/docs/webhooks, as far as its copies show how an event looks",
        event=_field("event_type"),
        events="candidate_moved",
        beside=frozenset({"test"}),
    ),
    "merge": Published(
        source="https://help.merge.dev/en/articles/5389453-creating-webhooks-in-merge, for the models that we follow",
        event=_field("hook", "event"),
        events=f"""{_MODELS} LinkedAccount.synced LinkedAccount.fully_synced_initial Issue.created Issue.resolved""",
    ),
    "greenhouse_onboarding": Published(
        source="https://developers.greenhouse.io/onboarding_webhooks.html, “Employee Events”",
        event=_field("event_type"),
        events="employee:updated",
        spelled=lambda name: name.replace("employee_", "employee:"),
    ),
    "bamboohr": Published(
        source="https://documentation.bamboohr.com/docs/event-based-webhooks, “Supported Events”",
        event=_field("type"),
        events="employee.created employee.updated employee.deleted",
    ),
    "generic": Published(
        source="docs/delivery.schema.json, which is our own",
        event=_field("type"),
        events=" ".join(json.loads(SCHEMA.read_text())["properties"]["type"]["anyOf"][0]["enum"]),
        beside=frozenset({"ping"}),
    ),
}
EVERY_VENDOR = [pytest.param(RIGS[name], published, id=name) for name, published in PUBLISHED.items()]


def test_every_vendor_has_a_list() -> None:
    assert PUBLISHED.keys() == VENDORS.keys()


@pytest.mark.parametrize(("rig", "published"), EVERY_VENDOR)
def test_there_is_a_delivery_of_every_published_event_and_of_nothing_else(rig: Rig, published: Published) -> None:
    told = {published.told_by(name) for name in rig.names()}
    assert told == published.names | published.beside


@pytest.mark.parametrize(("rig", "published"), EVERY_VENDOR)
def test_a_delivery_tells_the_event_by_which_its_file_is_called(rig: Rig, published: Published) -> None:
    for name in rig.names():
        if (event := published.told_by(name)) not in published.beside:
            assert published.event(rig, name) == event, name


@pytest.mark.parametrize(("rig", "published"), EVERY_VENDOR)
def test_no_published_event_is_one_that_its_adapter_does_not_know(rig: Rig, published: Published) -> None:
    adapter = rig.connected().adapter
    for name in rig.names():
        if published.told_by(name) in published.beside:
            continue
        try:
            told = adapter.understand(rig.posted(name), received_at=NOW, read=NOTHING_READ)
        except Refused:  # it is known well enough to miss what was to be read back
            continue
        assert "that we know" not in (told.ignored or ""), name
