#!/usr/bin/env python3
"""Serve the built site on this machine: ``make serve PORT=8000``."""

import errno
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, with the types browsers insist on, and no line per request."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, *args):
        pass


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    if not (SITE / "index.html").is_file():
        sys.exit("There is no built site yet: run `make book` first.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=SITE))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is taken. Name another: make serve PORT={port + 1}")
    print(f"http://localhost:{port}/ (stop with Ctrl+C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
