"""Seconds per training epoch of tasks 0 to 4, several ways side by side.

    python3 -m checkers.benchmarks.training [--tasks 0 1 2 3 4] [--rounds N]

The ways take turns, one epoch of 60,000 digits each (batch 256, shuffled, no
validation), so that a slow minute of the machine hits all of them:

    driver   as the course's drivers train: training.speed_up, then fit
    fit      Keras fit as it comes
    on torch, on jax
             as the driver of task 4 with --backend: the same file on Keras'
             other backends, each in a process of its own
    torch    the same model in PyTorch, channels_last for the pictures
    products the matrix products of the dense layers alone, in NumPy: what
             no way of training can do without

A first epoch of each, which compiles, is not counted.
"""
from __future__ import annotations      # torch may be absent

import argparse
import contextlib
import importlib.util
import multiprocessing
import multiprocessing.connection
import os
import statistics
import time
import typing
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from checkers.selftest import course

try:
    import torch
except ImportError:
    torch = None

datasets, training = course.module('datasets'), course.module('training')

Pictures = NDArray[np.float32]
Epoch = Callable[[], float]     # trains one epoch; returns its seconds

BATCH = 256
DEEP = [256, 128, 64, 32, 16, 8]
TASKS: dict[int, tuple[str, str, tuple[typing.Any, ...]]] = {
    0: ('0-vanilla.py', 'autoencoder', (784, [128, 64], 32)),
    1: ('1-sparse.py', 'sparse', (784, [128, 64], 32, 256 * 10e-6)),
    2: ('2-convolutional.py', 'autoencoder',
        ((28, 28, 1), [16, 8, 8], (4, 4, 8))),
    3: ('3-variational.py', 'autoencoder', (784, [512], 2)),
    4: ('4-deep.py', 'deep', (784, DEEP, 4))}


def keras_way(task: int, x: Pictures, speed_up: bool) -> Epoch:
    """Return a function that trains one epoch in Keras, in seconds.

    The clock runs from the epoch's begin to its end, as in the middle of a
    long fit: what fit does once before its first epoch is not counted.
    """
    file, function, arguments = TASKS[task]
    auto = getattr(training.load(file), function)(*arguments)[-1]
    if speed_up:
        training.speed_up(auto, len(x), BATCH, xla=task != 2)
    import tensorflow.keras as keras
    times: list[float] = []
    watch = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: times.append(time.perf_counter()),
        on_epoch_end=lambda epoch, logs: times.append(time.perf_counter()))

    def epoch() -> float:
        auto.fit(x, x, batch_size=BATCH, verbose=0, callbacks=[watch])
        return times[-1] - times[-2]

    return epoch


def serve(pipe: multiprocessing.connection.Connection, task: int,
          backend: str) -> None:
    """Train an epoch on a backend at each request; answer its seconds."""
    os.environ['KERAS_BACKEND'] = backend
    (x, _), _ = datasets.load_mnist()
    epoch = keras_way(task, x, speed_up=True)
    with contextlib.suppress(EOFError):     # who asked has ended
        while pipe.recv():
            pipe.send(epoch())


def backend_way(task: int, backend: str) -> Epoch:
    """Return a function that trains one epoch on a backend, in seconds.

    A process has one backend, so the function asks another process for it.
    """
    context = multiprocessing.get_context('spawn')
    here, there = context.Pipe()
    context.Process(target=serve, args=(there, task, backend),
                    daemon=True).start()

    def epoch() -> float:
        here.send(True)
        return float(here.recv())

    return epoch


def torch_dense(*widths: int, last: torch.nn.Module) -> torch.nn.Module:
    """Return dense layers with relu between them and last at the end."""
    layers: list[torch.nn.Module] = []
    for before, after in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1], last)


def torch_models(task: int) -> tuple[torch.nn.Module, torch.nn.Module]:
    """Return a task's encoder and decoder in PyTorch."""
    nn = torch.nn
    if task in (0, 1):
        return (torch_dense(784, 128, 64, 32, last=nn.ReLU()),
                torch_dense(32, 64, 128, 784, last=nn.Sigmoid()))
    if task == 4:
        return (torch_dense(784, *DEEP, 4, last=nn.ReLU()),
                torch_dense(4, *DEEP[::-1], 784, last=nn.Sigmoid()))
    if task == 3:                       # mean and log_var side by side
        return (torch_dense(784, 512, 4, last=nn.Identity()),
                torch_dense(2, 512, 784, last=nn.Sigmoid()))
    encoder, decoder = [], []
    for before, after in (1, 16), (16, 8), (8, 8):
        encoder += [nn.Conv2d(before, after, 3, padding='same'), nn.ReLU(),
                    nn.MaxPool2d(2, ceil_mode=True)]
    for before, after, pad in (8, 8, 'same'), (8, 8, 'same'), (8, 16, 0):
        decoder += [nn.Conv2d(before, after, 3, padding=pad), nn.ReLU(),
                    nn.Upsample(scale_factor=2)]
    decoder += [nn.Conv2d(16, 1, 3, padding='same'), nn.Sigmoid()]
    return nn.Sequential(*encoder), nn.Sequential(*decoder)


