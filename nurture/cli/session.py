"""What commands share: the settings, the database ready for work, whom a word means, and who is asking."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Connection

from nurture.config import Settings
from nurture.errors import Conflict, NotFound, NotSetUp
from nurture.service.checkup.database import open_ready, telling_of_the_database
from nurture.store import Store
from nurture.store.listings import PersonRow, find_people

__all__ = ["as_usage", "database", "person", "settings_from_environment", "telling_of_the_database", "user"]


def settings_from_environment() -> Settings:
    """The settings. Raises NotSetUp naming the variable that can't be understood."""
    try:
        return Settings()
    except SettingsError as error:
        raise NotSetUp("a setting can't be understood", hint=f"Is it a list or an object, as JSON? {error}.") from error
    except ValidationError as error:
        faults = [f"NURTURE_{'__'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        raise NotSetUp(f"a setting can't be understood: {'; '.join(faults)}") from error


@contextmanager
def database(settings: Settings) -> Iterator[Store]:
    """The database, with the tables that this version expects; closed at the end. Raises NotSetUp."""
    store = open_ready(settings)
    try:
        with telling_of_the_database():
            yield store
    finally:
        store.close()


def person(conn: Connection, who: str) -> PersonRow:
    """The one person whom an id, a vendor's id or a mail address names. Raises NotFound or Conflict."""
    found = find_people(conn, who)
    if not found:
        raise NotFound(
            f"nobody is on record as {who}",
            hint="Name a mail address, our id such as greenhouse:57683, or the ATS's own, 57683.",
        )
    if len(found) > 1:
        listed = "\n".join(f"  {each.id}  {each.name or ''}  {each.email or ''}".rstrip() for each in found)
        raise Conflict(f"{who} names {len(found)} people:\n{listed}", hint="Name one by its id.")
    return found[0]


@contextmanager
def as_usage(option: str | None = None) -> Iterator[None]:
    """Turns a refusal of what was typed into one of the command line, which names the option."""
    try:
        yield
    except Conflict as error:
        said = f"{error.message[:1].upper()}{error.message[1:]}."
        raise typer.BadParameter(said, param_hint=option) from error


def user() -> str:
    """Who is asking, for the record."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user id may have no name
        return "somebody without a name"
