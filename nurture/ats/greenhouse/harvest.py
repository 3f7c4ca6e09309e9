"""Requests to Greenhouse's Harvest API, version 3 (versions 1 and 2 were switched off on 31 August 2026).

Reference: https://harvestdocs.greenhouse.io. `nurture.ats.http` says what each answer means; a 401 is believed once a
new access token is refused, too.
"""

import threading
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeAlias

import httpx
from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from nurture.ats.http import TooOften, failure, retry_at, send
from nurture.domain.dispatches import Json
from nurture.errors import Released
from nurture.values import frozen

Records: TypeAlias = list[dict[str, JsonValue]]

MOST_PAGES: Final = 50
"""Pages of a list that are read; a longer one is not searched to its end."""
PER_PAGE: Final = 500
RENEW_BEFORE: Final = timedelta(minutes=1)
"""How long before it expires an access token is asked for anew."""
LIFE: Final = timedelta(minutes=30)
"""How long a token is used whose answer does not say when it expires; Greenhouse's last an hour."""
VENDOR: Final = "Greenhouse"

_RECORDS: Final = TypeAdapter(Records)


class _Token(BaseModel):
    """Greenhouse's answer to a request for a token. `expires_in` is in seconds."""

    access_token: str
    expires_at: datetime | None = None
    expires_in: int | None = None


@frozen
class Access:
    """How we get in: credentials of type Harvest V3 (OAuth), and the user in whose name changes are made.

    `advice` says what to look at when they are refused.
    """

    client_id: str
    client_secret: str = field(repr=False)
    user_id: str
    api: str
    token_url: str
    advice: str = "Check the credentials."


class Harvest:
    """One account. Connecting, and each part of an answer, may take `timeout` seconds."""

    def __init__(self, access: Access, *, timeout: float) -> None:
        self._access = access
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = datetime.min.replace(tzinfo=UTC)

    def all(self, path: str, params: Mapping[str, str] | None = None) -> Records:
        """Every record of a list, over all its pages."""
        found, after = self.page(path, params, None)
        for _ in range(MOST_PAGES - 1):
            if after is None:
                break
            records, after = self.page(path, params, after)
            found += records
        return found

    def page(self, path: str, params: Mapping[str, str] | None, after: str | None) -> tuple[Records, str | None]:
        """One page of a list, and the cursor of the next one. A cursor goes without any other parameter."""
        asked = {"cursor": after} if after else {"per_page": str(PER_PAGE), **(params or {})}
        answer = self._ask("GET", httpx.URL(f"{self._access.api}{path}", params=asked))
        try:
            records = _RECORDS.validate_json(answer.content)
        except ValidationError as error:
            raise Released("Greenhouse's answer is no list of records") from error
        following = answer.links.get("next", {}).get("url")
        return records, httpx.URL(following).params.get("cursor") if following else None

    def change(self, method: str, path: str, body: Mapping[str, Json] | None = None) -> None:
        """Asks for a change, once."""
        self._ask(method, httpx.URL(f"{self._access.api}{path}"), body)

    def token(self) -> str:
        """An access token that is valid still."""
        with self._lock:
            if self._token is None or datetime.now(UTC) >= self._renew_at:
                self._token, self._renew_at = self._new_token()
            return self._token

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _ask(self, method: str, url: httpx.URL, body: Mapping[str, Json] | None = None) -> httpx.Response:
        answer = self._send(method, url, self.token(), body)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:  # revoked early, or the secret was rotated
            self._forget_token()
            answer = self._send(method, url, self.token(), body)
        if answer.is_success:
            return answer
        raise failure(answer, vendor=VENDOR, is_read=method == "GET", advice=self._access.advice)

    def _send(self, method: str, url: httpx.URL, token: str, body: Mapping[str, Json] | None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        request = self._client.build_request(method, url, headers=headers, json=body)
        return send(self._client, request, vendor=VENDOR, is_read=method == "GET")

    def _new_token(self) -> tuple[str, datetime]:
        access, now = self._access, datetime.now(UTC)
        form = {"grant_type": "client_credentials", "sub": access.user_id}
        try:
            answer = self._client.post(access.token_url, data=form, auth=(access.client_id, access.client_secret))
        except httpx.TransportError as error:
            raise Released("Greenhouse gives no access token", hint=str(error)) from error
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooOften("Greenhouse answers 429", retry_at=retry_at(answer.headers))
        if not answer.is_success:
            raise Released(f"Greenhouse answers {answer.status_code} to our credentials", hint=access.advice)
        try:
            token = _Token.model_validate_json(answer.content)
        except ValidationError as error:
            raise Released("Greenhouse's answer holds no access token") from error
        lasts = timedelta(seconds=token.expires_in) if token.expires_in else LIFE
        expires = token.expires_at.astimezone(UTC) if token.expires_at else now + lasts
        return token.access_token, expires - RENEW_BEFORE

    def _forget_token(self) -> None:
        with self._lock:
            self._token = None
