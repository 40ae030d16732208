"""Machines that are far, on this one: Dask's scheduler and workers.

Each has a network namespace of its own, and this process' namespace stands for
the teacher's machine. A router, one more process, carries the packets between
them, each after a delay.
"""
import collections
import contextlib
import fcntl
import itertools
import multiprocessing
import os
import pathlib
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from checkers.base.errors import Mistake
from checkers.base.paths import ROOT

WORKERS = 4
NET = '198.18.0.'       # such addresses are for benchmarks (RFC 2544)
ADDRESS = f'tcp://{NET}2:8786'
TUNSETIFF, TUN = 0x400454ca, 0x1001     # a device of IP packets, bare


def ip(*words: str) -> None:
    """Call ip, of iproute2."""
    subprocess.run(['ip', *words], check=True, capture_output=True)


@contextlib.contextmanager
def network(count: int, delay: float) -> Iterator[None]:
    """Join this machine, as 198.18.0.1, to so many others, .2 and so on.

    Machine number N, from 0 for this one, has a device called farN, and a
    namespace of that name where it is not this one.

    Args:
        count: of the others.
        delay: seconds that a packet takes.

    Raises:
        Mistake: it cannot be had here.
    """
    tuns: list[int] = []
    with contextlib.ExitStack() as stack:
        try:
            for number in range(count + 1):
                name = f'far{number}'
                tuns.append(os.open('/dev/net/tun', os.O_RDWR))
                stack.callback(os.close, tuns[-1])
                fcntl.ioctl(tuns[-1], TUNSETIFF,
                            struct.pack('16sH22x', name.encode(), TUN))
                where = ['-n', name] if number else []
                if number:
                    ip('netns', 'add', name)
                    stack.callback(ip, 'netns', 'delete', name)
                    ip('link', 'set', name, 'netns', name)
                    ip(*where, 'link', 'set', 'lo', 'up')
                ip(*where, 'address', 'add', f'{NET}{number + 1}/24', 'dev',
                   name)
                ip(*where, 'link', 'set', name, 'up')
        except (OSError, subprocess.CalledProcessError) as error:
            raise Mistake('network namespaces need root, /dev/net/tun and '
                          f'ip of iproute2 ({error})')
        router = multiprocessing.get_context('fork').Process(
            target=route, args=(tuns, delay), daemon=True)
        router.start()
        stack.callback(router.terminate)
        yield


def route(tuns: Sequence[int], delay: float) -> None:
    """Carry IP packets, each after the delay, as long as the parent lives.

    Args:
        tuns: descriptors of the devices; that at N has the address N + 1.
        delay: seconds.
    """
    parent = os.getppid()
    waiting: collections.deque[tuple[float, int, bytes]] = collections.deque()
    while os.getppid() == parent:
        left = waiting[0][0] - time.monotonic() if waiting else 1
        for tun in select.select(tuns, [], [], max(0, left))[0]:
            packet = os.read(tun, 1 << 16)
            to = packet[19] - 1         # the end of where it goes to
            if packet[0] >> 4 == 4 and 0 <= to < len(tuns):
                waiting.append((time.monotonic() + delay, tuns[to], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, tun, packet = waiting.popleft()
            os.write(tun, packet)


def passed(pid: int) -> int:
    """Return the bytes to and from a process' machine, so far."""
    lines = pathlib.Path(f'/proc/{pid}/net/dev').read_text().splitlines()
    fields, = (line.split() for line in lines if line.strip()[:3] == 'far')
    return int(fields[1]) + int(fields[9])


class Cluster:
    """The scheduler, on machine 1, and the workers, on those after it.

    Attributes:
        scheduler, workers: their processes.
    """

    def __init__(self) -> None:
        """Start them all."""
        self.scheduler = self.start(
            1, 'dask_scheduler', '--host', NET + '2', '--port', '8786')
        self.workers = [self.worker(number) for number in range(WORKERS)]
        self.turn = itertools.cycle(range(WORKERS))

    def wait(self) -> None:
        """Wait until all workers are there."""
        import distributed
        with distributed.Client(ADDRESS, timeout=60,
                                set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=60)

    def start(self, machine: int, command: str, *words: str
              ) -> subprocess.Popen[bytes]:
        """Start a command of Dask's on a machine."""
        return subprocess.Popen(
            ['ip', 'netns', 'exec', f'far{machine}', sys.executable, '-m',
             f'distributed.cli.{command}', *words, '--no-dashboard'],
            cwd=ROOT, stderr=subprocess.DEVNULL)

    def worker(self, number: int) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return self.start(2 + number, 'dask_worker', ADDRESS, '--nthreads',
                          '1', '--no-nanny')

    def replace(self) -> None:
        """Kill the next worker, and start it again."""
        number = next(self.turn)
        self.workers[number].kill()
        self.workers[number].wait()
        self.workers[number] = self.worker(number)

    def close(self) -> None:
        """End them."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
