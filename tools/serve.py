#!/usr/bin/env python3
"""Serve the built site on this machine: ``make serve PORT=8000``."""

import argparse
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
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, *args):
        pass


def port(text):
    """Read a port; 0 lets the system choose one."""
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"PORT must be a number from 0 to 65535, got {text!r}")
    return number


def main(arguments=None, site=SITE):
    parser = argparse.ArgumentParser(prog="serve", description=__doc__.splitlines()[0])
    parser.add_argument("port", nargs="?", type=port, default=8000)
    wanted = parser.parse_args(arguments).port
    if not (site / ".complete").is_file():
        sys.exit("There is no whole site here yet: run `make book` first.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", wanted), partial(Handler, directory=site))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {wanted} is taken. Name another: make serve PORT={wanted % 65535 + 1}")
        if error.errno == errno.EACCES:
            sys.exit(f"Port {wanted} is not open to you. Name one above 1023: make serve PORT=8000")
        raise
    print(f"http://localhost:{server.server_port}/ (stop with Ctrl+C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
