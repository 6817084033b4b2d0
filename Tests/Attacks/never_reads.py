"""20 clients that send plan requests one after another and read none of the answers."""
from __future__ import annotations

import selectors
import socket
import time
from contextlib import ExitStack

from findings import Findings
from server import ServerProcess
from wire import PLAN, Address

_COUNT = 20
_SECONDS = 8.0
# By then every buffer on the way must be full.
_FILLING_SECONDS = 6.0
_BLOCK = memoryview(PLAN * (128 * 1024 // len(PLAN)))


class DeafClient:
    """Sends requests for as long as the system takes them."""

    def __init__(self, address: Address) -> None:
        self.socket = socket.socket()
        # Small, so that the answers soon pile up on the server's side; and before connecting, or it has no effect.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(5)
        self.socket.connect(address)
        self.socket.setblocking(False)
        self.sent = 0
        self.is_ended = False

    def send(self) -> None:
        try:
            self.sent += self.socket.send(_BLOCK[self.sent % len(_BLOCK):])
        except BlockingIOError:
            pass
        except ConnectionError:
            self.is_ended = True


def send_until_full(clients: list[DeafClient], seconds: float) -> float:
    """Lets them send for a time; returns when, in seconds from the start, the last byte was taken."""
    start = last = time.monotonic()
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, selectors.EVENT_WRITE, client)
        while (left := start + seconds - time.monotonic()) > 0:
            for key, _ in selector.select(left) if selector.get_map() else []:
                key.data.send()
                last = time.monotonic()
                if key.data.is_ended:
                    selector.unregister(key.fileobj)
            if not selector.get_map():
                time.sleep(max(0, left))
    return last - start


def never_reads(server: ServerProcess, findings: Findings) -> None:
    with ExitStack() as opened:
        clients = [DeafClient(server.address) for _ in range(_COUNT)]
        for client in clients:
            opened.enter_context(client.socket)
        last = send_until_full(clients, _SECONDS)
    sent, ended = sum(client.sent for client in clients), sum(client.is_ended for client in clients)
    findings.saw(f"{sent / 1e6:.1f} MB of requests taken, the last after {last:.1f} s, {ended} of {_COUNT} ended")
    findings.expect(
        last <= _FILLING_SECONDS, f"requests are still taken after {last:.1f} s, though no answer was read")
    findings.expect(sent >= _COUNT * len(PLAN), f"only {sent} bytes of requests were taken")
