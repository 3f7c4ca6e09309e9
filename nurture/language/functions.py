"""The published functions and filters, and what each takes and gives, so that files can be checked before they run."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from nurture.errors import NurtureError
from nurture.language.datewords import format_date, say_date, unknown_directive
from nurture.language.kinds import Sort
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError
from nurture.timing.zones import zone_for_country, zone_of
from nurture.values import frozen

ADDABLE: Final = "write days, weeks or months, as in 7 days"
"""What may be added to a date."""
LANGUAGE: Final = "_language"
"""The name under which a renderer puts the mail's language; out of an author's reach."""
ZONE: Final = "_zone"
"""The name under which it puts the zone of a reader who is not the candidate; out of an author's reach, too."""


class ExpressionError(NurtureError):
    """A condition or template can't be worked out with the facts at hand."""


@frozen
class Signature:
    """A function or filter. `gives` None: the same kind as it takes. `args`: how many in parentheses, from and to.

    `may_miss`: what it is given may be missing.
    """

    call: Callable[..., object]
    takes: frozenset[Sort]
    gives: Sort | None
    args: tuple[int, int]
    means: str
    may_miss: bool = False


def or_(value: object, fallback: object) -> object:
    """The value, unless it is missing or has nothing in it."""
    if isinstance(value, str):
        return value if value.strip() else fallback
    return fallback if value is None or isinstance(value, Undefined) or value == () else value


@pass_context
def date_(context: Context, value: object, pattern: str | None = None) -> str | None:
    """A date in words, on the recipient's calendar and in the language of the mail."""
    if value is None:
        return None
    day = _local(value, zone_from(context), "date")
    language = _language(context)
    if pattern is None:
        return say_date(day, language, this_year=_today(context).year)
    if bad := unknown_directive(pattern):
        raise ExpressionError(f"`{bad}` is no part of a date", hint="Use %A, %B, %d, %-d, %m, %Y, %H or %M.")
    return format_date(day, pattern, language)


@pass_context
def days_since(context: Context, value: object) -> int:
    """Whole days from then to now, counted on the recipient's calendar; negative before it."""
    return (_today(context) - _day(value, context, "days_since")).days


@pass_context
def days_until(context: Context, value: object) -> int:
    """Whole days from now to then, counted on the recipient's calendar; negative after it."""
    return (_day(value, context, "days_until") - _today(context)).days


@pass_context
def today_between(context: Context, first: object, last: object) -> bool:
    """Whether today, on the recipient's calendar, is one of the days from first to last; no if one is missing."""
    if first is None or last is None:
        return False
    return _day(first, context, "today_between") <= _today(context) <= _day(last, context, "today_between")


@pass_context
def plus(context: Context, value: object, length: str) -> date | None:
    """The date or moment that much later on the recipient's calendar; a moment keeps its time of day."""
    if value is None:
        return None
    if bad := not_addable(str(length)):
        raise ExpressionError(bad, hint=ADDABLE)
    zone, span = zone_from(context), Duration.parse(str(length))
    local = _local(value, zone, "plus")
    if isinstance(local, datetime):
        return span.add_to(local.astimezone(UTC), zone)
    noon = datetime.combine(local, time(12), zone).astimezone(UTC)
    return span.add_to(noon, zone).astimezone(zone).date()


def not_addable(length: str) -> str | None:
    """What is wrong with a length that is to be added to a date; None: nothing."""
    try:
        span = Duration.parse(length)
    except TimingError as error:
        return error.message
    return None if span.unit in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS) else f"`plus` can't count {span.unit}"


def _on_text(change: Callable[[str], str], name: str) -> Callable[[object], object]:
    def changed(value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, str):
            raise ExpressionError(f"`{name}` takes text")
        return change(str(value))

    return changed


def join(value: object, between: str = ", ") -> object:
    """The items of a list as text, people by their names."""
    if value is None:
        return None
    if not isinstance(value, tuple | list):
        raise ExpressionError("`join` takes a list")
    return str(between).join(str(getattr(item, "name", item)) for item in value)


def length(value: object) -> int | None:
    """How many items, or characters."""
    if value is None:
        return None
    if not isinstance(value, tuple | list | str):
        raise ExpressionError("`length` takes a list or text")
    return len(value)


