"""Webhooks over HTTP, signed by Standard Webhooks (https://www.standardwebhooks.com).

    2xx                                        taken
    no connection, no answer, 408, 429, 5xx    Released: posted again under the same id, at `Retry-After` if it is given
    any other 4xx, and a redirect              Rejected: the same message would be refused again

A redirect is not followed: the signature is meant for the address that company.yaml names.
"""

import binascii
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from nurture.errors import Rejected, Released
from nurture.webhooks.base import Post

PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""Refusals that will pass."""

SECRET_HINT: Final = "Set it to the key that the receiver gave you, in the form whsec_… of Standard Webhooks."


class HttpPoster:
    """Posts with the keys found in `secrets`. Connecting, and each part of an answer, may take `timeout` seconds."""

    def __init__(self, *, secrets: Mapping[str, str], timeout: float) -> None:
        self._secrets = secrets
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)

    def post(self, post: Post) -> int:
        now = datetime.now(UTC)  # not journey time: receivers refuse what was signed long ago
        signature = self.signer(post.secret).sign(post.id, now, post.body.decode())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "nurture",
            "webhook-id": post.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }
        try:
            answer = self._client.post(post.url, content=post.body, headers=headers)
        except httpx.TransportError as error:
            raise Released("the webhook does not answer", hint=str(error)) from error
        if answer.is_success:
            return answer.status_code
        said = f"the webhook answers {answer.status_code}"
        if answer.status_code in PASSING or answer.is_server_error:
            raise Released(said, retry_at=_retry_at(answer.headers))
        raise Rejected(said)

    def signer(self, setting: str) -> Webhook:
        """What signs with the key in that setting. Raises Rejected where there is none, or one that can't be a key."""
        key = self._secrets.get(setting, "")
        if not key:
            raise Rejected(f"{setting} is not set", hint=SECRET_HINT)
        try:
            return Webhook(key)
        except (binascii.Error, ValueError, EmptyWebhookSecretError) as error:
            raise Rejected(f"{setting} does not hold a key of Standard Webhooks", hint=SECRET_HINT) from error

    def close(self) -> None:
        self._client.close()


def _retry_at(headers: httpx.Headers) -> datetime | None:
    try:
        return datetime.now(UTC) + timedelta(seconds=int(headers.get("Retry-After", "")))
    except (ValueError, OverflowError):
        return None
