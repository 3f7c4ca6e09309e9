"""A private IMAP server: Dovecot with a configuration, a user and a mailbox of its own."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from nurture.config import Settings
from nurture.devserver import free_port
from tests.servers import MissingServerError

USER, PASSWORD = "replies", "for-this-test"
PATIENCE = 20.0
"""Seconds within which it must answer."""

CONFIG = """\
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = {uid}
mail_location = maildir:{home}/mail
passdb {{
  driver = static
  args = user={user} password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, kw_only=True)
class ImapServer:
    """A running server with one mailbox."""

    port: int

    def settings(self, settings: Settings, **changes: object) -> Settings:
        """Settings that read this mailbox."""
        ours = {
            "imap_host": "127.0.0.1",
            "imap_port": self.port,
            "imap_user": USER,
            "imap_password": SecretStr(PASSWORD),
            "imap_tls": False,
        }
        return settings.model_copy(update={**ours, **changes})

    @contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        """A mail program's dialog."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE) as session:
            session.login(USER, PASSWORD)
            yield session

    def deliver(self, raw: bytes, *, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Puts a mail into the mailbox."""
        with self.session() as session:
            session.append(folder, "", f'"{at:%d-%b-%Y %H:%M:%S +0000}"' if at else "", raw)

    def recreate(self, folder: str) -> None:
        """Deletes a folder and makes it anew, under another UIDVALIDITY."""
        with self.session() as session:
            session.delete(folder)
            session.create(folder)

    def unseen(self) -> int:
        """How many mails nobody has marked as read."""
        with self.session() as session:
            session.select(readonly=True)
            return len(session.search(None, "UNSEEN")[1][0].split())


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """A server in a folder of its own, stopped and removed at the end.

    As root it keeps to Debian's users for it, and mails belong to `nobody`, since it refuses root's.
    """
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        raise MissingServerError("These tests need an IMAP server: apt-get install dovecot-imapd")
    is_root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    home, port = Path(tempfile.mkdtemp(prefix="nurture-dovecot-")), free_port()
    home.chmod(0o755)
    (home / "mail").mkdir()
    if is_root:
        shutil.chown(home / "mail", owner.pw_uid, owner.pw_gid)
    group = "dovecot" if is_root else subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout
    config = CONFIG.format(
        home=home,
        internal="dovecot" if is_root else owner.pw_name,
        internal_group=group.strip(),
        login="dovenull" if is_root else owner.pw_name,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
        port=port,
        user=USER,
        password=PASSWORD,
    )
    (home / "dovecot.conf").write_text(config, encoding="utf-8")
    server = subprocess.Popen([program, "-F", "-c", home / "dovecot.conf"], stdin=subprocess.DEVNULL, cwd="/")
    try:
        _wait_for(port, server, home / "log")
        yield ImapServer(port=port)
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        shutil.rmtree(home)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1.0) as connection:
                if connection.recv(1):
                    return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.05)  # it has not opened its port yet
    said = log.read_text(encoding="utf-8") if log.exists() else "it wrote no log"
    raise RuntimeError(f"Dovecot does not answer on port {port}:\n{said}")
