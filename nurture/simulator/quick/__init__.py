"""The quick rehearsal: the real engine and the real gate, with what is on record of one person held in memory."""

from nurture.simulator.quick.play import play
from nurture.simulator.quick.stage import Stage, stage_of, why_not

__all__ = ["Stage", "play", "stage_of", "why_not"]
