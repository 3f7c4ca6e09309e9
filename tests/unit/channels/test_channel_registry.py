"""From the settings to a channel, or to a sentence that says which one is missing."""

import subprocess
import sys

import pytest

from nurture.channels import channel_from
from nurture.channels.sendgrid import SendGridChannel
from nurture.channels.smtp import SmtpChannel
from nurture.config import Settings
from nurture.errors import NotSetUp

MAIL_SETTINGS = (
    "CHANNEL",
    "ALLOW_TO",
    "SMTP_HOST",
    "SMTP_PORT",
    "SMTP_USER",
    "SMTP_PASSWORD",
    "SMTP_STARTTLS",
    "SENDGRID_API_KEY",
)


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    """As read from an environment that holds these mail settings alone."""
    for name in MAIL_SETTINGS:
        monkeypatch.delenv(f"NURTURE_{name}", raising=False)
    for name, value in {"PRODUCTION": "true", **given}.items():
        monkeypatch.setenv(f"NURTURE_{name}", value)
    return Settings()


def test_mail_stays_in_the_outbox_unless_somebody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert channel_from(settings(monkeypatch)).name == "outbox"


def test_smtp_takes_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings(
        monkeypatch,
        CHANNEL="smtp",
        SMTP_HOST="mail.acme.example",
        SMTP_PORT="587",
        SMTP_USER="nurture",
        SMTP_PASSWORD="secret",
        SMTP_STARTTLS="true",
        MAIL_DOMAIN="mail.acme.example",
        SEND_TIMEOUT="7",
    )
    channel = channel_from(given)
    assert isinstance(channel, SmtpChannel)
    assert (channel.host, channel.port, channel.ehlo_name, channel.timeout) == (
        "mail.acme.example",
        587,
        "mail.acme.example",
        7.0,
    )
    assert channel.tls is not None
    assert channel.tls.check_hostname
    assert channel.login is not None
    assert "secret" not in repr(channel)


def test_sendgrid_takes_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings(
        monkeypatch,
        CHANNEL="sendgrid",
        SENDGRID_API_KEY="SG.secret",
        SENDGRID_HOST="https://api.eu.sendgrid.com/",
        SEND_TIMEOUT="7",
    )
    channel = channel_from(given)
    assert isinstance(channel, SendGridChannel)
    assert (channel.api_key, channel.host, channel.timeout) == ("SG.secret", "https://api.eu.sendgrid.com", 7.0)
    assert "secret" not in repr(channel)


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"CHANNEL": "sendgrid"}, "NURTURE_SENDGRID_API_KEY"),
        ({"CHANNEL": "sendgrid", "SENDGRID_API_KEY": ""}, "NURTURE_SENDGRID_API_KEY"),
        ({"CHANNEL": "sendgrid", "SENDGRID_API_KEY": "SG.x\n"}, "NURTURE_SENDGRID_API_KEY"),
        ({"CHANNEL": "sendgrid", "SENDGRID_API_KEY": "SG.ключ"}, "NURTURE_SENDGRID_API_KEY"),
        *(
            ({"CHANNEL": "sendgrid", "SENDGRID_API_KEY": "SG.x", "SENDGRID_HOST": host}, "NURTURE_SENDGRID_HOST")
            for host in (
                "api.sendgrid.com",
                "http://api.sendgrid.com",
                "https://",
                "https://api..com",
                "https://api.sendgrid.com:port",
                "https://api.sendgrid.com/v3",
                "file:///etc/passwd",
            )
        ),
        ({"CHANNEL": "smtp", "SMTP_PORT": "465"}, "NURTURE_SMTP_PORT"),
        ({"CHANNEL": "smtp", "SMTP_USER": "nurture"}, "NURTURE_SMTP_PASSWORD"),
        ({"CHANNEL": "smtp", "SMTP_PASSWORD": "secret"}, "NURTURE_SMTP_USER"),
        ({"CHANNEL": "smtp", "SMTP_USER": "nurture", "SMTP_PASSWORD": "Grüße"}, "NURTURE_SMTP_PASSWORD"),
        (
            {"CHANNEL": "smtp", "SMTP_HOST": "mail.acme.example", "SMTP_USER": "a", "SMTP_PASSWORD": "b"},
            "NURTURE_SMTP_STARTTLS",
        ),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], variable: str
) -> None:
    with pytest.raises(NotSetUp) as fault:
        channel_from(settings(monkeypatch, **given))
    assert variable in (fault.value.hint or "")


def test_the_outbox_loads_no_vendors_library() -> None:
    program = (
        "import sys; from nurture.channels import channel_from; from nurture.config import Settings;"
        "channel_from(Settings(channel='outbox')); sys.exit('sendgrid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
