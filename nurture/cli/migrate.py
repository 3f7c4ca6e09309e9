"""`nurture migrate`."""

from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from nurture.cli.session import settings_from_environment, telling_of_the_database
from nurture.store import migrate as migrations


def migrate(
    database_url: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL.", show_default="NURTURE_DATABASE_URL")
    ] = None,
) -> None:
    """Bring the database's tables to what this version expects; make them in an empty one.

    Running it again changes nothing.

    Example: nurture migrate
    """
    url = database_url or settings_from_environment().database_url
    with telling_of_the_database():
        migrations.migrate(url)
    typer.echo(f"{make_url(url).render_as_string(hide_password=True)} is up to date", err=True)
