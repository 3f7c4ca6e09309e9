"""Time zones by name and by country.

Country tables: `zone.tab` and `iso3166.tab` of the IANA time zone database, as packaged in `tzdata`.
"""

from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from nurture.timing.errors import TimingError, closest

_HOW = "write an IANA name such as Europe/Berlin or America/New_York"


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of an IANA name. Raises TimingError for None, an unknown name or an offset such as UTC+2."""
    if not name:
        raise TimingError("no time zone is given", _HOW)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: the name of a folder of zones, such as “Europe”
        near = _nearest_zone(name)
        hint = f"did you mean {near}?" if near else _HOW
        raise TimingError(f"“{name}” is not a time zone", hint) from None


def first_zone(*names: str | None) -> ZoneInfo:
    """The zone of the first name that is given. Raises TimingError when that is unknown, or none is given.

    An unknown name is not passed over: the next one would be somebody else's clock.
    """
    return zone_of(next((name for name in names if name), None))


@lru_cache(maxsize=512)
def zone_for_country(country: str) -> str | None:
    """The zone of a country (ISO 3166 code) all of whose clocks agree; None for others and unknown codes.

    Zones with the same rule from now on count as one (Germany's two), under the name that the table lists
    first, its most populous. A country whose clocks differ is not guessed.
    """
    zones = [zone for code, _, zone, *_ in _table("zone.tab") if code == country.upper()]
    return zones[0] if len({_rule(zone) for zone in zones}) == 1 else None


@lru_cache(maxsize=1)
def country_codes() -> dict[str, str]:
    """English country names by ISO 3166 two-letter code."""
    return dict(_table("iso3166.tab"))


def _table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def _rule(zone: str) -> bytes:
    """The POSIX rule for all later years: the last line of a TZif file (RFC 8536, section 3.3)."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    return data.rstrip(b"\n").rpartition(b"\n")[2]


def _nearest_zone(name: str) -> str | None:
    wanted = name.strip().replace(" ", "_").lower()
    zones = {zone.lower(): zone for zone in sorted(available_timezones())}
    cities = {zone.rpartition("/")[2]: zone for zone in zones}
    # Long names that share a continent are alike already.
    lowered = wanted if wanted in zones else cities.get(wanted) or closest(wanted, zones, likeness=0.8)
    return zones[lowered] if lowered else None