def also_in(value: object, other: object) -> tuple[object, ...] | None:
    """The items of a list that are in another one, too; none where there is no other."""
    if value is None:
        return None
    if not isinstance(value, tuple | list) or not isinstance(other, tuple | list | None):
        raise ExpressionError("`also_in` takes two lists")
    return tuple(item for item in value if item in (other or ()))


def zone_from(context: Context) -> ZoneInfo:
    """The recipient's zone: as stated, else the candidate's or their country's, the job's, the company's, UTC."""
    if isinstance(stated := context.get(ZONE), ZoneInfo):
        return stated
    candidate, job, company = (context.get(name) for name in ("candidate", "job", "company"))
    country = getattr(candidate, "country", None)
    named = (
        getattr(candidate, "zone", None)
        or (zone_for_country(country) if country else None)
        or getattr(job, "zone", None)
        or getattr(company, "zone", None)
    )
    try:
        return zone_of(named or "UTC")
    except TimingError as error:
        raise ExpressionError(error.message, hint=error.hint) from error


def _language(context: Context) -> str:
    return str(context.get(LANGUAGE) or getattr(context.get("company"), "language", None) or "en")


def _today(context: Context) -> date:
    now = context.get("now")
    if not isinstance(now, datetime):
        raise ExpressionError("there is no `now` to count from")
    return now.astimezone(zone_from(context)).date()


def _day(value: object, context: Context, name: str) -> date:
    local = _local(value, zone_from(context), name)
    return local.date() if isinstance(local, datetime) else local


def _local(value: object, zone: ZoneInfo, name: str) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone) if value.tzinfo else value.replace(tzinfo=UTC).astimezone(zone)
    if isinstance(value, date):
        return value
    if value is None:
        raise ExpressionError(
            f"`{name}` was asked about a date that is missing",
            hint=f"Ask first whether it is there: `x and {name}(x) > 3`.",
        )
    raise ExpressionError(f"`{name}` takes a date")


_DATES: Final = frozenset({Sort.DAY, Sort.MOMENT})
_TEXT: Final = frozenset({Sort.TEXT})

FUNCTIONS: Final[Mapping[str, Signature]] = {
    "days_since": Signature(
        call=days_since, takes=_DATES, gives=Sort.NUMBER, args=(1, 1), means="days from then to now"
    ),
    "days_until": Signature(
        call=days_until, takes=_DATES, gives=Sort.NUMBER, args=(1, 1), means="days from now to then"
    ),
    "today_between": Signature(
        call=today_between,
        takes=_DATES,
        gives=Sort.FLAG,
        args=(2, 2),
        means="whether today is one of the days from the first to the last; no if one of them is missing",
        may_miss=True,
    ),
}
FILTERS: Final[Mapping[str, Signature]] = {
    "or": Signature(call=or_, takes=frozenset(Sort), gives=None, args=(1, 1), means="what to write if it is missing"),
    "date": Signature(call=date_, takes=_DATES, gives=Sort.TEXT, args=(0, 1), means="a date in words"),
    "plus": Signature(
        call=plus, takes=_DATES, gives=None, args=(1, 1), means='that much later: `now | plus("7 days") | date`'
    ),
    "join": Signature(
        call=join, takes=frozenset({Sort.LIST}), gives=Sort.TEXT, args=(0, 1), means="a list as text, people by name"
    ),
    "also_in": Signature(
        call=also_in,
        takes=frozenset({Sort.LIST}),
        gives=None,
        args=(1, 1),
        means="what is in another list, too: `candidate.skills | also_in(job.skills) | length`",
    ),
    "length": Signature(
        call=length,
        takes=frozenset({Sort.LIST, Sort.TEXT}),
        gives=Sort.NUMBER,
        args=(0, 0),
        means="how many items or characters",
    ),
    **{
        name: Signature(call=_on_text(change, name), takes=_TEXT, gives=Sort.TEXT, args=(0, 0), means=means)
        for name, change, means in (
            ("lower", str.lower, "in small letters"),
            ("upper", str.upper, "in capitals"),
            ("title", str.title, "Each Word With A Capital"),
            ("capitalize", str.capitalize, "with a capital at the start"),
        )
    },
}
TESTS: Final = frozenset({"none"})
"""What may follow `is`."""
