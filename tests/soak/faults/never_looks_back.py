"""A worker that never asks whether a journey is over."""

import worker
from nurture.engine import next_move
from nurture.leaving import leave

if __name__ == "__main__":
    next_move.why_over = lambda _: None
    leave(worker.main())
