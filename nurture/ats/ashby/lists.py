"""Ashby's lists: `job.list`, `candidate.list` and `application.list`, a hundred records at a time.

“Pagination and Incremental Synchronization” (https://developers.ashbyhq.com): a page has `moreDataAvailable` and
`nextCursor`. Lists can't be asked for what changed since a day: `createdAfter` is about when a record was made, and a
`syncToken`, which is, stands for the end of an earlier reading alone. So everything is read, and what has not changed
is passed over by its `updatedAt`. What a candidate in a list has (`emailAddresses`, `phoneNumbers`, `tags`) is told by
open-source clients (simstudioai/sim, airbyte's source-ashby), and that a list is asked for as often as one likes until
a 429. Never tried on a live account.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from nurture.ats import known_fields
from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record
from nurture.ats.ashby.actions import intake
from nurture.ats.ashby.api import AshbyApi, api_for
from nurture.ats.ashby.records import Translation
from nurture.ats.ashby.shapes import Application, Job, ListedCandidate, by_key
from nurture.ats.listing import Lister, Lists, OneList, Page, changed_since, page_of
from nurture.ats.names import first_and_last
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import Fields, part
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.errors import NotSetUp

PER_PAGE: Final = 100
"""The most that Ashby gives at a time."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the key is not set."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        raise NotSetUp(f"Ashby's API can't be asked: {api.why}", hint=api.hint)
    to = Translation(connection=account.connection)
    return Lists(
        lists={
            "jobs": _list(api, pause, "job.list", "job", lambda record: _job(to, record)),
            "people": _list(api, pause, "candidate.list", "candidate", lambda record: _person(to, record)),
            "applications": _list(
                api, pause, "application.list", "application", lambda record: _application(to, record)
            ),
        },
        close_api=api.close,
    )


def _list(api: AshbyApi, pause: Pause, endpoint: str, what: str, translate: Callable[[Record], Intake]) -> OneList:
    def page(after: str | None, since: datetime | None) -> Page:
        asked: Record = {"limit": PER_PAGE, **({"cursor": after} if after else {})}
        records, following = patiently(lambda: api.page(endpoint, asked), pause)
        return page_of(changed_since(records, since, "updatedAt"), translate, what=what, after=following)

    return page


def _job(to: Translation, record: Record) -> Intake:
    return Intake(at=_LONG_AGO, jobs=(to.job(part(Job, record, what="Ashby's list of jobs")),))


def _person(to: Translation, record: Record) -> Intake:
    """Somebody, with what their applications don't tell: all addresses, and tags."""
    given = part(ListedCandidate, record, what="Ashby's list of candidates")
    first, last = first_and_last(given.name)
    emails = tuple(each.value for each in given.emailAddresses if each.value)
    phones = tuple(each.value for each in given.phoneNumbers if each.value)
    fields: Fields = {
        "first_name": first,
        "last_name": last,
        "email": given.primaryEmailAddress.value if given.primaryEmailAddress else next(iter(emails), None),
        "phone": given.primaryPhoneNumber.value if given.primaryPhoneNumber else next(iter(phones), None),
        "tags": tuple(each.title for each in given.tags if each.title),
    }
    stated = {"title": given.position, "company": given.company, "created_at": given.createdAt}
    fields |= {name: value for name, value in stated.items() if value is not None}
    custom = by_key(given.customFields)
    update = CandidateUpdate(
        id=to.id(given.id),
        fields=fields | known_fields.of_person(custom),
        emails=emails,
        phones=phones,
        custom=known_fields.as_custom(custom),
    )
    return Intake(at=given.updatedAt or given.createdAt or _LONG_AGO, candidates=(update,))


def _application(to: Translation, record: Record) -> Intake:
    """As an update of it would say it, of which it has the form."""
    given = part(Application, record, what="Ashby's list of applications")
    at = given.updatedAt or given.createdAt or _LONG_AGO
    return intake(to, "applicationUpdate", {"application": record}, at)
