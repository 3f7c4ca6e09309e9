"""Appointments as calendars take them from a mail (RFC 5545, RFC 5546): an invitation, a change of one, its end."""

from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar, Event, vCalAddress, vText

from nurture.domain.touchpoints import Address, Attachment
from nurture.values import frozen

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
_FIRST: Final = datetime(2020, 1, 1, tzinfo=UTC)


@frozen
class Appointment:
    """What a calendar is told. `uid` names the appointment for ever, in every mail about it, to whomever.

    `stamp` is when it is told: of two mails about one appointment calendars believe the later.
    """

    uid: str
    stamp: datetime
    starts_at: datetime
    ends_at: datetime | None
    summary: str
    place: str | None
    organizer: Address
    attendees: tuple[Address, ...]


def invitation(appointment: Appointment) -> Attachment:
    """Puts it into the reader's calendar, or moves what an earlier invitation put there."""
    return _told(appointment, REQUEST, "CONFIRMED", "invitation.ics")


def cancellation(appointment: Appointment) -> Attachment:
    """Takes it out again."""
    return _told(appointment, CANCEL, "CANCELLED", "cancellation.ics")


def sequence_at(stamp: datetime) -> int:
    """The number that must rise from one mail to the next: minutes since 2020, which nobody has to keep."""
    return int((stamp - _FIRST).total_seconds() // 60)


def _told(appointment: Appointment, method: str, status: str, name: str) -> Attachment:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", sequence_at(appointment.stamp))
    event.add("dtstamp", appointment.stamp)
    event.add("dtstart", appointment.starts_at)
    if appointment.ends_at is not None:
        event.add("dtend", appointment.ends_at)
    event.add("summary", appointment.summary)
    if appointment.place:
        event.add("location", appointment.place)
    event.add("status", status)
    event.add("organizer", _person(appointment.organizer), encode=False)
    for attendee in appointment.attendees:
        invited = _person(attendee)
        invited.params["ROLE"] = vText("REQ-PARTICIPANT")
        invited.params["PARTSTAT"] = vText("NEEDS-ACTION")
        invited.params["RSVP"] = vText("FALSE")
        event.add("attendee", invited, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Nurture//Nurture//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return Attachment(name=name, media_type="text/calendar", parameters={"method": method}, text=text.decode())


def _person(address: Address) -> vCalAddress:
    person = vCalAddress(f"mailto:{address.email}")
    if address.name:
        person.params["CN"] = vText(address.name)
    return person
