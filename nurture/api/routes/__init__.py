"""The operations, by what they are about. A new file is a line in `ROUTERS`."""

from nurture.api.routes import candidates, gaps, journeys, privacy, sequences, suppressions, tasks, telling

ROUTERS = (
    telling.router,
    privacy.router,
    candidates.router,
    journeys.router,
    sequences.router,
    tasks.router,
    suppressions.router,
    gaps.router,
)
