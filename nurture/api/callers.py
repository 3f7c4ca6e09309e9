"""Who asks, and whether they may."""

from typing import Annotated, Final

from fastapi import Request, Security, params
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from nurture.domain.tokens import Scope, Token
from nurture.errors import Refused

_SCHEME: Final = HTTPBearer(
    scheme_name="token",
    bearerFormat="nurture_…",
    description="A token of `nurture tokens create`, as in `Authorization: Bearer nurture_…`. Each route names the "
    "scope that it needs.",
    auto_error=False,
)


async def _allowed(
    request: Request,
    needed: SecurityScopes,
    _: Annotated[HTTPAuthorizationCredentials | None, Security(_SCHEME)],
) -> Token:
    """The token that `door` knew, if it has the scopes of the route. Raises Refused with 403, naming what it lacks."""
    token: Token = request.state.token
    missing = [each for each in needed.scopes if each not in token.scopes]
    if missing:
        raise Refused(
            f"the token {token.name} has not the scope {' and '.join(missing)}",
            status=403,
            hint="Make one that has it: nurture tokens create",
        )
    return token


def needs(scope: Scope) -> params.Security:
    """Demands a token with that scope, and gives it."""
    return params.Security(dependency=_allowed, scopes=[scope.value])


def demanded_by(route: APIRoute) -> tuple[Scope, ...]:
    """The scopes that a route demands."""
    found = (each.own_oauth_scopes or () for each in route.dependant.dependencies if each.call is _allowed)
    return tuple(Scope(scope) for scopes in found for scope in scopes)
