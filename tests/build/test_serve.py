"""tools/serve.py: a whole site or a sentence."""

import socket
import subprocess
import sys
import urllib.request

import pytest

import serve


@pytest.mark.parametrize("port", ["abc", "-1", "65536", "8000.5", ""])
def test_a_port_that_is_none_is_refused_in_a_line(port, root):
    done = subprocess.run(
        [sys.executable, "tools/serve.py", f" {port}"], cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 2 and "PORT must be a number" in done.stderr
    assert "Traceback" not in done.stderr


def test_half_a_site_is_not_served(tmp_path):
    (tmp_path / "index.html").write_text("half")
    with pytest.raises(SystemExit, match="no whole site"):
        serve.main(["0"], site=tmp_path)


def test_a_taken_port_names_another(tmp_path):
    (tmp_path / ".complete").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken.*PORT={port + 1}"):
            serve.main([str(port)], site=tmp_path)


def test_a_whole_site_is_served_and_scripts_have_their_type(tmp_path, root):
    (tmp_path / ".complete").touch()
    (tmp_path / "core.js").write_text("export const x = 1;")
    code = f"import serve, pathlib; serve.main(['0'], pathlib.Path({str(tmp_path)!r}))"
    pipe = {"stdout": subprocess.PIPE, "text": True, "cwd": root / "tools"}
    with subprocess.Popen([sys.executable, "-c", code], **pipe) as process:
        try:
            address = process.stdout.readline().split()[0]
            with urllib.request.urlopen(address + "core.js", timeout=10) as answer:
                assert answer.headers["Content-Type"] == "text/javascript"
        finally:
            process.terminate()
