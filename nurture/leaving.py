"""Ending a process that used a Temporal client, with its true exit code."""

import gc
import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """Ends the process; at once, after flushing what was said, if Temporal's SDK was used in it.

    The SDK's threads outlive its clients, and there is no way to stop them: now and then one of them calls into an
    interpreter that is already shutting down, which aborts the process with code 134 after all its work was done.
    """
    if "temporalio" not in sys.modules:
        gc.freeze()  # or Python goes through all that there is, twice, for garbage that ends with it
        sys.exit(code)
    import logging  # which Temporal's SDK has loaded, and a process without it may have no use for

    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
