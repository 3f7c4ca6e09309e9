"""Are the sequences in order, and published as they stand?"""

from collections.abc import Iterator

from nurture.config import Settings
from nurture.language.check import Checked, check_folder
from nurture.language.diagnostics import Severity
from nurture.service.checkup import outward
from nurture.service.checkup.finding import Finding, good, warning, wrong
from nurture.service.publishing import difference
from nurture.store import Store


def look(settings: Settings, store: Store | None) -> Iterator[Finding]:
    """The folder by itself, then against the database if there is one."""
    checked = check_folder(settings.sequences)
    yield _files(settings, checked)
    yield from outward.look(settings, checked)
    if store is not None and checked.ok:
        yield _published(store, checked)


def _files(settings: Settings, checked: Checked) -> Finding:
    errors = sum(each.severity is Severity.ERROR for each in checked.diagnostics)
    command = f"See them with: nurture check {settings.sequences}"
    if errors:
        first = next(each for each in checked.diagnostics if each.severity is Severity.ERROR)
        found = f"{errors} errors in {settings.sequences}" if errors > 1 else f"an error in {settings.sequences}"
        return wrong("Sequences", f"{found}: {first.message}", command)
    counted = f"{len(checked.sequences)} sequences in {settings.sequences} are in order"
    if checked.diagnostics:
        return warning("Sequences", f"{counted}, with {len(checked.diagnostics)} warnings", command)
    return good("Sequences", counted)


def _published(store: Store, checked: Checked) -> Finding:
    with store.read() as conn:
        found = difference(conn, checked)
    if found:
        names = [*found.changed, *(["company.yaml"] if found.is_company_changed else [])]
        return warning("Published", f"not as it stands: {', '.join(names)}", "Publish it with: nurture apply")
    if found.only_published:
        said = f"published, and in no file any more: {', '.join(found.only_published)}"
        return warning("Published", said, "People still enter these: a published sequence stays until it is replaced.")
    return good("Published", "all of it, as it stands")
