"""Requests to a vendor's API. What matters is whether a change may have been made:

    no connection                                      Released
    429                                                TooOften (Released), until `Retry-After` or `X-RateLimit-Reset`
    401                                                Released: the credentials are refused
    403 to a read                                      Released: until the credentials may
    any other 4xx                                      Rejected, with the vendor's words as the hint
    5xx, or no answer: to a read                       Released, since nothing was to be changed
    5xx, or no answer: to anything else                OutcomeUnknown

A read is what changes nothing, whatever its HTTP method: some vendors ask with POST.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import httpx
from pydantic import JsonValue, TypeAdapter, ValidationError

from nurture.ats.escapes import keepable
from nurture.errors import ChannelError, OutcomeUnknown, Rejected, Released

Params: TypeAlias = Mapping[str, str]

LONGEST_WORDS: Final = 200
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_JSON: Final[TypeAdapter[JsonValue]] = TypeAdapter(JsonValue)


class Missing(Rejected):
    """The vendor has no such record."""


class TooOften(Released):
    """We ask more often than the vendor lets us."""


class Api:
    """One account's API at `base`. Connecting, and each part of an answer, may take `timeout` seconds.

    `vendor` is its name in sentences, `advice` what to look at when it refuses our credentials.
    """

    def __init__(
        self,
        *,
        vendor: str,
        base: str,
        timeout: float,
        advice: str,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        self.vendor = vendor
        self._base, self._advice = base.rstrip("/"), advice
        self._client = httpx.Client(
            timeout=timeout,
            follow_redirects=False,  # the credentials go nowhere else
            headers={"Accept": "application/json", **(headers or {})},
            auth=auth,
        )

    def read(
        self, path: str, params: Params | None = None, *, method: str = "GET", body: JsonValue = None
    ) -> JsonValue:
        """What the vendor says; None for an answer without words. `path` is below `base`, or an address of there."""
        return self._ask(method, path, params, body, is_read=True)

    def find(self, path: str, params: Params | None = None) -> JsonValue:
        """The same for one record; None where the vendor has it no more, or never had it."""
        try:
            return self.read(path, params)
        except Missing:
            return None

    def change(self, method: str, path: str, body: JsonValue = None, params: Params | None = None) -> JsonValue:
        """Asks for a change, once."""
        return self._ask(method, path, params, body, is_read=False)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _ask(self, method: str, path: str, params: Params | None, body: JsonValue, *, is_read: bool) -> JsonValue:
        request = self._client.build_request(method, self._address(path), params=params, json=body)
        answer = send(self._client, request, vendor=self.vendor, is_read=is_read)
        if not answer.is_success:
            raise failure(answer, vendor=self.vendor, is_read=is_read, advice=self._advice)
        if not answer.content:
            return None
        try:
            return _JSON.validate_json(keepable(answer.content))
        except ValidationError as error:
            if is_read:
                raise Released(f"{self.vendor}'s answer is not JSON") from error
            return None  # it was made: how that is said does not matter

    def _address(self, path: str) -> str:
        if path.startswith("/"):
            return f"{self._base}{path}"
        ours, theirs = urlsplit(self._base), urlsplit(path)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            raise Rejected(f"{self.vendor} names an address that is none of its API's")
        return path


def send(client: httpx.Client, request: httpx.Request, *, vendor: str, is_read: bool) -> httpx.Response:
    """Sends a request, once. Raises Released or OutcomeUnknown where no answer comes."""
    try:
        return client.send(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Released(f"{vendor} can't be reached", hint=str(error)) from error
    except httpx.TransportError as error:
        if is_read:
            raise Released(f"{vendor} did not answer", hint=str(error)) from error
        raise OutcomeUnknown(f"the request left, and {vendor} did not answer", hint=str(error)) from error


def failure(answer: httpx.Response, *, vendor: str, is_read: bool, advice: str) -> ChannelError:
    """What an answer that is no success means."""
    status = answer.status_code
    said = f"{vendor} answers {status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return TooOften(said, retry_at=retry_at(answer.headers))
    if status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.FORBIDDEN and is_read):
        return Released(f"{said} to our credentials", hint=advice)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Released(said, retry_at=retry_at(answer.headers)) if is_read else OutcomeUnknown(said)
    words = answer.text[:LONGEST_WORDS]
    if status == HTTPStatus.FORBIDDEN:
        words = f"Check what the credentials may do. {vendor} says: {words}"
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Missing(said, hint=words or None)
    return Rejected(said, hint=words or None)


def retry_at(headers: httpx.Headers) -> datetime | None:
    """When a limit is lifted: `Retry-After` is in seconds from now, `X-RateLimit-Reset` in Unix seconds.

    Workable spells the latter `X-Rate-Limit-Reset` (“Rate limits” at https://workable.readme.io).
    """
    now = datetime.now(UTC)
    try:
        if after := headers.get("Retry-After"):
            return now + timedelta(seconds=float(after))
        reset = headers.get("X-RateLimit-Reset") or headers.get("X-Rate-Limit-Reset") or ""
        at = datetime.fromtimestamp(int(reset), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at > now else None


def may_get_a_secret(url: str) -> bool:
    """Whether what goes to that address goes over TLS, or does not leave this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