def torch_loss(task: int, encoder: torch.nn.Module,
               decoder: torch.nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return a task's loss on a batch, as the course's module has it."""
    code = encoder(x)
    if task != 3:
        loss = torch.nn.functional.binary_cross_entropy(decoder(code), x)
        if task == 1:
            loss = loss + TASKS[1][2][-1] * code.abs().sum() / len(x)
        return loss
    mean, log_var = code.chunk(2, dim=1)
    z = mean + torch.exp(log_var / 2) * torch.randn_like(mean)
    kl = -0.5 * (1 + log_var - mean ** 2 - log_var.exp()).sum(dim=1)
    return 784 * torch.nn.functional.binary_cross_entropy(
        decoder(z), x) + kl.mean()


def torch_way(task: int, pictures: Pictures) -> Epoch:
    """Return a function that trains one epoch in PyTorch, in seconds."""
    models = encoder, decoder = torch_models(task)
    x = torch.from_numpy(pictures)
    if task == 2:
        x = x.permute(0, 3, 1, 2).contiguous(
            memory_format=torch.channels_last)
        for model in models:
            model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam([*encoder.parameters(),
                                  *decoder.parameters()], lr=1e-3)

    def epoch() -> float:
        start = time.perf_counter()
        for rows in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            torch_loss(task, encoder, decoder, x[rows]).backward()
            optimizer.step()
        return time.perf_counter() - start

    return epoch


def products_way(task: int, x: Pictures) -> Epoch:
    """Return a function that does an epoch's matrix products, in seconds.

    A layer from n to m units has three per batch: forward, the gradient of
    its weights, and, but for layers that see the input, that of its inputs.
    """
    flat = [784, *DEEP, 4, *DEEP[::-1], 784]
    pairs = {3: [(784, 512), (512, 4), (2, 512), (512, 784)],
             4: list(zip(flat, flat[1:]))}.get(
        task, [(784, 128), (128, 64), (64, 32),
               (32, 64), (64, 128), (128, 784)])
    rng = np.random.default_rng(0)
    layers = [[rng.random(shape, dtype=np.float32) for shape in
               ((BATCH, n), (n, m), (BATCH, m))] for n, m in pairs]

    def epoch() -> float:
        start = time.perf_counter()
        for first in range(0, len(x), BATCH):
            rows = min(BATCH, len(x) - first)
            for index, (before, kernel, after) in enumerate(layers):
                before[:rows] @ kernel
                before[:rows].T @ after[:rows]
                if index:
                    after[:rows] @ kernel.T
        return time.perf_counter() - start

    return epoch


def ways(task: int) -> dict[str, Epoch]:
    """Return the ways to train a task, each a name and a function."""
    (x, _), _ = datasets.load_mnist(flat=task != 2)
    found = {'driver': keras_way(task, x, speed_up=True),
             'fit': keras_way(task, x, speed_up=False)}
    if task == 4:
        found.update((f'on {name}', backend_way(task, name))
                     for name in ('torch', 'jax')
                     if importlib.util.find_spec(name))
    if torch:
        found['torch'] = torch_way(task, x)
    if task != 2:
        found['products'] = products_way(task, x)
    return found


def main() -> None:
    """Measure and print a table per task."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--tasks', type=int, nargs='+', choices=TASKS,
                        default=list(TASKS))
    parser.add_argument('--rounds', type=int, default=5, metavar='N',
                        help='epochs of each way (default: %(default)s)')
    args = parser.parse_args()
    if not torch:
        print('NO PYTORCH HERE: its column is left out. To have it:\n'
              '    python3 -m pip install torch\n')
    print('task  way        median s     min s  median / driver')
    for task in args.tasks:
        found = ways(task)
        for epoch in found.values():
            epoch()
        times: dict[str, list[float]] = {name: [] for name in found}
        for _ in range(args.rounds):
            for name, epoch in found.items():
                times[name].append(epoch())
        middle = {name: statistics.median(taken)
                  for name, taken in times.items()}
        for name, taken in times.items():
            print(f'{task:4}  {name:9}  {middle[name]:8.2f}  '
                  f'{min(taken):8.2f}  '
                  f'{middle[name] / middle["driver"]:15.2f}', flush=True)


if __name__ == '__main__':
    main()
