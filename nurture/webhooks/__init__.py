"""Telling other systems by a signed request. What comes in from an ATS is `nurture.ats`; this goes out."""

import os

from nurture.config import Settings
from nurture.webhooks.base import NOBODY, Post, Poster, Refusing, webhook_id
from nurture.webhooks.http import HttpPoster
from nurture.webhooks.memory import MemoryPoster

__all__ = ["NOBODY", "HttpPoster", "MemoryPoster", "Post", "Poster", "Refusing", "poster_from", "webhook_id"]


def poster_from(settings: Settings) -> HttpPoster:
    """The real one: company.yaml names the settings that hold secrets, and they are read from the environment."""
    return HttpPoster(secrets=os.environ, timeout=settings.send_timeout)
