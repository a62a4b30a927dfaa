"""Worker processes: each job runs in a child that may hang, crash or eat its memory without taking the others along.

A child announces every claim before it tries it, which gives it `limit` seconds more.  A child that stays silent longer
is killed, and so is all that it started; its job runs again in a new one, with that claim left alone.
"""

import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, Protocol, TypeVar

LIMIT = 20.0  # seconds for a claim
START = 120.0  # seconds for a child to import the checker, however busy the machine
TICK = 0.1  # seconds between two looks at the clock
MEMORY = 4 << 30  # bytes of address space for a child; the checker itself takes a quarter of a gigabyte
MOST_RESTARTS = 20  # of one job
SHOWN = 500  # characters of a formula that are worth sending for the progress line

# The child is a new process rather than a fork: it inherits no threads, and hashes strings alike every time, so that
# nothing depends on the order of a set.
CHILD = "import sys; sys.path[:] = sys.argv[2:]; from answerkey.running import serve; serve(int(sys.argv[1]))"
SETTINGS = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

Trying = Callable[[str, object, str], None]  # told of a key, a place and a formula before each claim


class Failed(Exception):
    """A job that cannot be done; the message is one line for a person."""


class Job(Protocol):
    """What a child is asked to do; it and its answer have to cross a pipe."""

    @property
    def limit(self) -> float: ...

    @property
    def name(self) -> str: ...

    def prepare(self) -> None:
        """Import what the job needs and can be trusted to end; not counted as its time."""

    def can_skip(self, key: str) -> bool:
        """Whether the job can be done without the claim announced as `key`."""

    def run(self, trying: Trying, hopeless: dict[str, str]) -> object:
        """Do it, leaving alone the claims that are `hopeless` (with the reason); raises Failed.

        What it yields, if it is a generator, is sent share by share, and there is no other answer.
        """


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Outcome:
    """What a job answered, or why it did not, in one line."""

    value: Any = None
    error: str = ""


@dataclass(frozen=True)
class Share:
    """A part of what a job answers, sent before the rest is done: those of a job that is run again come again."""

    number: int
    value: Any


@dataclass(frozen=True)
class Task:
    """A job with the claims that it has to leave alone, by key, and why."""

    job: Any
    hopeless: dict[str, str] = field(default_factory=dict)


NOTHING = Task(None)


@dataclass(frozen=True)
class Claim:
    """What a child is about to try."""

    key: str = ""
    place: str = ""
    latex: str = ""


# -- the child's side


def serve(descriptor: int) -> None:
    """Do the jobs that come through the pipe until it is closed."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe = Connection(descriptor)
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            task = pipe.recv()
            pipe.send(done(task, pipe))


def done(task: Task, pipe: Connection) -> Outcome:
    """The outcome of a task; whatever the course's code raises, even to leave the program, is one line."""
    job = task.job

    def trying(key: str, place: object, latex: str) -> None:
        signal.alarm(int(2 * job.limit) + 10)  # ends the child if nobody is left to kill it
        pipe.send(Claim(key, str(place), latex[:SHOWN]))

    try:
        prepare(job)
        trying("", "", "")
        found = job.run(trying, task.hopeless)
        if not isinstance(found, Iterator):
            return Outcome(found)
        for number, value in enumerate(found):
            pipe.send(Share(number, value))
        return Outcome()
    except Failed as error:
        return Outcome(error=str(error))
    except BaseException as error:
        return Outcome(error=f"{job.name}: {described(error)}")
    finally:
        signal.alarm(0)


def prepare(job: Job) -> None:
    """Import what the job needs; none of that is ever garbage, so that looking for some in it is a waste."""
    gc.disable()
    try:
        job.prepare()
        gc.freeze()
    finally:
        gc.enable()


def described(error: BaseException, inside: str = "") -> str:
    """An exception in one line with the place where it was raised, or the last place in a file under `inside`."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}"
    place, trace = "", error.__traceback__
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if path.startswith(inside):
            place = f"{path}:{trace.tb_lineno}: "
        trace = trace.tb_next
    return f"{place}{type(error).__name__}{f': {error}' if str(error) else ''}"


# -- the parent's side


@dataclass
class Worker:
    """A child and what it is doing; `deadline` is on the monotonic clock."""

    process: subprocess.Popen
    pipe: Connection
    task: Task = NOTHING
    claim: Claim = Claim()
    deadline: float = 0.0

    @classmethod
    def start(cls) -> "Worker":
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-c", CHILD, str(theirs.fileno()), *sys.path]
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=2,  # what a module prints must not get into our own output
                pass_fds=[theirs.fileno()],
                env=os.environ | SETTINGS,
                process_group=0,  # an interrupt from the keyboard is for us alone
            )
        return cls(process, ours)

    def give(self, task: Task) -> None:
        self.task, self.claim = task, Claim()
        self.deadline = time.monotonic() + START
        with contextlib.suppress(OSError):  # a dead child is noticed when it should answer
            self.pipe.send(task)

    def stop(self) -> None:
        """Kill the child with everything that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.pipe.close()


