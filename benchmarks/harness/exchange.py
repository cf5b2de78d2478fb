"""One answer from a kept connection."""

from __future__ import annotations

import socket

from benchmarks.harness.processes import Failed


def read_answer(connection: socket.socket) -> bytes:
    """One whole answer with its head."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    more = connection.recv(65_536)
    if not more:
        raise Failed("the server ended the connection")
    return more
