"""The worker, with the ATS and the webhooks of rehearsals: a log's people are in no ATS that could be written to."""

import worker
from nurture.ats.memory import MemoryWriter
from nurture.leaving import leave
from nurture.service import parts
from nurture.simulator.news import CONNECTION
from nurture.webhooks.memory import MemoryPoster

if __name__ == "__main__":
    parts.writers_from = lambda _: {CONNECTION: MemoryWriter()}
    parts.poster_from = lambda _: MemoryPoster()
    leave(worker.main())
