"""Lists of the console that are longer than a page: nobody is left out, nobody stands there twice."""

import re
from datetime import datetime, timedelta
from html import unescape

import httpx
import pytest
from sqlalchemy import insert, select, update

from nurture.store.tables import candidates, enrollments, sequence_versions
from tests.office import MARA, RUN, Office

MANY = 120


def crowd(bureau: Office) -> list[str]:
    """Puts people on record, three at each moment; all are inside, and of every other it is not known until when."""
    ids = [f"acme:{number:03}" for number in range(MANY)]
    with bureau.parts.store.write() as conn:
        inside = dict(conn.execute(select(enrollments).where(enrollments.c.id == RUN)).one()._mapping)
        at: datetime = bureau.clock.at
        for number, each in enumerate(ids):
            moment = at + timedelta(minutes=number // 3)
            named = {"id": each, "first_name": "Kim", "last_name": f"Number{number}", "updated_at": moment}
            conn.execute(insert(candidates), named)
            run = {"id": f"{each}/1", "subject_id": each, "candidate_id": each, "stream_id": each}
            due = {"next_at": moment if number % 2 else None, "held_reason": None}
            conn.execute(insert(enrollments), {**inside, **run, **due})
    return ids


def read_through(console: httpx.Client, path: str) -> list[str]:
    """Follows a list to its end; each page in text."""
    pages = [unescape(console.get(path).text)]
    while there := re.findall(r'href="([^"]+)">Next page</a>', pages[-1]):
        assert len(pages) < 20
        pages.append(unescape(console.get(there[0]).text))
    return pages


def people_in(pages: list[str]) -> list[str]:
    return [each for page in pages for each in re.findall(r'href="/candidates/(acme:[0-9]+)"', page)]


@pytest.mark.parametrize(
    ("path", "pages"),
    [
        pytest.param("/?q=kim", 3, id="whoever-is-found"),
        pytest.param("/?of=inside", 3, id="those-inside-whether-they-wait-for-a-moment-or-not"),
        pytest.param("/?of=inside&q=number", 3, id="those-inside-who-are-found"),
    ],
)
def test_each_stands_on_one_page(bureau: Office, console: httpx.Client, path: str, pages: int) -> None:
    ids = crowd(bureau)
    read = read_through(console, path)
    assert len(read) == pages
    assert sorted(people_in(read)) == sorted(ids)
    assert "To the first" not in read[0]
    assert all("To the first" in page for page in read[1:])


def test_those_who_are_held_are_read_page_by_page(bureau: Office, console: httpx.Client) -> None:
    ids = crowd(bureau)
    with bureau.parts.store.write() as conn:
        conn.execute(update(enrollments).where(enrollments.c.candidate_id != MARA).values(status="held"))
    first = unescape(console.get("/").text)
    assert 'href="/?of=held">All who are held' in first
    assert sorted(people_in(read_through(console, "/?of=held"))) == sorted(ids)


def test_latest_activity_goes_on_behind_the_first_page(bureau: Office, console: httpx.Client) -> None:
    ids = crowd(bureau)
    first, *others = read_through(console, "/")
    assert 'href="/?of=inside">All who are inside' in first
    found = people_in(others)
    assert len(found) == len(set(found)) == len(ids) + 1 - 50 - 1  # Mara is the last of all
    assert {*found, *people_in([first])} == set(ids)
    assert all("Inside a sequence" not in page for page in others)


def test_words_are_kept_over_pages(bureau: Office, console: httpx.Client) -> None:
    crowd(bureau)
    for page in read_through(console, "/?of=inside&q=kim"):
        assert 'name="q" type="search" value="kim"' in page
        assert 'type="hidden" name="of" value="inside"' in page


def test_a_row_that_moves_up_meanwhile_hides_nobody(bureau: Office, console: httpx.Client) -> None:
    ids = crowd(bureau)
    first = unescape(console.get("/?q=kim").text)
    with bureau.parts.store.write() as conn:
        later = bureau.clock.at + timedelta(days=1)
        conn.execute(update(candidates).where(candidates.c.id == ids[0]).values(updated_at=later))
    [there] = re.findall(r'href="([^"]+)">Next page</a>', first)
    assert sorted(people_in([first, *read_through(console, there)])) == sorted(ids[1:])


def test_sequences_are_read_page_by_page_and_found_by_title(bureau: Office, console: httpx.Client) -> None:
    with bureau.parts.store.write() as conn:
        version = conn.execute(select(sequence_versions)).mappings().first()
        assert version is not None
        names = [f"z-{number:02}" for number in range(30)]
        for each in names:
            conn.execute(insert(sequence_versions), {**version, "sequence": each})
    read = read_through(console, "/sequences")
    assert [page.count("<section") for page in read] == [25, 8]
    assert [page.count("<section") for page in read_through(console, "/sequences?q=z-1")] == [10]
    assert "None is called that" in console.get("/sequences?q=nothing").text


def test_of_a_sequence_with_many_inside_all_are_a_link_away(bureau: Office, console: httpx.Client) -> None:
    ids = crowd(bureau)
    text = unescape(console.get("/sequences").text)
    [there] = re.findall(r'href="([^"]+)">All 121</a>', text)
    read = read_through(console, there)
    assert sorted(people_in(read)) == sorted(ids)
    assert all('name="sequence"' in page for page in read)


@pytest.mark.parametrize("after", ["x", "~", "2026-03-02T09:00:00~acme:1", "never~acme:1"])
def test_an_address_that_nobody_can_read_begins_at_the_beginning(console: httpx.Client, after: str) -> None:
    assert "Mara Lindqvist" in console.get("/", params={"q": "mara", "after": after}).text


def test_a_list_of_people_that_there_is_none_of_is_a_page_that_says_so(console: httpx.Client) -> None:
    assert console.get("/?of=nothing").status_code == 404
