"""Merge's lists: jobs, candidates and applications, a hundred models at a time.

“Pagination” and the lists of each model (https://docs.merge.dev/merge-unified/ats), and Merge's own client in Python:
`cursor` and `next`, `page_size` up to 100, `modified_after`, which is about when Merge learned of a change, and
`expand` for applications, as in a single one. Never tried on a live account.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text
from nurture.ats.http import Api
from nurture.ats.listing import Lister, Lists, OneList, Page, page_of
from nurture.ats.merge.api import EXPAND, api_for
from nurture.ats.merge.events import Telling, intake
from nurture.ats.patience import Pause, patiently
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp

PER_PAGE: Final = "100"
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the key, or the linked account's token, is not set."""
    api = api_for(account, "api_key", "client_secret")
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)

    def told(event: str, record: Record) -> Intake:
        """As a delivery of that event would say it, with the application where it is one."""
        at = _moment(as_text(record, "modified_at")) or _LONG_AGO
        return intake(
            Telling(connection=account.connection, event=event, data=record, read={"application": record}, at=at)
        )

    return Lists(
        lists={
            "jobs": _list(api, pause, "/jobs", lambda record: told("Job.changed", record)),
            "people": _list(api, pause, "/candidates", lambda record: told("Candidate.changed", record)),
            "applications": _list(
                api, pause, "/applications", lambda record: told("Application.changed", record), expand=EXPAND
            ),
        },
        close_api=api.close,
    )


def _list(api: Api, pause: Pause, path: str, translate: Callable[[Record], Intake], **more: str) -> OneList:
    def page(after: str | None, since: datetime | None) -> Page:
        params = {"page_size": PER_PAGE, **more}
        params |= {"cursor": after} if after else {}
        params |= {"modified_after": since.astimezone(UTC).isoformat()} if since else {}
        answer = as_object(patiently(lambda: api.read(path, params), pause))
        what = path.strip("/").removesuffix("s")
        return page_of(as_objects(answer.get("results")), translate, what=what, after=as_text(answer, "next"))

    return page


def _moment(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None
