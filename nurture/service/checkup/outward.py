"""Can other systems be told what the sequences want them told?"""

from collections.abc import Iterator

from nurture.ats import writers_from
from nurture.config import Settings
from nurture.errors import NotSetUp, Rejected
from nurture.language.check import Checked
from nurture.language.steps import AtsStep, WebhookStep, every_step
from nurture.service.checkup.finding import Finding, good, warning
from nurture.webhooks import poster_from


def look(settings: Settings, checked: Checked) -> Iterator[Finding]:
    """One finding for each ATS and each webhook that a step names; without such steps, none."""
    steps = [step for each in checked.sequences for step in every_step(each.sequence.steps)]
    if any(isinstance(step, AtsStep) for step in steps):
        yield from _write_back(settings)
    yield from _webhooks(settings, checked, {step.webhook for step in steps if isinstance(step, WebhookStep)})


def _write_back(settings: Settings) -> Iterator[Finding]:
    for writer in writers_from(settings).values():
        try:
            yield good("Write-back", writer.check())
        except NotSetUp as error:
            yield warning("Write-back", f"{error.message}: every change is refused", error.hint or "")
        finally:
            writer.close()


def _webhooks(settings: Settings, checked: Checked, used: set[str]) -> Iterator[Finding]:
    poster = poster_from(settings)
    try:
        for name, webhook in sorted(checked.company.webhooks.items() if checked.company else ()):
            if name not in used:
                continue
            try:
                poster.signer(webhook.secret)
            except Rejected as error:
                yield warning("Webhook", f"{name}: {error.message}, so every message is refused", error.hint or "")
            else:
                yield good("Webhook", f"{name} is told with the key in {webhook.secret}")
    finally:
        poster.close()
