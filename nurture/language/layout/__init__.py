"""The one layout of a file: block style, two spaces, quotes where needed, durations and hours as we write them.

The meaning never changes and no comment is lost: what is written is read back and compared, and a file of which that
can't be said stays as it is.
"""

from nurture.language.layout.layout import LaidOut, lay_out

__all__ = ["LaidOut", "lay_out"]
