"""Settings, from the environment alone: `NURTURE_DATABASE_URL` and the like."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from nurture.clock import Clock, Pace, SpedUpClock, SystemClock
from nurture.contracts import RunOptions


class ChannelName(StrEnum):
    """How mail leaves: kept in the database, or through a server."""

    OUTBOX = "outbox"
    SMTP = "smtp"
    SENDGRID = "sendgrid"


class TextChannelName(StrEnum):
    """How text messages leave: kept in the database, or through a provider."""

    OUTBOX = "outbox"
    TWILIO = "twilio"


class AtsSettings(BaseModel):
    """One account of an ATS. Each vendor's part of the documentation says what it needs of these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vendor: str | None = Field(
        None,
        description="Which ATS it is, one of those that [are known](ats.md); unset, the one of the connection's name.",
    )
    secrets: tuple[SecretStr, ...] = Field(
        (), description="Keys that its deliveries are signed with, as a JSON list: the new one and the old one."
    )
    api_key: SecretStr | None = Field(None, description="API key, to read back and to write back.")
    client_id: str | None = Field(None, description="Client id, where the API has OAuth credentials instead.")
    client_secret: SecretStr | None = Field(None, description="Client secret of the same credentials.")
    user_id: str | None = Field(None, description="User there in whose name changes are made.")
    company: str | None = Field(None, description="The account's name there, where addresses contain it.")
    hires_from: str | None = Field(
        None, description="Connection in which those applied who are employees here, for HR systems that know that."
    )
    api: str | None = Field(None, description="Address of its API, where it is not the usual one.")
    token_url: str | None = Field(None, description="Where access tokens come from, where it is not the usual place.")


