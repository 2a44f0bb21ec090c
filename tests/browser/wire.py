"""The network between a phone and the app, which can be cut: a relay of bytes on a port of its own."""

import socket
import threading
from contextlib import suppress


class Wire:
    """A relay to a server's port; `cut` ends all connections and takes no new ones until `mend`."""

    def __init__(self, port: int) -> None:
        """Listen on a free port of this machine, and pass on what comes."""
        self._target = port
        self._open: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Lose the network."""
        self._whole.clear()
        for end in tuple(self._open):
            _hang_up(end)

    def mend(self) -> None:
        """Have the network back."""
        self._whole.set()

    def close(self) -> None:
        """Stop listening."""
        self.cut()
        _hang_up(self._door)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        if not self._whole.is_set():
            _hang_up(caller)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            _hang_up(caller)
            return
        self._open |= {caller, server}
        for source, sink in ((caller, server), (server, caller)):
            threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)
        for end in (source, sink):
            self._open.discard(end)
            _hang_up(end)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
