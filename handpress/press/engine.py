"""The engine: many orders in many processes.

Orders go out in small lots, no more of them than the processes can soon take, so that ten thousand need no more memory
than a hundred. A process that dies takes nobody with it: what it had in hand is tried once more, each order by itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from typing import NamedTuple

from handpress.press.orders import Manner, Order, Outcome, Printed, fulfil, lost
from handpress.problems import Problem

LOT = 24
"""How many patients' copies go out at once."""

AHEAD = 2
"""How many lots a process has waiting for it."""

MOST_ON_WINDOWS = 61
"""More processes than these Windows cannot wait for at once."""

Lot = tuple[Order, ...]
Told = tuple[int, tuple[Problem, ...], Printed | None]
"""An outcome as it comes back, without its order: pages, Problems, and what there is to say of the file."""

LOOK = 0.2
"""Seconds between two looks at whether the user has stopped the program."""

_STOPPED = list[int]()
"""In a child, the signals by which the user has stopped the program. No Event: a second signal would meet its lock."""


class Hands(NamedTuple):
    """How many processes work, and how many lots are out at once."""

    processes: int
    lots: int


def run(orders: Iterable[Order], processes: int, manner: Manner) -> Iterator[Outcome]:
    """The outcomes of all orders, as they come, from so many processes, or as many as the system takes.

    The files do not depend on how many.
    """
    if processes <= 1:
        yield from (fulfil(order, manner) for order in orders)
        return
    most = min(processes, MOST_ON_WINDOWS) if sys.platform == "win32" else processes
    lots, fallen, hands = lots_of(orders), list[Order](), Hands(most, AHEAD * most)
    while lot := next(lots, None):
        yield from _in_pool(chain((lot,), lots), hands, manner, fallen)
    # One at a time, so that it is plain which of them a process dies of.
    singly = iter([(order,) for order in fallen])
    while lot := next(singly, None):
        again = list[Order]()
        yield from _in_pool(chain((lot,), singly), Hands(1, 1), manner, again)
        yield from map(lost, again)


def lots_of(orders: Iterable[Order]) -> Iterator[Lot]:
    """Orders in lots: patients' copies of one plate after another together, all others by themselves."""
    rest, held = iter(orders), list[Order]()
    for order in rest:
        if held and (order.patient is None or order.job != held[0].job or len(held) == LOT):
            yield tuple(held)
            held = []
        held.append(order)
        if order.patient is None:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def fulfil_lot(lot: Lot, manner: Manner) -> list[Told]:
    """What became of a lot, in its order; nothing of the rest when the user has stopped the program."""
    outcomes = (fulfil(order, manner) for order in lot if not _STOPPED)
    return [(outcome.pages, outcome.problems, outcome.printed) for outcome in outcomes]


def outcomes_of(lot: Lot, told: list[Told]) -> Iterator[Outcome]:
    """What was told of a lot, with its orders."""
    for order, (pages, problems, printed) in zip(lot, told, strict=False):
        yield Outcome(order, pages, problems, printed)


def _in_pool(lots: Iterator[Lot], hands: Hands, manner: Manner, fallen: list[Order]) -> Iterator[Outcome]:
    """The outcomes of lots until there are no more, or a process dies; what it had in hand goes to `fallen`."""
    # Spawned, not forked: the same on every system, and no child inherits half a lock.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(hands.processes, mp_context=context, initializer=_attend)
    waiting = dict[Future[list[Told]], Lot]()
    try:
        while True:
            for lot in islice(lots, hands.lots - len(waiting)):
                try:
                    with _undisturbed():
                        waiting[pool.submit(fulfil_lot, lot, manner)] = lot
                except BrokenProcessPool:
                    fallen.extend(lot)
                    raise
            if not waiting:
                return
            with _undisturbed():
                ready = wait(waiting, timeout=LOOK, return_when=FIRST_COMPLETED).done
            for future in ready:
                with _undisturbed():
                    told = future.result()
                yield from outcomes_of(waiting.pop(future), told)
    except BrokenProcessPool:
        for future, lot in waiting.items():
            whole = future.done() and not future.exception()
            if whole:
                yield from outcomes_of(lot, future.result())
            else:
                fallen.extend(lot)
    finally:
        # Also when the user stops the program: what is in hand is ended, what waits is not begun.
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits while the pool is spoken to: raised inside a lock of the pool's, it would leave that locked.

    Processes that are started meanwhile inherit it, so that none is stopped while it still loads.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield from _held()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _held() -> Iterator[None]:
    """The same where signals cannot be blocked."""
    pressed = list[int]()
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _attend() -> None:
    """In a child: Ctrl-C, which reaches all processes of a terminal, ends it after the order in hand.

    Nor does it outlive the parent.
    """
    signal.signal(signal.SIGINT, lambda number, _: _STOPPED.append(number))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # Nothing is lost: files appear whole or not at all.
        os._exit(1)
