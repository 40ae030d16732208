"""Where the work goes: processes here, or the workers of a Dask cluster.

Both are executors of concurrent.futures; do_all is the one loop over them.
"""
import collections
import concurrent.futures
import contextlib
import logging
import math
import multiprocessing
import re
import time
import typing
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator

from checkers.base.errors import Mistake
from checkers.classroom import worker

TRIES = 4               # workers that may die over one piece of work
SECONDS = 10            # until a scheduler answers
START = 120             # until a worker says what it grades with
PATIENCE = 60           # until another worker comes where all are gone
LOOK = 2                # between two looks at who is there
ADDRESS = re.compile(r'(tcp|tls)://[^/\s]+:\d+')
INSTALL = 'python3 -m pip install -r checkers/optional.txt'

Key = typing.TypeVar('Key', bound=Hashable)
Result = typing.TypeVar('Result')
# A piece of work: what it is known by, a function and its arguments.
Piece: typing.TypeAlias = tuple[
    Key, Callable[..., Result], tuple[object, ...]]
Future: typing.TypeAlias = concurrent.futures.Future[Result]
# Takes the name of a worker, and what a question returned or raised there;
# tells whether the worker may work.
Judge: typing.TypeAlias = Callable[[str, object], bool]


class Gone(RuntimeError):
    """There is nobody left to do the work."""


class Left(RuntimeError):
    """All workers that a piece of work was given to have left."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__('the workers that had it have left')


class Local:
    """Processes on this machine, each with a probe of its own.

    Args:
        jobs: how many.

    Attributes:
        width: how many pieces of work are given out at a time.
        lost: the exceptions that say that a worker died.
    """

    lost: tuple[type[Exception], ...] = (concurrent.futures.BrokenExecutor,)

    def __init__(self, jobs: int) -> None:
        """Start no process yet: the executor does, with the work."""
        self.jobs, self.width = jobs, 2 * jobs
        self.executor = self.open()

    def open(self) -> concurrent.futures.Executor:
        """Return a new executor; its processes share nothing with this."""
        return concurrent.futures.ProcessPoolExecutor(
            self.jobs, multiprocessing.get_context('spawn'), worker.attend)

    def admit(self, question: Piece[str, object], judge: Judge) -> None:
        """Let the judge hear one process: all are of this machine."""
        for _, answer in do_all(self, [question]):
            judge('this machine', answer)

    def submit(self, function: Callable[..., Result], *arguments: object
               ) -> Future[Result]:
        """Give out work; where the workers are gone, to new ones."""
        try:
            return self.executor.submit(function, *arguments)
        except concurrent.futures.BrokenExecutor:
            self.executor = self.open()
            return self.executor.submit(function, *arguments)

    def stranded(self, waiting: Iterable[Future[Result]]
                 ) -> list[Future[Result]]:
        """Return the work that nobody is there for: none."""
        return []

    def close(self) -> None:
        """End the processes, whatever they do."""
        for process in multiprocessing.active_children():
            process.terminate()
        self.executor.shutdown(cancel_futures=True)


class Dask:
    """The workers of a Dask scheduler, as far as a judge admits them.

    Each is asked one question before it gets any work; those that come later,
    or come back, as soon as they are seen.

    Args:
        address: the scheduler's, such as tcp://host:8786.

    Attributes:
        lost: as for Local.

    Raises:
        Mistake: distributed is not installed, or nobody answers.
    """

    def __init__(self, address: str) -> None:
        """Connect to the scheduler."""
        try:
            import distributed
        except ImportError:
            raise Mistake(f'--scheduler needs Dask: {INSTALL}')
        if not ADDRESS.fullmatch(address):
            raise Mistake(f'{address} is no address of a scheduler, such as '
                          'tcp://host:8786')
        self.lost: tuple[type[Exception], ...] = (
            distributed.scheduler.KilledWorker,)
        # Its log of a lost connection is pages long; do_all says it in one
        # line.
        logging.getLogger('distributed.client').setLevel(logging.CRITICAL)
        try:
            self.client = distributed.Client(
                address, timeout=SECONDS, set_as_default=False)
        except OSError:
            raise Mistake(f'the scheduler {address} does not answer; start '
                          'it, or check the address')
        if not self.client.nthreads():
            self.close()
            raise Mistake(f'the scheduler {address} has no workers; start '
                          'some')
        self.executor = self.client.get_executor(pure=False)
        # Who was there when it was last looked at: the threads, by address.
        self.threads: dict[str, int] = {}
        self.looked = -math.inf
        # By a worker's address: the question to it, and what was judged. By
        # a piece of work: the addresses of those it was given to.
        self.asked: dict[str, Future[object]] = {}
        self.admitted: dict[str, bool] = {}
        self.given: weakref.WeakKeyDictionary[
            Future[typing.Any], frozenset[str]] = weakref.WeakKeyDictionary()

    def admit(self, question: Piece[str, object], judge: Judge) -> None:
        """Ask each worker, wait for the answers, and have them judged.

        Who answers too late may be admitted later.
        """
        self.question, self.judge = question, judge
        end = time.monotonic() + START
        while (late := self.unheard(self.ask())) and time.monotonic() < end:
            concurrent.futures.wait(
                [self.asked[address] for address in late], timeout=LOOK)
        self.present()
        for address in late:
            judge(address, TimeoutError('it does not answer'))

    def ask(self) -> dict[str, int]:
        """Return the threads of each worker that is there; ask who is new.

        Nobody waits for a far scheduler at every piece of work: who is there
        is looked at as often as LOOK says.
        """
        if time.monotonic() - self.looked < LOOK:
            return self.threads
        try:
            self.threads = self.client.nthreads()
        except OSError:
            raise Gone('the scheduler is gone')
        self.looked = time.monotonic()
        for address in self.asked.keys() - self.threads.keys():
            del self.asked[address]             # who comes back is new
            self.admitted.pop(address, None)
        _, function, arguments = self.question
        for address in self.threads.keys() - self.asked.keys():
            self.asked[address] = self.give([address], function, *arguments)
        return self.threads

    def unheard(self, addresses: Iterable[str]) -> list[str]:
        """Return the addresses of those who have not answered yet."""
        return sorted(address for address in addresses
                      if not self.asked[address].done())

    def present(self) -> dict[str, int]:
        """Return the threads of the admitted workers that are there."""
        threads = self.ask()
        new = self.asked.keys() - self.admitted.keys()
        for address in sorted(new - {*self.unheard(new)}):
            self.admitted[address] = self.judge(
                address, outcome(self.asked[address]))
        return {address: count for address, count in threads.items()
                if self.admitted.get(address)}

    def ready(self) -> dict[str, int]:
        """Return what present does; where nobody is there, wait for some."""
        end = time.monotonic() + PATIENCE
        while not (there := self.present()):
            if time.monotonic() > end:
                raise Gone('the workers are gone')
            time.sleep(LOOK)
        return there

    @property
    def width(self) -> int:
        """Return how many pieces of work are given out at a time."""
        return max(1, 2 * sum(self.present().values()))

    def submit(self, function: Callable[..., Result], *arguments: object
               ) -> Future[Result]:
        """Give out work, to those that were admitted alone."""
        return self.give(self.ready(), function, *arguments)

    def give(self, addresses: Iterable[str], function: Callable[..., Result],
             *arguments: object) -> Future[Result]:
        """Give out work to the workers at these addresses, one at least."""
        future: Future[Result] = self.executor.submit(
            function, *arguments, workers=list(addresses),
            allow_other_workers=False)
        self.given[future] = frozenset(addresses)
        return future

    def stranded(self, waiting: Iterable[Future[Result]]
                 ) -> list[Future[Result]]:
        """Return the work of which no worker is left that it was given to."""
        there = self.present().keys()
        return [future for future in waiting
                if self.given[future].isdisjoint(there)]

    def close(self) -> None:
        """Take back what is not done, and leave."""
        self.client.close()


Workers: typing.TypeAlias = Local | Dask


@contextlib.contextmanager
def opened(jobs: int, scheduler: str | None = None) -> Iterator[Workers]:
    """Give the workers: a scheduler's, or so many processes; end them."""
    workers = Dask(scheduler) if scheduler else Local(jobs)
    try:
        yield workers
    finally:
        workers.close()


