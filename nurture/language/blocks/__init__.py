"""Blocks put in where they are used, before a file is read any further: what follows sees plain steps.

`block` reads what stands under `blocks`, `use` what a step gives to one, and `putting_in` copies the file with the
steps of the one in place of the other. Every part of the copy knows where in the file it came from, so that what is
wrong in a block is told there, with the use by which it came.
"""

from nurture.language.blocks.putting_in import MOST_STEPS, PutIn, expanded, put_in
from nurture.language.blocks.telling import told_with_uses

__all__ = ["MOST_STEPS", "PutIn", "expanded", "put_in", "told_with_uses"]
