"""Orders: jobs with the files that they are for; one is fulfilled whatever becomes of the others."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from handpress.job import Job
from handpress.press.files import write
from handpress.press.making import make
from handpress.problems import HandpressError, Problem, Severity


@dataclass(frozen=True, slots=True)
class Order:
    """A job, and the file that it is for."""

    job: Job
    output: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: the file is there, with so many pages, or else `problems` says why not."""

    order: Order
    pages: int
    problems: tuple[Problem, ...]

    @property
    def done(self) -> bool:
        return self.pages > 0


def fulfil(order: Order) -> Outcome:
    """Make and write one file. Never raises: what goes wrong is in the outcome."""
    try:
        made = make(order.job)
        _make_folder(order.output.parent)
        write(order.output, made.plate.pdf)
    except HandpressError as error:
        return Outcome(order, 0, error.problems)
    except OSError as error:
        message = f"a file cannot be read: {error.strerror or error}"
        return Outcome(order, 0, (Problem(Severity.ERROR, message, Path(error.filename or order.job.root)),))
    except Exception as error:  # noqa: BLE001 - one bad job never stops the rest
        message = f"handpress failed at this job ({type(error).__name__}); this is a fault in handpress"
        hint = f"'handpress handout {order.job.topic} --clinic {order.job.clinic} --debug' shows where"
        return Outcome(order, 0, (Problem(Severity.ERROR, message, hint=hint),))
    return Outcome(order, made.plate.pages, made.warnings)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder cannot be made: {error.strerror or error}"
        raise HandpressError([Problem(Severity.ERROR, message, folder)]) from None


def run(orders: list[Order], processes: int) -> Iterator[Outcome]:
    """The outcomes of all orders, as they come, from so many processes. The files do not depend on how many."""
    if processes <= 1 or len(orders) <= 1:
        yield from map(fulfil, orders)
        return
    # Spawned, not forked: the same on every system, and no child inherits half a lock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, len(orders)), mp_context=context) as pool:
        futures = {pool.submit(fulfil, order): order for order in orders}
        for future in as_completed(futures):
            error = future.exception()
            if error is None:
                yield future.result()
            else:
                message = "the process that made it came to an end before it was done"
                yield Outcome(futures[future], 0, (Problem(Severity.ERROR, message),))
