"""No test talks to the world: a socket that would leave the machine, or a name that is not local, raises `Refused`."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class Refused(AssertionError):
    """A test, or the code under test, tried to reach another machine."""


def stay_at_home() -> None:
    """From now on this process connects to loopback and Unix sockets only."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _local(host):
            raise Refused(f"looked up {host!r}; tests stay on this machine")
        return getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = guarded_getaddrinfo


def _check(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _local(address[0]):
        raise Refused(f"connected to {address!r}; tests stay on this machine")


def _local(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified
