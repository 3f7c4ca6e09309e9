"""Recruitee's lists: offers, and candidates, fifty at a time.

A listed candidate doesn't say who was disqualified, so each is read by itself, as after a delivery; the stages of an
offer are read once. That is one request for each person.

`GET /candidates` takes `limit` and `offset`, newest first (an open-source wrapper of the API, pepuscz/recruitee-mcp-
server, and the description of another at https://glama.ai), and can't be asked for what changed: people whose own and
whose placements' `updated_at` (airbyte, source-recruitee) are older are passed over. As places are counted, somebody
may be read twice if people come in meanwhile; who is deleted meanwhile may make another one be passed over, whom the
next delivery puts on record. Never tried on a live account.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects
from nurture.ats.http import Api, Missing
from nurture.ats.listing import Lister, Lists, Page, changed_since, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.recruitee.api import api_for, root_of
from nurture.ats.recruitee.records import TALENT_POOL, job_of, person_of, placed_with, standing
from nurture.ats.recruitee.shapes import CandidateRead, Offer, Stage
from nurture.ats.shapes import part
from nurture.domain.intake import ApplicationUpdate, Intake
from nurture.errors import NotSetUp, Refused
from nurture.values import replace

PER_PAGE: Final = 50
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the token or the company's id is not set."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)
    reading = _Reading(account.connection, api, root_of(account), pause)
    return Lists(lists={"offers": reading.offers, "candidates": reading.candidates}, close_api=api.close)


class _Reading:
    """Reads one company."""

    def __init__(self, connection: str, api: Api, root: str, pause: Pause) -> None:
        self._connection, self._api, self._root, self._pause = connection, api, root, pause
        self._offers: dict[str, Offer] | None = None
        self._stages: dict[str, tuple[Stage, ...]] = {}

    def offers(self, after: str | None, since: datetime | None) -> Page:
        """All jobs at once; talent pools are none, and are told of by who is in them."""
        records = as_objects(self._read("/offers").get("offers"))
        jobs = (each for each in records if each.get("kind") != TALENT_POOL)
        return page_of(changed_since(jobs, since, "updated_at"), self._job, what="offer", after=None)

    def candidates(self, after: str | None, since: datetime | None) -> Page:
        offset = int(after) if after and after.isdecimal() else 0
        found = as_objects(self._read("/candidates", limit=str(PER_PAGE), offset=str(offset)).get("candidates"))
        following = str(offset + len(found)) if len(found) >= PER_PAGE else None
        return page_of(_changed(found, since), self._candidate, what="candidate", after=following)

    def _job(self, record: Record) -> Intake:
        offer = part(Offer, record, what="Recruitee's list of offers")
        return Intake(at=_LONG_AGO, jobs=(job_of(self._connection, offer),))

    def _candidate(self, listed: Record) -> Intake:
        id_ = str(listed.get("id"))
        if not id_.isdecimal():
            raise Refused("its id is no number", status=400)
        try:
            answer = self._read(f"/candidates/{id_}").get("candidate")
        except Missing:  # deleted meanwhile
            return Intake(at=_LONG_AGO)
        person = part(CandidateRead, answer, what="what Recruitee's API says")
        return Intake(
            at=person.updated_at or _LONG_AGO,
            candidates=(person_of(self._connection, person),),
            applications=tuple(self._applications(person)),
        )

    def _applications(self, person: CandidateRead) -> Iterator[ApplicationUpdate]:
        for placement in person.placements:
            if not placement.offer_id.isdecimal():
                raise Refused("the id of an offer is no number", status=400)
            stands = standing(person, placement, self._stages_of(placement.offer_id))
            update = placed_with(self._connection, stands, self._offer(placement.offer_id))
            times = {"applied_at": placement.created_at, "rejected_at": placement.disqualified_at}
            known = {name: at for name, at in times.items() if at is not None}
            yield replace(update, fields={**update.fields, **known})

    def _offer(self, id_: str) -> Offer:
        if self._offers is None:
            records = as_objects(self._read("/offers").get("offers"))
            offers = (part(Offer, each, what="Recruitee's list of offers") for each in records)
            self._offers = {each.id: each for each in offers}
        return self._offers.get(id_) or Offer(id=id_)

    def _stages_of(self, offer_id: str) -> tuple[Stage, ...]:
        if offer_id not in self._stages:
            try:
                records = as_objects(self._read(f"/offers/{offer_id}/placements").get("stages"))
            except Missing:  # an offer that is gone has none
                records = []
            self._stages[offer_id] = tuple(part(Stage, each, what="Recruitee's list of stages") for each in records)
        return self._stages[offer_id]

    def _read(self, path: str, **params: str) -> Record:
        return as_object(patiently(lambda: self._api.read(f"{self._root}{path}", params), self._pause))


def _changed(found: list[Record], since: datetime | None) -> Iterator[Record]:
    """Those of whom anything changed since then: they, or how they stand."""
    for each in found:
        if any(True for _ in changed_since([each, *as_objects(each.get("placements"))], since, "updated_at")):
            yield each
