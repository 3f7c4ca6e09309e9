"""One file of an author: a sequence, and the parts of which it consists.

`enroll` is made of triggers, `exit` of exit rules, `send` of send rules; the kinds of `steps` have a package of their
own.
"""

from nurture.language.sequence.exit_rule import ExitRule
from nurture.language.sequence.purpose import Purpose
from nurture.language.sequence.send_rules import Priority, SendRules
from nurture.language.sequence.sequence import Sequence, counts_visits, is_about_openings
from nurture.language.sequence.subject import default_subject, names_application
from nurture.language.sequence.trigger import AN_ENTRY, MANUAL, Trigger

__all__ = [
    "AN_ENTRY",
    "MANUAL",
    "ExitRule",
    "Priority",
    "Purpose",
    "SendRules",
    "Sequence",
    "Trigger",
    "counts_visits",
    "default_subject",
    "is_about_openings",
    "names_application",
]
