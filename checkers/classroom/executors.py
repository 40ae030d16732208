"""Where the work goes: processes here, or the workers of a Dask cluster.

Both are executors of concurrent.futures; do_all is the one loop over them.
"""
import collections
import concurrent.futures
import contextlib
import logging
import multiprocessing
import re
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator

from checkers.base.errors import Mistake
from checkers.classroom import worker

TRIES = 4               # workers that may die over one piece of work
SECONDS = 10            # until a scheduler answers
ADDRESS = re.compile(r'(tcp|tls)://[^/\s]+:\d+')
INSTALL = 'python3 -m pip install -r checkers/optional.txt'

Key = typing.TypeVar('Key', bound=Hashable)
Result = typing.TypeVar('Result')
# A piece of work: what it is known by, a function and its arguments.
Piece: typing.TypeAlias = tuple[
    Key, Callable[..., Result], tuple[object, ...]]


class Gone(RuntimeError):
    """There is nobody left to do the work."""


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

    def submit(self, function: Callable[..., Result], *arguments: object
               ) -> concurrent.futures.Future[Result]:
        """Give out work; where the workers are gone, to new ones."""
        try:
            return self.executor.submit(function, *arguments)
        except concurrent.futures.BrokenExecutor:
            self.executor = self.open()
            return self.executor.submit(function, *arguments)

    def close(self) -> None:
        """End the processes, whatever they do."""
        for process in multiprocessing.active_children():
            process.terminate()
        self.executor.shutdown(cancel_futures=True)


class Dask:
    """The workers of a Dask scheduler.

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
        self.executor: concurrent.futures.Executor = \
            self.client.get_executor(pure=False)

    @property
    def width(self) -> int:
        """Return how many pieces of work are given out at a time."""
        try:
            threads: dict[str, int] = self.client.nthreads()
        except OSError:
            raise Gone('the scheduler is gone')
        return 2 * max(1, sum(threads.values()))

    def submit(self, function: Callable[..., Result], *arguments: object
               ) -> concurrent.futures.Future[Result]:
        """Give out work."""
        return self.executor.submit(function, *arguments)

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


def do_all(workers: Workers, work: Iterable[Piece[Key, Result]]
           ) -> Iterator[tuple[Key, Result | Exception]]:
    """Do all work, in any order; what a dying worker had goes to another.

    Args:
        workers: those who do it.
        work: the pieces; no more are read than there are workers for.

    Yields:
        (key, what the function returned or raised).

    Raises:
        Gone: the scheduler is.
    """
    tries: collections.Counter[Key] = collections.Counter()
    again: list[Piece[Key, Result]] = []
    waiting: dict[concurrent.futures.Future[Result],
                  Piece[Key, Result]] = {}
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
            waiting, return_when=concurrent.futures.FIRST_COMPLETED)
        for future in done:
            piece = waiting.pop(future)
            key = piece[0]
            try:
                yield key, future.result()
            except concurrent.futures.CancelledError:
                raise Gone('the scheduler is gone')
            except workers.lost as error:
                tries[key] += 1
                if tries[key] < TRIES:
                    again.append(piece)
                else:
                    yield key, error
            except Exception as error:
                yield key, error
