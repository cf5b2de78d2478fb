"""The owner's web site in the widget's tests: another origin than the service, with pages a test writes itself."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Pages:
    """Serves `pages[path]` = (html, headers) and remembers every request's path and headers."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                """Stay quiet."""

            def do_GET(self) -> None:  # noqa: N802
                path = self.path.split("?")[0]
                site.seen.append((self.path, dict(self.headers)))
                text, headers = site.pages.get(path, ("", {}))
                self.send_response(200 if path in site.pages else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def put(self, path: str, body: str, *, head: str = "", html: str = 'lang="en"', **headers: str) -> str:
        """Serve a page at `path` and return its URL; keyword `headers` use `_` for `-`."""
        text = f"<!doctype html><html {html}><head><meta charset=utf-8><title>A story</title>"
        text += '<meta name="viewport" content="width=device-width, initial-scale=1">'
        text += f"{head}</head><body>{body}</body></html>"
        self.pages[path] = (text, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url + path
