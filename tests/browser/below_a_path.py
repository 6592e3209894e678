"""A reverse proxy that serves an Airflow below a path of its host, as companies do, and nothing beside it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

PATH = "/airflow"
HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-encoding",
    "content-length",
    "date",
    "server",
}


@contextmanager
def proxied(port: int, target: str) -> Iterator[list[str]]:
    """Serve what lies below PATH at `target` on a port; yields the addresses asked for that do not."""
    strays: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            if not self.path.startswith(PATH + "/"):
                strays.append(self.path)
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            try:
                answer = http.request(
                    self.command, target + self.path, headers=dict(self.headers), content=body
                )
            except httpx.TransportError:
                self.send_error(502)
                return
            self.send_response(answer.status_code)
            for name, value in answer.headers.multi_items():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            with suppress(ConnectionError):  # a page that is left waits for nothing
                self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

        def log_message(self, *_: object) -> None:
            """Nothing: the test says what went wrong."""

    with httpx.Client(timeout=60) as http, ThreadingHTTPServer(("127.0.0.1", port), Proxy) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield strays
        server.shutdown()
        thread.join()
