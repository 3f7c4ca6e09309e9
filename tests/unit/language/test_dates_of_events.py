"""Waits that count from a date that an event carries: every event that may be in force must carry it."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
events:
  fair.scanned: {means: somebody was scanned at a stand, carries: {fair: text, fair_ended: time}}
  fair.registered: {means: somebody wants to come, carries: {fair: text}}
"""
SEQUENCE = """\
sequence: fair
title: After the fair
owner: ops@acme.example
purpose: internal
for: candidate
enroll:
  - {on: fair.scanned, again: never}
steps:
  - {id: until-it-ends, wait: until 2 hours after event.fair_ended}
  - {id: offer, wait_for: {event: offer.sent, timeout: 2 days}}
"""
OTHERWISE = "  - {id: again, wait: until event.fair_ended}\n"


def said(folder: Path, sequence: str) -> list[str]:
    for name, text in (("company.yaml", COMPANY), ("fair.yaml", sequence)):
        (folder / name).write_text(text)
    return [f"{each.message}: {each.hint}" for each in check_folder(folder).diagnostics]


def test_a_wait_counts_from_what_the_event_in_force_carries_as_a_moment(tmp_path: Path) -> None:
    assert said(tmp_path, SEQUENCE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("after event.fair_ended", "after event.fair"),
        ("after event.fair_ended", "after event.fair_ends"),
        (
            "  - {on: fair.scanned, again: never}",
            "  - {on: fair.scanned, again: never}\n  - {on: fair.registered, again: never}",
        ),
        ("  - {on: fair.scanned, again: never}", "  - {on: manual}"),
        ("timeout: 2 days}}\n", "timeout: 2 days}}\n" + OTHERWISE),
    ],
    ids=["text", "misspelled", "one event carries it, the other does not", "no event", "another event has come since"],
)
def test_what_no_event_or_not_each_of_them_carries_can_not_be_counted_from(tmp_path: Path, old: str, new: str) -> None:
    assert old in SEQUENCE
    [message] = said(tmp_path, SEQUENCE.replace(old, new))
    assert "is not a date that can be counted from" in message
