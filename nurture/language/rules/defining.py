"""Conditions that have a name: those that a sequence gives, and all that may be used in it."""

from collections.abc import Mapping

from nurture.domain.tasks import Asks
from nurture.language.definitions import Defined, defined, of_company
from nurture.language.named_conditions import by_use
from nurture.language.rules.draft import Draft
from nurture.language.rules.items import step_ids_at
from nurture.language.schema import NamedCondition, Scope


def defined_in(draft: Draft) -> Mapping[str, Defined]:
    """Those of the sequence, which may name all that is known in the whole of it."""
    scope = Scope(
        subject=draft.subject,
        step_ids=step_ids_at(draft, ()),
        outcomes=draft.outcomes,
        dated=draft.asking(only=Asks.DATE),
        own=draft.own,
        is_definition=True,
    )
    return defined(by_use((draft.source.data or {}).get("conditions")), _of_company(draft), (scope,))


def named_in(draft: Draft) -> tuple[NamedCondition, ...]:
    """All that may be used: those of company.yaml, and those of the sequence."""
    return (*_of_company(draft), *(each.condition for each in defined_in(draft).values()))


def _of_company(draft: Draft) -> tuple[NamedCondition, ...]:
    return tuple(each.condition for each in of_company(draft.own).values())
