"""What the columns of a file mean: by their names, or by a file that says so.

columns:
  E-Mail (private): email
  Notes: ignore
dates: "%d.%m.%Y"
lists: "|"
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Final

from nurture.domain.own import Own
from nurture.domain.values import ValueKind
from nurture.errors import LanguageError
from nurture.language.faults import one_of
from nurture.language.load import read
from nurture.values import frozen

IGNORE: Final = "ignore"
ID: Final = "id"
CONSENT: Final = ("consent_given_at", "consent_until", "consent_basis", "consent_source", "consent_purpose")
LISTS: Final = frozenset({"emails", "phones", "tags", "skills", "interests"})
KINDS: Final[Mapping[str, ValueKind]] = {
    ID: ValueKind.TEXT,
    "first_name": ValueKind.TEXT,
    "last_name": ValueKind.TEXT,
    "email": ValueKind.TEXT,
    "emails": ValueKind.LIST,
    "phone": ValueKind.TEXT,
    "phones": ValueKind.LIST,
    "title": ValueKind.TEXT,
    "company": ValueKind.TEXT,
    "language": ValueKind.TEXT,
    "country": ValueKind.TEXT,
    "zone": ValueKind.TEXT,
    "tags": ValueKind.LIST,
    "skills": ValueKind.LIST,
    "interests": ValueKind.LIST,
    "can_email": ValueKind.YES_NO,
    "can_text": ValueKind.YES_NO,
    "do_not_contact": ValueKind.YES_NO,
    "is_private": ValueKind.YES_NO,
    "created_at": ValueKind.TIME,
    "consent_given_at": ValueKind.TIME,
    "consent_until": ValueKind.DATE,
    "consent_basis": ValueKind.TEXT,
    "consent_source": ValueKind.TEXT,
    "consent_purpose": ValueKind.TEXT,
}
"""What a column can be, beside the company's own fields, and which kind of value it holds."""

APPLICATION: Final[Mapping[str, ValueKind]] = {
    "application_id": ValueKind.TEXT,
    "job": ValueKind.TEXT,
    "job_name": ValueKind.TEXT,
    "stage": ValueKind.TEXT,
    "source": ValueKind.TEXT,
    "applied_at": ValueKind.TIME,
    "status": ValueKind.TEXT,
    "decided_at": ValueKind.TIME,
    "rejection_reason": ValueKind.TEXT,
    "start_date": ValueKind.DATE,
}
"""What a row says of an application; a further row with the same person says another one."""
CONTACT: Final[Mapping[str, ValueKind]] = {
    "contact": ValueKind.TEXT,
    "contact_at": ValueKind.TIME,
    "contact_direction": ValueKind.TEXT,
    "contact_minutes": ValueKind.TEXT,
    "contact_note": ValueKind.TEXT,
    "contact_by": ValueKind.TEXT,
}
"""What a row says of a contact that there was."""
SEVERAL: Final[Mapping[str, Mapping[str, ValueKind]]] = {"applications": APPLICATION, "contacts": CONTACT}
"""Columns that hold several of either, each an object with these keys; in it, `contact_` may be left out."""

_IN_AN_OBJECT: Final[Mapping[str, str]] = {
    "id": "application_id",
    "job_title": "job_name",
    "kind": "contact",
    "at": "contact_at",
    "direction": "contact_direction",
    "minutes": "contact_minutes",
    "note": "contact_note",
    "by": "contact_by",
}
_ALSO: Final[Mapping[str, str]] = {
    "candidate_id": ID,
    "e_mail": "email",
    "email_address": "email",
    "mail": "email",
    "firstname": "first_name",
    "given_name": "first_name",
    "forename": "first_name",
    "lastname": "last_name",
    "family_name": "last_name",
    "surname": "last_name",
    "phone_number": "phone",
    "mobile": "phone",
    "telephone": "phone",
    "job_title": "title",
    "employer": "company",
    "country_code": "country",
    "time_zone": "zone",
    "timezone": "zone",
    "job_id": "job",
    "requisition_id": "job",
    "position": "job_name",
    "vacancy": "job_name",
    "applied_for": "job_name",
    "applied_on": "applied_at",
    "application_date": "applied_at",
    "application_status": "status",
}
"""Other names that are in use."""


