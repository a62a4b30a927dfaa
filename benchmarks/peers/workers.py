"""Tools at work: each in a process that stays warm, has a memory limit, and is killed when its time is up."""

import os
import resource
import signal
import time
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection

from benchmarks.peers.pairs import NotGiven

MEMORY = 4 * 2**30  # bytes of address space
WARM_UP = {"id": "", "kind": "", "truth": True, "lhs": "(x+1)^2", "rhs": "x^2+2x+1", "where": [], "shapes": {}}
PATIENCE = 60  # seconds for imports and for putting a pair into a tool's terms


@dataclass(frozen=True)
class Answer:
    """What a tool said of a pair: accepted, refused, undecided or not given; why, where there is more to say."""

    said: str
    why: str = ""
    seconds: float = 0.0


def ask(module, pair: dict) -> Answer:
    """The tool's answer, in this process.  Only what the tool itself does is timed."""
    try:
        problem = module.given(pair)
    except NotGiven as reason:
        return Answer("not given", str(reason))
    except Exception as error:  # SymPy refuses some expressions when they are made
        return Answer("not given", described(error))
    started = time.perf_counter()
    try:
        found, why = module.accepts(problem), ""
    except Exception as error:  # a tool may raise whatever it likes
        found, why = None, described(error)
    seconds = time.perf_counter() - started
    return Answer({True: "accepted", False: "refused"}.get(found, "undecided"), why, seconds)


def described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def serve(tool: str, connection: Connection) -> None:
    """Answers pairs until the other end is closed."""
    os.setsid()  # so that what the tool starts is killed with it
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    module = import_module(f"benchmarks.peers.{tool}")
    connection.send(ask(module, WARM_UP))
    while True:
        try:
            pair = connection.recv()
        except EOFError:
            return
        connection.send(ask(module, pair))


class Worker:
    """A tool in a process of its own."""

    def __init__(self, tool: str, limit: float):
        self.tool, self.limit = tool, limit
        self.process = self.connection = None

    def ask(self, pair: dict) -> Answer:
        if self.process is None:
            self.start()
        self.connection.send(pair)
        if not self.connection.poll(self.limit):
            self.stop()
            return Answer("undecided", f"stopped after {self.limit:g} s", self.limit)
        try:
            return self.connection.recv()
        except EOFError:
            self.stop()
            return Answer("undecided", "its process ended")

    def start(self) -> None:
        context = get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(self.tool, other), daemon=True)
        self.process.start()
        other.close()
        if not self.connection.poll(PATIENCE):
            self.stop()
            raise TimeoutError(f"{self.tool} did not start")
        self.connection.recv()

    def stop(self) -> None:
        """Kills the process and whatever it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()
            self.connection.close()
            self.process = self.connection = None