def outcome(future: Future[typing.Any]) -> typing.Any:
    """Return what work that is done has returned or raised."""
    try:
        return future.result()
    except Exception as error:
        return error


def do_all(workers: Workers, work: Iterable[Piece[Key, Result]]
           ) -> Iterator[tuple[Key, Result | Exception]]:
    """Do all work, in any order; what a dying worker had goes to another.

    Args:
        workers: those who do it.
        work: the pieces; no more are read than there are workers for.

    Yields:
        (key, what the function returned or raised).

    Raises:
        Gone: the scheduler is, or all workers are and no other comes.
    """
    tries: collections.Counter[Key] = collections.Counter()
    again: list[Piece[Key, Result]] = []
    waiting: dict[Future[Result], Piece[Key, Result]] = {}
    pieces = iter(work)
    while True:
        while len(waiting) < workers.width:
            piece = again.pop() if again else next(pieces, None)
            if piece is None:
                break
            _, function, arguments = piece
            waiting[workers.submit(function, *arguments)] = piece
        if not waiting:
            return
        done, _ = concurrent.futures.wait(
            waiting, LOOK, return_when=concurrent.futures.FIRST_COMPLETED)
        left = workers.stranded(waiting.keys() - done)
        for future in (*done, *left):
            piece = waiting.pop(future)
            key, result = piece[0], outcome(future) \
                if future in done else Left()
            if isinstance(result, concurrent.futures.CancelledError):
                raise Gone('the scheduler is gone')
            if isinstance(result, (Left, *workers.lost)):
                tries[key] += 1
                if tries[key] < TRIES:
                    again.append(piece)
                    continue
            yield key, result
        for future in left:
            future.cancel()
