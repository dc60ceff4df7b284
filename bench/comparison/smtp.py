"""An SMTP server on loopback, in a process of its own: takes every mail, keeps none, counts them."""

import multiprocessing
import socket
import threading
from multiprocessing.sharedctypes import Synchronized

_OK, _BYE, _GO_ON = b"250 ok\r\n", b"221 bye\r\n", b"354 go on\r\n"


class Counting:
    """The server, from `start` to `stop`; `taken` is the number of mails so far."""

    def __init__(self, port: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ready = context.Event()
        self._taken: Synchronized[int] = context.Value("l", 0)
        self._process = context.Process(target=_run, args=(port, self._ready, self._taken), daemon=True)

    def start(self) -> None:
        self._process.start()
        self._ready.wait(30)

    def stop(self) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def taken(self) -> int:
        return int(self._taken.value)


def _run(port: int, ready: threading.Event, taken: "Synchronized[int]") -> None:
    server = socket.create_server(("127.0.0.1", port), backlog=64)
    ready.set()
    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_converse, args=(connection, taken), daemon=True).start()


def _converse(connection: socket.socket, taken: "Synchronized[int]") -> None:
    """One connection: commands are answered in turn, what follows DATA is read to its end."""
    lines = connection.makefile("rb")
    connection.sendall(b"220 bench\r\n")
    for line in lines:
        command = line[:4].upper()
        if command == b"DATA":
            connection.sendall(_GO_ON)
            for text in lines:
                if text == b".\r\n":
                    break
            with taken.get_lock():
                taken.value += 1
        connection.sendall(_BYE if command == b"QUIT" else _OK)
        if command == b"QUIT":
            break
    connection.close()
