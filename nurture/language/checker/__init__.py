"""Checks conditions and templates against the schema of facts before they ever run.

Codes: N020 not readable, N021 unknown name, N022 unknown fact, N023 wrong comparison, N024 may be missing, N025 unknown
function or filter, N026 not a template (statements that are not let through; the head), N027 out of reach.
"""

from nurture.language.checker.check import (
    Problem,
    check_expression,
    check_markup,
    problem,
    type_of_expression,
)

__all__ = ["Problem", "check_expression", "check_markup", "problem", "type_of_expression"]
