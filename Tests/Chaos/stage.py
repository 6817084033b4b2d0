"""A database, the clients that write to it, and the servers that serve it one after another."""
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from client import Client, Unanswered
from crowd import PROBED, Crowd, require_answers
from observe import check_file, observe
from server import NotReady, ServerProcess
from tokens import UNLIMITED, make_token
from world import Broken, World
from writes import BASE, SHARED, base_runs, study


class Stage:
    """`folder` has the database, and may be there already; the log lies in `logs`, for the folder may fill up."""

    def __init__(self, binary: str, folder: Path, logs: Path, seed: str) -> None:
        self._binary = binary
        self.folder = folder
        self._log = logs / f"{folder.name}.log"
        self._token = make_token(binary, folder)
        world = World(PROBED)
        with self.serve() as server, self.client(server) as client:
            require_answers(client)
            for write in (study(BASE, "for fits"), study(SHARED, "for all"), base_runs()):
                answer = client.send(write.method, write.path, write.body, {"Content-Type": write.content_type})
                if not answer.is_success:
                    raise Broken(f"{write} is {answer}")
                world.take(write)
        self.crowd = Crowd(seed, world, self._token)

    def serve(self) -> ServerProcess:
        return ServerProcess(self._binary, self.folder, options=UNLIMITED, log=self._log)

    def client(self, server: ServerProcess) -> Client:
        return Client(server.address, self._token)

    def write_and_kill(self, moment: float) -> None:
        with self.serve() as server:
            over, killed = threading.Event(), threading.Event()
            threads = self.crowd.write_until(over, server.address, killed.is_set, lambda _: False)
            time.sleep(moment)
            killed.set()
            server.kill()
            over.set()
            for thread in threads:
                thread.join()

    def kill_at_start(self, moment: float) -> None:
        server = self.serve()
        time.sleep(moment)
        server.kill()
        server.stop()

    def compare(self) -> None:
        """What a new server says is there with what was promised, and its file."""
        check_file(self.folder)
        with self._new_client() as client:
            self.crowd.settle(observe(client, self.crowd.world.keys()))

    def finish(self) -> None:
        """As `compare`, once every write has been answered."""
        with self._new_client() as client:
            self.crowd.finish(client)
            self.crowd.settle(observe(client, self.crowd.world.keys()))

    @contextmanager
    def _new_client(self) -> Iterator[Client]:
        """Of a new server, which must answer all that it is asked."""
        try:
            with self.serve() as server, self.client(server) as client:
                yield client
        except (NotReady, Unanswered) as error:
            raise Broken(str(error)) from error
