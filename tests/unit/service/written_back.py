"""A run of Maya's that changes what her ATS has on record."""

from nurture.domain.dispatches import Dispatch
from nurture.store import dispatches, records
from tests.unit.service.desk import MAYA, MAYAS, Desk, sequence

RUN = f"warm/application/{MAYAS}/1"
TAG = sequence("- {id: tag, ats: {tag: no response}}\n- {id: then, email: one, if: steps.tag.outcome == 'done'}")
NOTE = sequence(
    """\
    - id: note
      ats:
        note: Wrote to {{ candidate.first_name | or("them") }}.
    - {id: then, wait: 1 day}
    """
)


def told(desk: Desk) -> list[Dispatch]:
    with desk.parts.store.read() as conn:
        return list(dispatches.of_candidate(conn, MAYA))


def tags(desk: Desk) -> tuple[str, ...]:
    with desk.parts.store.read() as conn:
        return records.candidate(conn, MAYA).tags


def outcome(desk: Desk, step: str, run: str = RUN) -> str:
    return desk.carriers[run].move.progress.outcomes[step].result
