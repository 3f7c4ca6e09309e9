"""A worker for which the hours are always open."""

import worker
from nurture.leaving import leave
from nurture.timing.window import SendWindow

if __name__ == "__main__":
    SendWindow.is_open = lambda *_: True
    leave(worker.main())