class Workers:
    """At most `count` children, started when there is work for them and killed on leaving the `with` block.

    `watch` is called from time to time with those that are working.
    """

    def __init__(self, count: int, watch: Callable[[list[Worker]], None] | None = None):
        self.count, self.watch = count, watch
        self.workers: list[Worker] = []

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_) -> None:
        for worker in self.workers:
            worker.stop()

    def finished(self, jobs: deque[J]) -> Iterator[tuple[J, Outcome]]:
        """Each of `jobs` with its outcome, as they end; more may be added to `jobs` meanwhile."""
        yield from ((job, said) for job, said in self.heard(jobs) if isinstance(said, Outcome))

    def heard(self, jobs: deque[J]) -> Iterator[tuple[J, Outcome | Share]]:
        """As `finished`, and before the outcome of a job its shares, as they come."""
        again: deque[Task] = deque()
        while jobs or again or self.busy:
            self.hand_out(jobs, again)
            for worker in self.ready():
                task = worker.task
                outcome = self.heard_from(worker)
                if isinstance(outcome, Task):
                    again.append(outcome)
                elif outcome is not None:
                    yield task.job, outcome
            if self.watch and self.busy:
                self.watch(self.busy)

    @property
    def busy(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.task is not NOTHING]

    def hand_out(self, jobs: deque[J], again: deque[Task]) -> None:
        while jobs or again:
            idle = next((worker for worker in self.workers if worker.task is NOTHING), None)
            if idle is None and len(self.workers) == self.count:
                return
            if idle is None:
                idle = Worker.start()
                self.workers.append(idle)
            idle.give(again.popleft() if again else Task(jobs.popleft()))

    def ready(self) -> list[Worker]:
        """The workers that have said something, died or run out of time."""
        busy = self.busy
        pause = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        heard = wait([worker.pipe for worker in busy], min(pause, TICK) if self.watch else pause)
        late = time.monotonic()
        return [worker for worker in busy if worker.pipe in heard or worker.deadline < late]

    def heard_from(self, worker: Worker) -> Outcome | Share | Task | None:
        """The outcome of the worker's task, a share of it, the task that is to be tried again, or nothing yet."""
        job = worker.task.job
        try:
            if not worker.pipe.poll():
                return self.given_up(
                    worker, f"did not finish within {job.limit:g} s", f"out of time after {job.limit:g} s"
                )
            said = worker.pipe.recv()
        except (EOFError, OSError):
            died = f"the checker's process died{cause(worker.process)}"
            return self.given_up(worker, died, died)
        if isinstance(said, Claim):
            worker.claim, worker.deadline = said, time.monotonic() + job.limit
            return None
        if not isinstance(said, Share):
            worker.task = NOTHING
        return said

    def given_up(self, worker: Worker, error: str, reason: str) -> Outcome | Task:
        """What becomes of the task of a child that has to go: `error` ends it, or `reason` excuses one claim."""
        task, key = worker.task, worker.claim.key
        worker.stop()
        self.workers.remove(worker)
        if task.job.can_skip(key) and key not in task.hopeless and len(task.hopeless) < MOST_RESTARTS:
            return replace(task, hopeless=task.hopeless | {key: reason})
        return Outcome(error=": ".join(filter(None, [task.job.name, worker.claim.place, error])))


def cause(process: subprocess.Popen) -> str:
    """How a child ended, after a moment to do so."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        code = process.wait(1)
        return f" ({signal.Signals(-code).name})" if code < 0 else ""
    return ""


# -- a job


@dataclass(frozen=True)
class DecidePair:
    """Two formulas side by side; the answer is the verdict, what was read, and the seconds."""

    lhs: str
    rhs: str
    where: tuple[str, ...] = ()
    shapes: dict[str, list] = field(default_factory=dict)
    seed: int = 0
    limit: float = LIMIT
    name: str = ""

    def prepare(self):
        import answerkey.deciding.pairs  # noqa: F401

    def can_skip(self, key):
        return False

    def run(self, trying, hopeless):
        from answerkey.deciding.pairs import decide_pair

        verdict, claim, seconds = decide_pair(self.lhs, self.rhs, self.where, self.shapes, self.seed)
        return verdict, "" if claim is None else repr(claim), round(seconds, 4)


@dataclass(frozen=True)
class Certify(DecidePair):
    """As above; the answer is a certificate."""

    def prepare(self):
        import answerkey.certificates  # noqa: F401

    def run(self, trying, hopeless):
        from answerkey.certificates import certificate

        return certificate(self.lhs, self.rhs, self.where, self.shapes, self.seed)


@dataclass(frozen=True)
class Recheck:
    """A certificate; the answer is whether it holds, and what was done to see."""

    found: dict
    limit: float = LIMIT
    name: str = ""

    def prepare(self):
        import answerkey.certificates  # noqa: F401

    def can_skip(self, key):
        return False

    def run(self, trying, hopeless):
        from answerkey.certificates import recheck

        return recheck(self.found)
