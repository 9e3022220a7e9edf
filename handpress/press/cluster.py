"""The same orders on a Dask cluster: its workers share the folders of content, cache and output with this machine.

A worker makes a plate once and keeps it in the shared cache; others that run the same installation of the program find
it there. Files appear whole or not at all and are the same whoever makes them, so that an order which a lost worker had
in hand is safely done again. Nothing here is our own but the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from dask.distributed import Client, Future, as_completed

from handpress.press.engine import Lot, fulfil_lot, lots_of, outcomes_of
from handpress.press.orders import Manner, Order, Outcome, lost
from handpress.problems import HandpressError, Problem, Severity

AHEAD = 4
"""How many lots wait for each thread of the cluster."""

_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[\w.\[\]:-]+:\d+")

CONNECTING = 10.0
"""Seconds to wait for a scheduler."""

TRIES = 3


def run(orders: Iterable[Order], scheduler: str, manner: Manner) -> Iterator[Outcome]:
    """The outcomes of all orders, as they come from the workers of a scheduler. Raises HandpressError without one."""
    if not _ADDRESS.fullmatch(scheduler):
        raise _unreachable("that is no address of a scheduler")
    try:
        client = Client(scheduler, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _unreachable(f"the scheduler cannot be reached ({type(error).__name__})") from None
    with client:
        yield from _outcomes(client, lots_of(orders), manner)


def _unreachable(message: str) -> HandpressError:
    return HandpressError([Problem(Severity.ERROR, message, hint="an address is such as tcp://host:8786")])


def _outcomes(client: Client, lots: Iterator[Lot], manner: Manner) -> Iterator[Outcome]:
    numbers = count(1)
    # Not called as a type: to Dask's older versions a Future is of no kind.
    waiting: dict[Future[Any], Lot] = {}
    done = as_completed([], loop=client.loop)
    while True:
        ahead = AHEAD * max(1, sum(client.nthreads().values()))
        for lot in islice(lots, max(0, ahead - len(waiting))):
            # Named by number: a name made of its arguments would be a digest of a patient's details. And by the run:
            # to a scheduler, work of the same name is the same work, whoever asks for it.
            key = f"lot-{next(numbers)}-{manner.run}"
            future = client.submit(fulfil_lot, lot, manner, key=key, pure=False, retries=TRIES)
            waiting[future] = lot
            done.add(future)
        if not waiting:
            return
        future = next(done)
        lot = waiting.pop(future)
        yield from outcomes_of(lot, future.result()) if future.status == "finished" else map(lost, lot)
        future.release()
