"""Whether so many mails of a sequence or a mailbox went wrong that it has to stop."""

from decimal import Decimal

from nurture.language.breakers import Breakers
from nurture.values import frozen


@frozen
class Fates:
    """How many mails were taken by their provider, how many of those came back or were called spam, and how many of
    their readers asked for no more mail.
    """

    mails: int
    bounces: int = 0
    complaints: int = 0
    opt_outs: int = 0


def why_broken(fates: Fates, breakers: Breakers) -> str | None:
    """The first share that is passed, in words; None where none is, or there are too few mails to tell."""
    if fates.mails < breakers.at_least:
        return None
    judged = (
        (breakers.complaints, fates.complaints, "were called spam"),
        (breakers.bounces, fates.bounces, "came back"),
        (breakers.opt_outs, fates.opt_outs, "were followed by a wish for no more mail"),
    )
    for limit, count, what in judged:
        share = Decimal(100 * count) / fates.mails
        if limit is not None and share > limit:
            said = f"{count} of {fates.mails} mails within {breakers.over} {what}"
            return f"{said}, {share:.2f}% where {limit}% is allowed"
    return None
