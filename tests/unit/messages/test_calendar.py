"""What calendars are told of an appointment, as another program reads it."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from nurture.domain.touchpoints import Address, Attachment
from nurture.messages.calendar import Appointment, cancellation, invitation
from nurture.messages.identity import appointment_uid
from nurture.values import replace

STARTS = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
BOOKED = Appointment(
    uid="onsite@acme.example",
    stamp=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=1),
    summary="Your interview, with Kim; bring nothing",
    place="Room 4, 1 Example Street",
    organizer=Address(email="kim@acme.example", name='Kim "K" Berger'),
    attendees=(Address(email="maya@lindqvist.example", name="Maya Lindqvist"),),
)


def read(attachment: Attachment) -> tuple[Calendar, dict[str, object]]:
    """The calendar, and the properties of its one event."""
    calendar = Calendar.from_ical(attachment.text)
    [event] = calendar.walk("VEVENT")
    return calendar, {name.lower(): event.decoded(name) for name in event if name not in ("ORGANIZER", "ATTENDEE")}


def test_an_invitation_says_when_where_and_who() -> None:
    calendar, event = read(invitation(BOOKED))
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    assert (event["dtstart"], event["dtend"]) == (BOOKED.starts_at, BOOKED.ends_at)
    assert str(event["summary"]) == BOOKED.summary
    assert str(event["location"]) == "Room 4, 1 Example Street"
    assert str(event["status"]) == "CONFIRMED"
    [parsed] = calendar.walk("VEVENT")
    assert parsed["organizer"] == "mailto:kim@acme.example"
    assert (parsed["attendee"], parsed["attendee"].params["CN"]) == ("mailto:maya@lindqvist.example", "Maya Lindqvist")


def test_a_later_mail_about_the_same_appointment_has_the_same_name_and_a_higher_number() -> None:
    moved = replace(BOOKED, stamp=BOOKED.stamp + timedelta(hours=1), starts_at=STARTS + timedelta(days=1))
    (_, first), (_, second) = read(invitation(BOOKED)), read(invitation(moved))
    assert first["uid"] == second["uid"]
    assert int(str(second["sequence"])) > int(str(first["sequence"]))
    assert int(str(second["sequence"])) < 2**31


def test_a_cancellation_takes_the_same_appointment_out() -> None:
    told = cancellation(replace(BOOKED, stamp=BOOKED.stamp + timedelta(hours=2)))
    calendar, event = read(told)
    stands = (str(calendar["method"]), str(event["status"]), str(event["uid"]))
    assert stands == ("CANCEL", "CANCELLED", "onsite@acme.example")
    assert told.parameters == {"method": "CANCEL"}


def test_what_is_not_known_is_left_out_and_nothing_written_in_it_becomes_a_line_of_its_own() -> None:
    odd = replace(BOOKED, ends_at=None, place=None, summary="Hello\nATTENDEE:mailto:eve@evil.example")
    _, event = read(invitation(odd))
    assert {"dtend", "location"}.isdisjoint(event)
    [parsed] = Calendar.from_ical(invitation(odd).text).walk("VEVENT")
    assert parsed["attendee"] == "mailto:maya@lindqvist.example"


def test_the_name_of_an_appointment_says_nothing_of_it_and_stays() -> None:
    uid = appointment_uid("greenhouse:17", secret="s" * 32, domain="acme.example")
    assert uid == appointment_uid("greenhouse:17", secret="s" * 32, domain="acme.example")
    assert "greenhouse" not in uid
    assert uid != appointment_uid("greenhouse:18", secret="s" * 32, domain="acme.example")
