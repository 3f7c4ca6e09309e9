"""Whose runs an exit ends besides its own."""

from enum import StrEnum


class ExitScope(StrEnum):
    """`scope:` of an exit: all runs about the application, all of the person, those of the same purpose, and with
    `everything` all of the person, and no other begins by itself."""

    APPLICATION = "application"
    CANDIDATE = "candidate"
    PURPOSE = "purpose"
    EVERYTHING = "everything"
