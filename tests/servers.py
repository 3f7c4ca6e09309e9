"""The real servers that tests run against. PostgreSQL is a private cluster, apart from the machine's own."""

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from nurture.devserver import free_port, installed_temporal

ROOT = Path(__file__).resolve().parent.parent
CLUSTER_OWNER = "postgres"
SUPERUSER = "nurture"


class MissingServerError(Exception):
    """A server that tests need is not on this machine. Tests fail then: skipping would hide it."""


def temporal_cli() -> Path:
    """The Temporal CLI that `make` put there."""
    found = installed_temporal(ROOT / ".bin")
    if found is None:
        raise MissingServerError("These tests need the Temporal dev server: run `make temporal` once.")
    return found


def postgres_bin() -> Path:
    """The folder of `initdb` and `pg_ctl`, which Debian keeps off PATH; the newest if there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise MissingServerError("These tests need PostgreSQL's programs: apt-get install postgresql-15")
    return max(folders, key=lambda folder: int(folder.parent.name))


_END_THE_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_COUNT_FROM_1 = (
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
    " WHERE last_value IS NOT NULL"
)


@dataclass(frozen=True, kw_only=True)
class PostgresCluster:
    """A running server that trusts whoever asks from this machine."""

    port: int
    control: Callable[..., None] = field(repr=False)
    """Runs `pg_ctl` on it with these arguments."""

    @contextmanager
    def gone_for(self, *, seconds: float) -> Iterator[None]:
        """Stops the server, without letting anybody finish, for at least so long."""
        started = time.monotonic()
        self.control("-m", "immediate", "stop")
        try:
            yield
            threading.Event().wait(max(0.0, seconds - (time.monotonic() - started)))
        finally:
            self.control("start")

    def url(self, database: str) -> str:
        """The database as SQLAlchemy names it."""
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template: str = "template1") -> None:
        """A new database, as a copy of one to which nobody is connected."""
        names = sql.Identifier(database), sql.Identifier(template)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def drop(self, database: str) -> None:
        """Even while a test's connections are still open."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def empty(self, database: str) -> None:
        """Takes out all that a test has written, even while its connections are still open, and counts from 1 again.

        The tables stay as they are, so it is not for tests that change those.
        """
        with psycopg.connect(self._address(database)) as connection:
            connection.execute(_END_THE_OTHERS)
            connection.execute("SET LOCAL session_replication_role = replica")  # no foreign key is looked at
            for (table,) in connection.execute(_TABLES).fetchall():
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            connection.execute(_COUNT_FROM_1)

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={SUPERUSER} dbname={database}"


@contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A new cluster in a folder of its own, stopped and removed at the end.

    PostgreSQL refuses to run as root, so root hands it to a user of its own.
    """
    programs = postgres_bin()
    owner = _cluster_owner()
    # Not pytest's tmp_path: its parents are closed to other users.
    home = Path(tempfile.mkdtemp(prefix="nurture-postgres-"))
    port = free_port()
    try:
        if owner:
            shutil.chown(home, owner.pw_uid, owner.pw_gid)
        data, log = home / "data", home / "log"
        settings = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
        _run_as(
            owner,
            programs / "initdb",
            "-D",
            data,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
        )

        def control(*arguments: str) -> None:
            _run_as(owner, programs / "pg_ctl", "-D", data, "-l", log, "-o", settings, "-w", *arguments)

        control("start")
        try:
            yield PostgresCluster(port=port, control=control)
        finally:
            control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def _cluster_owner() -> pwd.struct_passwd | None:
    """Whom the cluster belongs to, or None for the user who runs the tests."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(CLUSTER_OWNER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", CLUSTER_OWNER], check=True)
        return pwd.getpwnam(CLUSTER_OWNER)


def _run_as(owner: pwd.struct_passwd | None, program: Path, *arguments: str | Path) -> None:
    done = subprocess.run(
        [program, *arguments],
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
        cwd="/",  # the owner may not be allowed into the folder of the tests
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program.name} ended with code {done.returncode}:\n{done.stdout}")
