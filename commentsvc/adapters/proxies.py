"""Who is calling where proxies stand in front: exactly as many of them are believed as the settings trust."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def register(app: Flask, hops: int) -> None:
    """Let `app` see addresses and schemes as the `hops` proxies in front of it tell them."""
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_prefix=0)  # type: ignore[method-assign]


def peer_behind(hops: int, direct: str, forwarded: str) -> str:
    """The address that an application under `register` sees, where `direct` is who is connected and `forwarded` what
    X-Forwarded-For says."""
    if not hops:
        return direct
    environ: dict[str, Any] = {"REMOTE_ADDR": direct, "HTTP_X_FORWARDED_FOR": forwarded}
    fixed = ProxyFix(_no_app, x_for=hops, x_proto=0)
    fixed(environ, lambda *_told: lambda _bytes: None)
    peer: str = environ["REMOTE_ADDR"]
    return peer


def _no_app(_environ: Any, _start: Any) -> tuple[()]:
    return ()
