"""Where the work goes: processes here, or the workers of a Dask cluster.

Both are executors of concurrent.futures; do_all is the one loop over them.
"""
import collections
import concurrent.futures
import concurrent.futures.process
import contextlib
import logging
import multiprocessing
import re

from checkers.base.errors import Mistake
from checkers.classroom import worker

TRIES = 4               # workers that may die over one piece of work
SECONDS = 10            # until a scheduler answers
ADDRESS = re.compile(r'(tcp|tls)://[^/\s]+:\d+')
INSTALL = 'python3 -m pip install -r checkers/optional.txt'


class Gone(RuntimeError):
    """There is nobody left to do the work."""


class Local:
    """Processes on this machine, each with a probe of its own.

    Attributes:
        width: how many pieces of work are given out at a time.
        lost: the exceptions that say that a worker died.
    """

    lost = (concurrent.futures.BrokenExecutor,)

    def __init__(self, jobs):
        """Start no process yet: the executor does, with the work."""
        self.jobs, self.width = jobs, 2 * jobs
        self.executor = self.open()

    def open(self):
        """Return a new executor; its processes share nothing with this."""
        return concurrent.futures.ProcessPoolExecutor(
            self.jobs, multiprocessing.get_context('spawn'), worker.attend)

    def submit(self, function, *arguments):
        """Give out work; where the workers are gone, to new ones."""
        try:
            return self.executor.submit(function, *arguments)
        except concurrent.futures.BrokenExecutor:
            self.executor = self.open()
            return self.executor.submit(function, *arguments)

    def close(self):
        """End the processes, whatever they do."""
        for process in multiprocessing.active_children():
            process.terminate()
        self.executor.shutdown(cancel_futures=True)


class Dask:
    """The workers of a Dask scheduler.

    Args:
        address: the scheduler's, such as tcp://host:8786.

    Raises:
        Mistake: distributed is not installed, or nobody answers.
    """

    def __init__(self, address):
        """Connect to the scheduler."""
        try:
            import distributed
        except ImportError:
            raise Mistake('--scheduler needs Dask: ' + INSTALL)
        if not ADDRESS.fullmatch(address):
            raise Mistake('%s is no address of a scheduler, such as '
                          'tcp://host:8786' % address)
        self.lost = (distributed.scheduler.KilledWorker,)
        # Its log of a lost connection is pages long; do_all says it in one.
        logging.getLogger('distributed.client').setLevel(logging.CRITICAL)
        try:
            self.client = distributed.Client(
                address, timeout=SECONDS, set_as_default=False)
        except OSError:
            raise Mistake('the scheduler %s does not answer; start it, or '
                          'check the address' % address)
        if not self.client.nthreads():
            self.close()
            raise Mistake('the scheduler %s has no workers; start some'
                          % address)
        self.executor = self.client.get_executor(pure=False)

    @property
    def width(self):
        """Return how many pieces of work are given out at a time."""
        try:
            return 2 * max(1, sum(self.client.nthreads().values()))
        except OSError:
            raise Gone('the scheduler is gone')

    def submit(self, function, *arguments):
        """Give out work."""
        return self.executor.submit(function, *arguments)

    def close(self):
        """Take back what is not done, and leave."""
        self.client.close()


@contextlib.contextmanager
def opened(jobs, scheduler=None):
    """Give the workers: a scheduler's, or so many processes; end them."""
    workers = Dask(scheduler) if scheduler else Local(jobs)
    try:
        yield workers
    finally:
        workers.close()


def do_all(workers, work):
    """Do all work, in any order; what a dying worker had goes to another.

    Args:
        workers: Local or Dask.
        work: iterator of (key, function, arguments); it is only read as far
            as there are workers.

    Yields:
        (key, result), or (key, exception) where there is none.

    Raises:
        Gone: the scheduler is.
    """
    waiting, again, tries = {}, [], collections.Counter()
    work = iter(work)
    while True:
        while len(waiting) < workers.width:
            piece = again.pop() if again else next(work, None)
            if piece is None:
                break
            waiting[workers.submit(piece[1], *piece[2])] = piece
        if not waiting:
            return
        done, _ = concurrent.futures.wait(
            waiting, return_when=concurrent.futures.FIRST_COMPLETED)
        for future in done:
            piece = waiting.pop(future)
            try:
                yield piece[0], future.result()
            except concurrent.futures.CancelledError:
                raise Gone('the scheduler is gone')
            except workers.lost as error:
                tries[piece[0]] += 1
                if tries[piece[0]] < TRIES:
                    again.append(piece)
                else:
                    yield piece[0], error
            except Exception as error:
                yield piece[0], error
