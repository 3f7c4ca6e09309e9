"""Ports of the loopback address that nobody listens on."""

import socket

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on that port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int | None = None) -> int:
    """The preferred port if nobody listens on it, else one that the system picks."""
    if preferred is not None and is_free(preferred):
        return preferred
    return _reserved_port()


def _reserved_port() -> int:
    """A port left in TIME_WAIT by a connection to itself.

    For a minute the system gives it to nobody who asks for just any port, such as an outgoing connection,
    while a server that names it can listen on it: servers set SO_REUSEADDR. Otherwise the port could be lost
    before the server starts.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, 0))
        listener.listen(1)
        port: int = listener.getsockname()[1]
        with socket.create_connection((LOOPBACK, port)) as caller:
            accepted, _ = listener.accept()
            accepted.close()  # the side that closes first keeps the port in TIME_WAIT
            caller.recv(1)
    return port