@frozen
class Meaning:
    """How a file is read: which column is what, in which form dates are written, what stands between words of a list.

    Without `dates` they are ISO 8601 (2026-11-29).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    lists: str = ";"

    @property
    def stated(self) -> str:
        """The same for the same meaning, for the name of an import."""
        return repr((sorted(self.columns.items()), self.dates, self.lists))


def read_meaning(path: Path | None) -> Meaning:
    """What a file says of columns; nothing without one. Raises LanguageError for one that can't be understood."""
    if path is None:
        return Meaning()
    source = read(path, may_be_pipe=True)
    if source.diagnostics or source.data is None:
        said = "; ".join(each.message for each in source.diagnostics) or "there is nothing in it"
        raise LanguageError(f"{path}: {said}")
    known = ("columns", "dates", "lists")
    for name in source.data:
        if name not in known:
            raise LanguageError(f"{path}: `{name}` says nothing of a file", hint=one_of(str(name), known))
    columns, dates, lists = (source.data.get(name) for name in known)
    if columns is not None and not (isinstance(columns, Mapping) and all(isinstance(v, str) for v in columns.values())):
        hint = "Write `Name in the file: email`."
        raise LanguageError(f"{path}: `columns` maps each column to what it is", hint=hint)
    if dates is not None and not (isinstance(dates, str) and _reads(dates)):
        raise LanguageError(f"{path}: `dates` is a form such as %d.%m.%Y")
    if lists is not None and not (isinstance(lists, str) and lists):
        raise LanguageError(f"{path}: `lists` is what stands between the words of a list, such as |")
    return Meaning(columns={str(k): str(v) for k, v in (columns or {}).items()}, dates=dates, lists=lists or ";")


def _reads(form: str) -> bool:
    try:
        return datetime.strptime(datetime(2026, 11, 29).strftime(form), form).day == 29
    except ValueError:
        return False


def targets_of(names: Iterable[str], meaning: Meaning, own: Own) -> tuple[dict[str, str], list[str]]:
    """What each column is, and what is wrong with some, in words. Columns that are ignored are left out."""
    beside = dict.fromkeys(SEVERAL, ValueKind.LIST)
    kinds = {**APPLICATION, **CONTACT, **beside, **own.fields.get("candidate", {}), **KINDS}
    names_known = [*dict.fromkeys((*KINDS, *own.fields.get("candidate", {}), *kinds)), IGNORE]
    found: dict[str, str] = {}
    faults: list[str] = []
    for name in names:
        target = meaning.columns.get(name) or _by_name(name, kinds)
        if target is None:
            nearest = one_of(_plain(name), names_known)
            faults.append(f"column “{name}”: nobody knows what it is; say so with --map, and {nearest}")
        elif target not in kinds and target != IGNORE:
            faults.append(f"column “{name}”: `{target}` is nothing that is kept; {one_of(target, names_known)}")
        elif target in found.values() and target not in LISTS:
            twin = next(other for other, each in found.items() if each == target)
            faults.append(f"column “{name}”: it is the {target}, and so is “{twin}”; ignore one with --map")
        elif target != IGNORE:
            found[name] = target
    if not found.keys() and not faults:
        faults.append("there are no columns: the first line has to name them")
    return found, faults


def target_of(name: str, kinds: Mapping[str, ValueKind]) -> str | None:
    """What a key of an object in a list is; None where nobody knows."""
    plain = _plain(name)
    known = plain if plain in kinds else _IN_AN_OBJECT.get(plain) or _ALSO.get(plain)
    return known if known in kinds else None


def _by_name(name: str, kinds: Mapping[str, ValueKind]) -> str | None:
    plain = _plain(name)
    return plain if plain in kinds else _ALSO.get(plain)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
