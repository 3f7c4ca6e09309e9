"""Requests to Greenhouse's Harvest API, version 3 (versions 1 and 2 were switched off on 31 August 2026).

Reference: https://harvestdocs.greenhouse.io. What matters is whether a change may have been made:

    no connection                                        Released
    429                                                  Released, until `Retry-After` or `X-RateLimit-Reset`
    401                                                  Released: the credentials are refused, once a new token is, too
    any other 4xx                                        Rejected, with Greenhouse's words as the hint
    5xx, or no answer: to a GET                          Released, since nothing was to be changed
    5xx, or no answer: to anything else                  OutcomeUnknown
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeAlias

import httpx
from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from nurture.domain.dispatches import Json
from nurture.errors import ChannelError, OutcomeUnknown, Rejected, Released

Records: TypeAlias = list[dict[str, JsonValue]]

MOST_PAGES: Final = 50
"""Pages of a list that are read; a longer one is not searched to its end."""
PER_PAGE: Final = 500
RENEW_BEFORE: Final = timedelta(minutes=1)
"""How long before it expires an access token is asked for anew."""
LIFE: Final = timedelta(minutes=30)
"""How long a token is used whose answer does not say when it expires; Greenhouse's last an hour."""
LONGEST_WORDS: Final = 200
CREDENTIALS: Final = (
    "Check NURTURE_GREENHOUSE_CLIENT_ID, NURTURE_GREENHOUSE_CLIENT_SECRET and NURTURE_GREENHOUSE_USER_ID."
)

_RECORDS: Final = TypeAdapter(Records)


class _Token(BaseModel):
    """Greenhouse's answer to a request for a token. `expires_in` is in seconds."""

    access_token: str
    expires_at: datetime | None = None
    expires_in: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Access:
    """How we get in: credentials of type Harvest V3 (OAuth), and the user in whose name changes are made."""

    client_id: str
    client_secret: str = field(repr=False)
    user_id: str
    api: str
    token_url: str


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
        first = httpx.URL(f"{self._access.api}{path}", params={**(params or {}), "per_page": str(PER_PAGE)})
        found: Records = []
        url: httpx.URL | None = first
        for _ in range(MOST_PAGES):
            answer = self._ask("GET", url)
            try:
                found += _RECORDS.validate_json(answer.content)
            except ValidationError as error:
                raise Released("Greenhouse's answer is no list of records") from error
            after = answer.links.get("next", {}).get("url")
            url = first.join(after) if after else None
            if url is None or url.host != first.host:  # the token goes nowhere else
                break
        return found

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

    def _ask(self, method: str, url: httpx.URL | None, body: Mapping[str, Json] | None = None) -> httpx.Response:
        assert url is not None, "a page that is asked for has an address"
        answer = self._send(method, url, self.token(), body)
        if answer.status_code == HTTPStatus.UNAUTHORIZED:  # revoked early, or the secret was rotated
            self._forget_token()
            answer = self._send(method, url, self.token(), body)
        if answer.is_success:
            return answer
        raise _failure(answer, method)

    def _send(self, method: str, url: httpx.URL, token: str, body: Mapping[str, Json] | None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        try:
            return self._client.request(method, url, headers=headers, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Released("Greenhouse can't be reached", hint=str(error)) from error
        except httpx.TransportError as error:
            if method == "GET":
                raise Released("Greenhouse did not answer", hint=str(error)) from error
            raise OutcomeUnknown("the request left, and Greenhouse did not answer", hint=str(error)) from error

    def _new_token(self) -> tuple[str, datetime]:
        access, now = self._access, datetime.now(UTC)
        form = {"grant_type": "client_credentials", "sub": access.user_id}
        try:
            answer = self._client.post(access.token_url, data=form, auth=(access.client_id, access.client_secret))
        except httpx.TransportError as error:
            raise Released("Greenhouse gives no access token", hint=str(error)) from error
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise Released("Greenhouse answers 429", retry_at=_retry_at(answer.headers))
        if not answer.is_success:
            raise Released(f"Greenhouse answers {answer.status_code} to our credentials", hint=CREDENTIALS)
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


def _failure(answer: httpx.Response, method: str) -> ChannelError:
    status = answer.status_code
    said = f"Greenhouse answers {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Released(said, retry_at=_retry_at(answer.headers))
    if status == HTTPStatus.UNAUTHORIZED:
        return Released(f"{said} to our credentials", hint=CREDENTIALS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Released(said) if method == "GET" else OutcomeUnknown(said)
    words = answer.text[:LONGEST_WORDS]
    if status == HTTPStatus.FORBIDDEN:
        words = f"Check the scopes of the credentials, and what the user may do. Greenhouse says: {words}"
    return Rejected(said, hint=words or None)


def _retry_at(headers: httpx.Headers) -> datetime | None:
    """When the limit is lifted: `Retry-After` is in seconds from now, `X-RateLimit-Reset` in Unix seconds."""
    now = datetime.now(UTC)
    try:
        if after := headers.get("Retry-After"):
            return now + timedelta(seconds=float(after))
        at = datetime.fromtimestamp(int(headers.get("X-RateLimit-Reset", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at > now else None
