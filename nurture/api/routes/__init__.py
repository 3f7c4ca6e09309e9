"""The operations, by what they are about. A new file is a line in `ROUTERS`."""

from nurture.api.routes import (
    audit,
    broadcasts,
    candidates,
    deliveries,
    gaps,
    journeys,
    mails,
    persons,
    privacy,
    sequences,
    standing,
    suppressions,
    tasks,
    team,
    telling,
)

ROUTERS = (
    telling.router,
    privacy.router,
    persons.router,
    candidates.router,
    journeys.router,
    broadcasts.router,
    sequences.router,
    tasks.router,
    suppressions.router,
    standing.router,
    deliveries.router,
    mails.router,
    team.router,
    gaps.router,
    audit.router,
)
