"""The parts that an installation consists of, put together from the settings in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nurture.ats import Connected, Reader, Writer, connections_from, readers_from, writers_from
from nurture.channels import channel_from, text_channel_from
from nurture.channels.base import Channel
from nurture.channels.outbox import Outbox
from nurture.clock import Clock
from nurture.config import Settings
from nurture.domain.touchpoints import ChannelKind
from nurture.messages import identity
from nurture.store import Store, open_store
from nurture.store.sequences import PlanCache
from nurture.webhooks import NOBODY, Poster, poster_from


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Database, published plans, channel, clock, settings; `readers` and `writers` are those of ATSs, by connection."""

    settings: Settings
    store: Store
    plans: PlanCache
    channel: Channel
    clock: Clock
    texts: Channel = field(default_factory=Outbox)

    def channel_for(self, kind: ChannelKind) -> Channel:
        """By which a mail, or a text, leaves."""
        return self.texts if kind is ChannelKind.SMS else self.channel

    readers: Mapping[str, Reader] = field(default_factory=dict)
    writers: Mapping[str, Writer] = field(default_factory=dict)
    poster: Poster = NOBODY

    @cached_property
    def connections(self) -> Mapping[str, Connected]:
        """The ATS accounts that this installation is connected with."""
        return connections_from(self.settings)

    @property
    def secret(self) -> str:
        """The key of links and address hashes."""
        return self.settings.link_secret.get_secret_value()

    def address_hash(self, email: str) -> str:
        """The keyed hash under which an address is suppressed."""
        return identity.address_hash(email, secret=self.secret)

    def close(self) -> None:
        """Lets go of connections."""
        self.channel.close()
        self.texts.close()
        for reader in self.readers.values():
            reader.close()
        for writer in self.writers.values():
            writer.close()
        self.poster.close()
        self.store.close()


def parts_from(settings: Settings) -> Parts:
    """Builds every part; raises NotSetUp when a setting is missing. Contacts nobody yet."""
    return Parts(
        settings=settings,
        store=open_store(settings.database_url, pool_size=settings.activity_threads),
        plans=PlanCache(),
        channel=channel_from(settings),
        clock=settings.clock(),
        texts=text_channel_from(settings),
        readers=readers_from(settings),
        writers=writers_from(settings),
        poster=poster_from(settings),
    )
