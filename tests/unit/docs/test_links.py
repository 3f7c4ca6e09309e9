"""Every link within the project leads somewhere."""

from pathlib import Path

import pytest

from tests.unit.docs.markdown import anchors, links, named, pages

FOREIGN = ("http://", "https://", "mailto:")


@pytest.mark.parametrize("page", pages(), ids=named)
def test_links_lead_to_files_that_exist_and_headings_that_they_have(page: Path) -> None:
    for link in links(page):
        if link.startswith(FOREIGN):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


def test_links_are_found_at_all() -> None:
    assert sum(len(links(page)) for page in pages()) > 50
