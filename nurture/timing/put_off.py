"""When something is due that stood still for a while."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Unit
from nurture.timing.wait import Wait
from nurture.timing.walltime import moment, wall
from nurture.timing.working_hours import add_working_hours, working_time_between


def put_off(
    due: datetime, *, at: datetime, until: datetime, counted: Wait, zone: ZoneInfo, calendar: WorkCalendar
) -> datetime:
    """When it is due if its time, counted as `counted` says, stood still from `at` to `until`.

    As much is left afterwards as was left before, in the same unit: of business days as many, at the same time of day;
    of working hours as many. What counts from a date, or to a time of day, is not moved, but is not due before `until`;
    nor is what was due already.
    """
    if due <= at or counted.anchor is not None or counted.duration is None:
        return max(due, until)
    unit = counted.duration.unit
    if unit is Unit.WORKING_HOURS:
        return add_working_hours(until, working_time_between(at, due, zone, calendar), zone, calendar)
    if unit.is_absolute:
        return until + (due - at)
    local_due, local_at, local_until = (wall(each, zone).replace(tzinfo=None) for each in (due, at, until))
    if unit is Unit.BUSINESS_DAYS:
        ahead = (local_due.date() - local_at.date()).days
        left = sum(calendar.is_working_day(local_at.date() + timedelta(days=day)) for day in range(1, ahead + 1))
        if left:
            return moment(calendar.add(local_until.date(), left), local_due.time(), zone)
        return until + (due - at)
    moved = local_due + (local_until - local_at)
    return moment(moved.date(), moved.time(), zone)
