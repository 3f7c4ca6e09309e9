"""Interviews in the calendars of those who are mailed: booked, moved, cancelled."""

from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar

from nurture.domain.touchpoints import Message
from nurture.language.check import check_folder
from nurture.simulator.newsroom import Newsroom
from nurture.simulator.reading import read_log
from nurture.simulator.rehearsal import rehearsal

FILES = {
    "company.yaml": """\
name: Acme
postal_address: 1 Main Street, London
zone: Europe/London
senders:
  talent: {name: Talent team, email: talent@acme.example}
""",
    "invite.yaml": """\
sequence: invite
title: Interviews for the calendar
owner: ops@acme.example
purpose: application
for: interview
enroll:
  - {on: interview.scheduled, again: always}
  - {on: interview.moved, again: always}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: any time}
steps:
  - {id: tell, email: invited, attach: calendar}
""",
    "cancel.yaml": """\
sequence: cancel
title: Interviews that do not take place
owner: ops@acme.example
purpose: application
for: interview
enroll: {on: interview.cancelled, again: always}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: any time}
steps:
  - {id: take-out, email: cancelled, attach: cancellation}
""",
    "templates/invited.md": "---\nsubject: Your interview\n---\n\nSee you.\n",
    "templates/cancelled.md": "---\nsubject: Your interview is cancelled\n---\n\nSorry.\n",
    "log.txt": """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-03 09:00, who: maya, interview: {name: onsite, at: "2026-03-10 09:00", place: Room 4}}
  - {at: 2026-03-04 09:00, who: maya, interview: {name: onsite, at: "2026-03-11 10:00", place: Room 4}}
  - {at: 2026-03-05 09:00, who: maya, cancelled: onsite}
""",
}


def sent(folder: Path, **changes: str) -> list[Message]:
    """The mails that leave, in order."""
    for name, text in {**FILES, **changes}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    checked, read = check_folder(folder), read_log(folder / "log.txt")
    assert checked.ok, checked.diagnostics
    assert read.log is not None, read.diagnostics
    room = Newsroom(read.log, company_zone="Europe/London")
    news = tuple(room.news())
    with rehearsal(checked, starts=news[0].at) as played:
        played.play(news)
        return list(played.post.accepted.values())


def test_an_interview_is_put_into_the_calendar_moved_there_and_taken_out(tmp_path: Path) -> None:
    mails = sent(tmp_path)
    told = [Calendar.from_ical(attachment.text) for mail in mails for attachment in mail.attachments]
    events = [calendar.walk("VEVENT")[0] for calendar in told]
    assert [str(calendar["method"]) for calendar in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event.decoded("dtstart") for event in events] == [
        datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        datetime(2026, 3, 11, 10, 0, tzinfo=UTC),
        datetime(2026, 3, 11, 10, 0, tzinfo=UTC),
    ]
    assert len({str(event["uid"]) for event in events}) == 1
    numbers = [event.decoded("sequence") for event in events]
    assert numbers == sorted(set(numbers))


def test_nobody_is_invited_to_what_was_cancelled_before_the_mail_could_leave(tmp_path: Path) -> None:
    late = FILES["invite.yaml"].replace("steps:\n", "steps:\n  - {id: a-while, wait: 3 days}\n")
    mails = sent(tmp_path, **{"invite.yaml": late})
    assert [mail.subject for mail in mails] == ["Your interview is cancelled"]
