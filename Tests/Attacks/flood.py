"""A client that asks as fast as it is answered, until the server ends the connection."""
from __future__ import annotations

import socket
import threading
from contextlib import suppress

from wire import HEALTH, PLAN, Address, AnswerStream, Ending, MalformedAnswer, connect

_LONGEST = 20.0


class FloodClient(threading.Thread):
    """Sends `depth` requests at a time and reads their answers; `finish` tells how it ended."""

    def __init__(self, address: Address, depth: int) -> None:
        super().__init__(daemon=True)
        self._questions = (PLAN + HEALTH) * (depth // 2) if depth > 1 else PLAN
        self._depth = depth
        self._ending = Ending()
        self._stream = AnswerStream()
        self._connection = connect(address, timeout=_LONGEST)

    def run(self) -> None:
        # Closed at once, like a client's that is done: the server lingers until then.
        with self._connection:
            try:
                while self._is_answered():
                    pass
                self._ending.how = "closed"
            except ConnectionError:
                self._ending.how = "reset"
            except (OSError, MalformedAnswer) as error:
                self._ending.how = f"{type(error).__name__}: {error}"
        self._ending.is_torn = self._stream.is_torn

    def _is_answered(self) -> bool:
        """Asks once; returns whether all the answers came, and not the end."""
        # The server may have closed meanwhile; reading tells in which way.
        with suppress(ConnectionError):
            self._connection.sendall(self._questions)
        missing = self._depth
        while missing > 0:
            data = self._connection.recv(65536)
            if not data:
                return False
            answers = self._stream.feed(data)
            missing -= len(answers)
            self._ending.statuses += [answer.status for answer in answers]
        return True

    def finish(self) -> Ending:
        """Waits for its end; a connection that is still open after a while is ended from here."""
        self.join(2)
        if self.is_alive():
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)
            self.join(2)
            self._ending.how = "still open"
        return self._ending
