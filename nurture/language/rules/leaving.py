"""What exits say about other runs."""

from collections.abc import Iterator

from nurture.domain.exit_scope import ExitScope
from nurture.domain.related import HANGS_ON_APPLICATION
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.rules.people import with_article
from nurture.language.sequence import ExitRule
from nurture.language.steps import ExitStep


def scopes_have_an_application(draft: Draft) -> Iterator[Diagnostic]:
    """`scope: application` needs a run about one."""
    if draft.subject in HANGS_ON_APPLICATION:
        return
    for node in draft.nodes:
        if node.model in (ExitRule, ExitStep) and node.data.get("scope") == ExitScope.APPLICATION:
            yield draft.at(
                codes.WRONG_SUBJECT,
                (*node.where, "scope"),
                f"a run about {with_article(draft.subject)} has no application whose other runs could end",
                "write `scope: candidate`, or leave it out",
            )
