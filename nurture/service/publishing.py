"""Publishing checked sequences: all of a folder in one transaction, and only what has changed becomes a version."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from nurture.errors import LanguageError
from nurture.language.check import Checked
from nurture.language.company import CompanyFile
from nurture.store import Store, audit, published, sequences
from nurture.store.audit import Deed
from nurture.store.published import VersionRow
from nurture.values import frozen


@frozen
class Published:
    """One sequence as it stands after publishing. `staying` maps an older version to how many are inside it."""

    sequence: str
    version: int
    is_new: bool
    staying: dict[int, int]


@frozen
class Difference:
    """How a folder differs from what is published: names of sequences, and whether the company file does."""

    changed: tuple[str, ...]
    only_published: tuple[str, ...]
    is_company_changed: bool

    def __bool__(self) -> bool:
        return bool(self.changed or self.is_company_changed)


def publish(
    store: Store, checked: Checked, *, author: str | None, commit: str | None, by: str, now: datetime
) -> list[Published]:
    """Publishes the company file and every sequence, or nothing. `by` is who does it, for the audit.

    People who are inside stay on their version. Raises LanguageError when the check found errors.
    """
    if not checked.ok or checked.company is None:
        raise LanguageError("nothing is published while the check finds errors", hint="See them with: nurture check")
    done: list[Published] = []
    with store.write() as conn:
        sequences.publish_company(conn, checked.company, content_hash=company_hash(checked.company), now=now)
        for each in checked.sequences:
            kept = sequences.publish(
                conn,
                each.sequence,
                templates=each.templates,
                content_hash=each.content_hash,
                now=now,
                commit=commit,
                author=author,
            )
            name = each.sequence.sequence
            if kept.is_new:
                audit.record(conn, Deed(at=now, who=by, what=f"published {name} {kept.version}", why=commit or ""))
            staying = _inside(published.versions(conn, sequence=name), besides=kept.version)
            done.append(Published(sequence=name, version=kept.version, is_new=kept.is_new, staying=staying))
    return done


def difference(conn: Connection, checked: Checked) -> Difference:
    """What publishing would change. A sequence that is in no file stays published: `only_published` names it."""
    newest: dict[str, VersionRow] = {}
    for row in published.versions(conn):
        newest.setdefault(row.sequence, row)
    hashes = {each.sequence.sequence: each.content_hash for each in checked.sequences}
    changed = [name for name, wanted in hashes.items() if name not in newest or newest[name].content_hash != wanted]
    is_company_changed = checked.company is not None and published.company_hash(conn) != company_hash(checked.company)
    return Difference(
        changed=tuple(changed),
        only_published=tuple(name for name in newest if name not in hashes),
        is_company_changed=is_company_changed,
    )


def company_hash(company: CompanyFile) -> str:
    """The same for the same content, however the file is laid out."""
    return hashlib.sha256(company.model_dump_json(by_alias=True).encode()).hexdigest()


def _inside(rows: tuple[VersionRow, ...], *, besides: int) -> dict[int, int]:
    return {row.version: row.open for row in rows if row.open and row.version != besides}
