"""Orders: jobs with the files that they are for; one is fulfilled whatever becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from handpress.inputs import Input
from handpress.job import Job
from handpress.patients import Patient
from handpress.plate import Made, Particulars
from handpress.press.files import make_folder, write
from handpress.press.making import make
from handpress.problems import HandpressError, Problem, Severity


@dataclass(frozen=True, slots=True)
class Order:
    """A job, and the file that it is for; whose copy it is, if anybody's, to be printed so many times.

    An order that others fulfil has absolute paths, and their Manner too: they may stand in another folder.
    """

    job: Job
    output: Path
    patient: Patient | None = None
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """What there is to say of a file: its language, size in bytes, digest and particulars, and what it is made of."""

    language: str
    size: int
    sha256: str
    particulars: Particulars
    inputs: tuple[tuple[Input, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: the file is there, with so many pages, or else `problems` says why not."""

    order: Order
    pages: int
    problems: tuple[Problem, ...]
    printed: Printed | None = None

    @property
    def done(self) -> bool:
        return self.pages > 0


@dataclass(frozen=True, slots=True)
class Manner:
    """How orders are fulfilled: where plates are kept, if anywhere, and whether files are written or only tried.

    `run` tells one run from all others, for processes that outlive it or work for several at a time.
    """

    cache: Path | None = None
    dry: bool = False
    run: str = field(default_factory=lambda: uuid4().hex)


def fulfil(order: Order, manner: Manner) -> Outcome:
    """Make and write one file. Never raises: what goes wrong is in the outcome."""
    try:
        # A patient's copy is made of a plate that many share; any other is the only one of its plate.
        made = plate_of(order.job, manner) if order.patient else make(order.job, manner.cache)
        pdf = made.plate.impress(order.patient, order.copies)
        if not manner.dry:
            make_folder(order.output.parent)
            write(order.output, pdf, private=order.patient is not None)
    except Exception as error:  # noqa: BLE001 - one bad job never stops the rest
        return Outcome(order, 0, problems_of(error, order))
    inputs = () if order.patient else made.inputs
    printed = Printed(made.edition.language, len(pdf), sha256(pdf).hexdigest(), made.particulars, inputs)
    return Outcome(order, made.plate.pages, made.warnings, printed)


def problems_of(error: Exception, order: Order) -> tuple[Problem, ...]:
    """What is wrong with an order, by what was raised. Of a fault in the program itself no more is named than its
    type: its words may be a patient's."""
    if isinstance(error, HandpressError):
        return error.problems
    if isinstance(error, OSError):
        message = f"a file cannot be read: {error.strerror or error}"
        return (Problem(Severity.ERROR, message, Path(error.filename or order.job.root)),)
    message = f"handpress failed at this job ({type(error).__name__}); this is a fault in handpress"
    hint = f"'handpress handout {order.job.topic} --clinic {order.job.clinic} --debug' shows where"
    return (Problem(Severity.ERROR, message, hint=hint),)


def lost(order: Order) -> Outcome:
    """The outcome of an order whose process came to an end under it."""
    message = "the process that made it came to an end before it was done"
    return Outcome(order, 0, (Problem(Severity.ERROR, message),))


@lru_cache(maxsize=32)
def plate_of(job: Job, manner: Manner) -> Made:
    """The plate of a job, looked up once in a run: what changes meanwhile is for the next run."""
    return make(job, manner.cache)
