"""What a first visit fetches is whole, whoever left amid fetching it before."""

import gzip
import socket
import struct
import urllib.request
from pathlib import Path

import streamlit

from tests.browser.app_server import AppServer

SCRIPTS = sorted(
    (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"),
    key=lambda script: script.stat().st_size,
)[-20:]
#: A connection that is closed so is gone at once.
_RESET = struct.pack("ii", 1, 0)


def test_a_file_that_somebody_left_is_whole_for_the_next(own_server: AppServer) -> None:
    """A phone that is locked amid its first visit leaves no half file behind for all the others."""
    for script in SCRIPTS:
        with socket.create_connection(("127.0.0.1", own_server.port)) as leaving:
            request = f"GET /static/js/{script.name} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"
            leaving.sendall(request.encode())
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    for script in SCRIPTS:
        asked = urllib.request.Request(
            f"{own_server.address}/static/js/{script.name}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            assert gzip.decompress(answer.read()) == script.read_bytes()
    assert "Traceback" not in own_server.log()
