"""A Temporal server on this machine, for trying out, demonstrations and tests. Production runs its own.

Getting the program and running it are apart: `find_temporal` may take minutes, once; `DevServer` takes a
second or two.
"""

from nurture.devserver.cli_binary import find_temporal, installed_temporal
from nurture.devserver.ports import free_port, is_free
from nurture.devserver.server import DevServer

__all__ = ["DevServer", "find_temporal", "free_port", "installed_temporal", "is_free"]
