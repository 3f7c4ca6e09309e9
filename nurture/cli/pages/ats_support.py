"""docs/ats-support.md, from what each vendor's adapter says of itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.ats import VENDORS, Vendor
from nurture.ats.vendor import Ability, Cannot
from nurture.cli.pages.markdown import page, table
from nurture.domain.changes import ChangeKind

INTRO: Final = """\
What Nurture can do with each ATS. [Connecting an ATS](ats.md) says how. What can't be done is refused, with the reason
that stands here, by the step that asks for it. Every adapter is made from what its vendor publishes and tested against
deliveries in that form, with a stand-in for the vendor's API. The last column says what was tried beyond that."""

_WRITES: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.TAG: "set a tag",
    ChangeKind.UNTAG: "take a tag off",
    ChangeKind.NOTE: "leave a note",
    ChangeKind.STAGE: "move to a stage",
    ChangeKind.REJECT: "reject",
    ChangeKind.FIELD: "set a field",
}


def pages() -> Mapping[str, str]:
    """The page."""
    overview = table(
        ("ATS", "comes signed", "is read back", "back-fill", *(f"`{kind}`" for kind in ChangeKind), "tried"),
        (_row(each) for each in VENDORS.values()),
    )
    parts = [INTRO, overview]
    for vendor in VENDORS.values():
        parts += [f"## {vendor.title}", f"From <{vendor.reference}>.", table(("", ""), _details(vendor))]
    return {"ats-support.md": page("What each ATS can do", *parts)}


def _row(vendor: Vendor) -> tuple[str, ...]:
    anchor = vendor.title.lower().replace(" ", "-")
    writes = (_mark(vendor.writes[kind]) for kind in ChangeKind)
    reads = _mark(vendor.read_back), _mark(vendor.back_fill)
    return (f"[{vendor.title}](#{anchor})", "yes", *reads, *writes, vendor.tried)


def _details(vendor: Vendor) -> Iterator[tuple[str, str]]:
    yield "its name in settings", f"`{vendor.name}`"
    yield "a delivery is proven by", vendor.signed
    yield "told from others by", vendor.told_apart
    yield "late ones are told by", _said(vendor.in_order)
    yield "read back", _said(vendor.read_back)
    yield "back-fill", _said(vendor.back_fill)
    for kind, what in _WRITES.items():
        yield what, _said(vendor.writes[kind])


def _mark(ability: Ability) -> str:
    return "no" if isinstance(ability, Cannot) else "yes"


def _said(ability: Ability) -> str:
    return f"no: {ability.why}" if isinstance(ability, Cannot) else ability