class Settings(BaseSettings):
    """Everything that differs between one installation and another. Nothing leaves by mail unless `channel` says so."""

    model_config = SettingsConfigDict(env_prefix="NURTURE_", env_nested_delimiter="__", extra="ignore", frozen=True)

    database_url: str = Field("sqlite:///nurture.db", description="SQLAlchemy URL of the database.")
    temporal_address: str = Field("127.0.0.1:7233", description="host:port of the Temporal frontend.")
    temporal_namespace: str = Field("default", description="Temporal namespace.")
    temporal_tls: bool = Field(False, description="Connect to Temporal over TLS (Temporal Cloud needs it).")
    temporal_api_key: SecretStr | None = Field(None, description="API key for Temporal Cloud.")
    task_queue: str = Field("nurture", description="Task queue that workers and clients share.")
    sequences: Path = Field(Path("sequences"), description="Folder of sequences, templates and company.yaml.")

    production: bool = Field(
        False, description="Write to real people. Without it messages leave only to those of NURTURE_ALLOW_TO."
    )
    allow_to: tuple[str, ...] = Field(
        (),
        description="Outside production: addresses, domains and numbers to which messages may leave, as a JSON list.",
    )
    channel: ChannelName = Field(ChannelName.OUTBOX, description="How mail leaves.")
    text_channel: TextChannelName = Field(TextChannelName.OUTBOX, description="How text messages leave.")
    mail_domain: str = Field("nurture.example", description="Right-hand side of our Message-IDs.")
    reply_domain: str | None = Field(
        None, description="Domain that takes replies: our mails then ask for them there, besides at their sender."
    )
    smtp_host: str = Field("127.0.0.1", description="SMTP server.")
    smtp_port: int = Field(25, description="SMTP port.")
    smtp_user: str | None = Field(None, description="SMTP user, if the server asks for one.")
    smtp_password: SecretStr | None = Field(None, description="SMTP password.")
    smtp_starttls: bool = Field(False, description="Insist on STARTTLS before anything is said.")
    sendgrid_api_key: SecretStr | None = Field(None, description="SendGrid API key.")
    sendgrid_host: str = Field("https://api.sendgrid.com", description="SendGrid API host (the EU has its own).")
    sendgrid_event_keys: tuple[SecretStr, ...] = Field(
        (), description="Verification keys of SendGrid's Event Webhook, as a JSON list: the new one and the old one."
    )
    sendgrid_inbound_keys: tuple[str, ...] = Field(
        (), description="Keys that verify SendGrid's Inbound Parse, as a JSON list, where a security policy signs it."
    )
    twilio_account_sid: str | None = Field(None, description="Twilio account, as in AC0123….")
    twilio_auth_tokens: tuple[SecretStr, ...] = Field(
        (),
        description="Auth tokens of that account, as a JSON list: we send with the first, and verify by any of them "
        "what Twilio tells us.",
    )
    twilio_sender: str | None = Field(
        None, description="Number that texts come from, as in +4915735980000, or a messaging service, as in MG0123…."
    )
    twilio_host: str = Field("https://api.twilio.com", description="Twilio API host.")
    imap_host: str | None = Field(None, description="IMAP server of a mailbox to read replies from; unset, none is.")
    imap_port: int = Field(993, description="IMAP port.")
    imap_user: str | None = Field(None, description="IMAP user.")
    imap_password: SecretStr | None = Field(None, description="IMAP password.")
    imap_folder: str = Field("INBOX", description="Folder of that mailbox; mails stay there, and stay unread.")
    imap_tls: bool = Field(True, description="Speak TLS from the start; without it only on this machine.")
    imap_every: float = Field(60.0, gt=0, description="Seconds between two looks into the mailbox.")
    imap_authserv: str | None = Field(
        None, description="Name in the Authentication-Results of our mail server, which then prove senders."
    )
    inbound_largest: int = Field(
        32 * 1_048_576, gt=0, description="Bytes of a delivery of mail to us; a larger one is refused with 413."
    )
    inbound_keeps: int = Field(
        2 * 1_048_576, ge=65_536, description="Bytes kept of a mail that comes in; what lies beyond are attachments."
    )
    inbound_days: int = Field(
        180,
        gt=0,
        description="Days after which the words of a mail that came in are removed, if it waits for nobody.",
    )
    send_timeout: float = Field(20.0, gt=0, description="Seconds to wait for a mail server's answer.")

    greenhouse_secrets: tuple[SecretStr, ...] = Field(
        (),
        description="Secret keys of the Greenhouse web hooks, as a JSON list: the new one and the old one.",
    )
    greenhouse_client_id: str | None = Field(
        None, description="Client id of the Harvest V3 credentials, to write back."
    )
    greenhouse_client_secret: SecretStr | None = Field(None, description="Client secret of the same credentials.")
    greenhouse_user_id: str | None = Field(
        None, description="Number of the Greenhouse user in whose name changes are made there."
    )
    greenhouse_api: str = Field("https://harvest.greenhouse.io/v3", description="Address of the Harvest API.")
    greenhouse_token_url: str = Field("https://auth.greenhouse.io/token", description="Where access tokens come from.")
    ats: dict[str, AtsSettings] = Field(
        default_factory=dict, description="Other ATS accounts, by the name of their connection."
    )
    public_url: str = Field("http://127.0.0.1:8000", description="Where the outside world reaches the web edge.")
    web_port: int = Field(8000, description="Port of the web edge.")
    link_secret: SecretStr = Field(
        SecretStr("for trying out only"),
        description="Key of unsubscribe links and address hashes; set your own.",
    )

    history_limit: int = Field(400, gt=0, description="Events after which a journey continues as new at a wait.")
    show_waits_over: float = Field(60.0, ge=0, description="Seconds a wait must last to be searchable in Temporal.")
    activity_threads: int = Field(16, gt=0, description="Activities that one worker runs at the same time.")
    activity_timeout: float = Field(60.0, gt=0, description="Seconds after which an activity counts as lost.")

    clock_began: datetime | None = Field(None, description="Sped-up clock: the server's time when it started.")
    clock_starts: datetime | None = Field(None, description="Sped-up clock: journey time at that moment.")
    clock_speed: float = Field(1.0, gt=0, description="Sped-up clock: seconds of journey time per second.")
    clock_paces: tuple[Pace, ...] = Field(
        (), description="Sped-up clock: other speeds, as a JSON list of [from which journey time on, speed]."
    )

    @property
    def mail_leaves(self) -> bool:
        """Whether a server is named by which mail could leave."""
        return self.channel is not ChannelName.OUTBOX

    @property
    def texts_leave(self) -> bool:
        """The same for text messages."""
        return self.text_channel is not TextChannelName.OUTBOX

    def clock(self) -> Clock:
        """System time, unless a sped-up clock is set."""
        if self.clock_began is None or self.clock_starts is None:
            return SystemClock()
        return SpedUpClock(
            began=self.clock_began, starts=self.clock_starts, speed=self.clock_speed, paces=self.clock_paces
        )

    def run_options(self) -> RunOptions:
        """How enrollments run, as they carry it along."""
        return RunOptions(
            history_limit=self.history_limit,
            activity_timeout=self.activity_timeout,
            show_waits_over=self.show_waits_over,
        )
