"""The runs of `batch`: a matrix and a worklist; what each says while it goes on. `singlefile` has the third."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from handpress.cli import show
from handpress.commands.progress import followed
from handpress.job import Terms
from handpress.matrix import Plan, Wanted, place
from handpress.press import engine
from handpress.press.catalogues import print_catalogues
from handpress.press.changes import due, keep_plan, kept_plan, stale, told
from handpress.press.files import make_folder, sweep, write
from handpress.press.ledger import Ledger
from handpress.press.making import make_plan
from handpress.press.orders import Manner, Order, Outcome
from handpress.press.worklist import Row, Worklist
from handpress.problems import HandpressError, Problem, Severity, counted
from handpress.roots import clinics_in

Visits = tuple[Path, Terms]
"""A worklist, and the terms on which its texts are printed."""

Record = tuple[int, bytes]
"""A row, and what is put down of it, as JSON: as bytes it takes a third of the memory."""

MOST_NAMED = 5
"""How many files of an earlier run are named, where there are more."""

RECORD = "worklist.json"
"""What a worklist's run leaves beside its files: which row came to which file, and no patient."""


@dataclass(frozen=True, slots=True)
class Running:
    """How a run goes: out of which content, in which manner, in how many processes or on which cluster."""

    root: Path
    manner: Manner
    processes: int
    scheduler: str = ""

    def outcomes(self, orders: Iterable[Order]) -> Iterator[Outcome]:
        """The outcomes of orders, as they come."""
        if not self.scheduler:
            yield from engine.run(orders, self.processes, self.manner)
            return
        try:
            # Loaded by its name when it is asked for, as commands are: its library comes with an extra.
            cluster: Any = import_module("handpress.press.cluster")
        except ModuleNotFoundError:
            hint = "pip install 'handpress[cluster]'"
            raise HandpressError([Problem(Severity.ERROR, "Dask is not installed", hint=hint)]) from None
        yield from cluster.run(orders, self.scheduler, self.manner)


@dataclass(slots=True)
class Tally:
    """What a run has come to so far. One that is `dry` prints nothing, and does not say that it did."""

    started: float
    dry: bool = False
    done: int = 0
    failed: int = 0
    pages: int = 0

    @classmethod
    def begun(cls, dry: bool) -> Tally:
        return cls(time.monotonic(), dry)

    def count(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.done += outcome.done
        self.failed += not outcome.done
        self.pages += outcome.pages

    def __str__(self) -> str:
        seconds = time.monotonic() - self.started
        came_to, pages = "can be printed" if self.dry else "printed", counted(self.pages, "page")
        return f"{self.done:,} of {self.done + self.failed:,} {came_to}, {pages}, {seconds:.1f} s"


def print_matrix(running: Running, wanted: Wanted, folder: Path, care: tuple[bool, bool]) -> bool:
    """Print what is due of a matrix; whether something failed. `care` is whether to verify, and whether to prune."""
    (verify, prune), root, dry = care, running.root, running.manner.dry
    ledger, tally = Ledger(folder, root), Tally.begun(dry)
    plan = _plan(ledger, root, wanted, dry)
    show(plan.problems)
    orders, outdated = list(due(plan, ledger, folder.absolute(), verify)), list[str]()
    for outcome in followed(running.outcomes(orders), len(orders)):
        tally.count(outcome)
        if not dry:
            ledger.record(place(outcome.order.job), told(outcome), outcome.printed.inputs if outcome.printed else ())
        _say(outcome, folder)
        if _refused(outcome, root, folder.absolute()) and outcome.order.output.is_file():
            outdated.append(place(outcome.order.job))
    failed = tally.failed > 0 or plan.failed
    if not dry and (plan.jobs or ledger.entries):
        gone = _prune(ledger, [*stale(plan, ledger, root, wanted), *outdated], prune)
        # A clinic of which nothing is planned any more may still have what it is to list.
        left = {file.partition("/")[0] for file in gone} & set(clinics_in(root))
        for file, problems in print_catalogues(ledger, left | {job.clinic for job in plan.jobs}, root, verify):
            failed = failed or bool(problems)
            show(problems)
            if not problems:
                click.echo(file)
        sweep(folder)
        ledger.close()
    if not plan.jobs:
        click.echo("nothing to print: no clinic lists a language that these topics are written in", err=True)
        return True
    same = len(plan.jobs) - len(orders)
    kept = f"; {counted(same, 'as it was', 'as they were')}" if same else ""
    click.echo(f"{tally}{kept}", err=True)
    return failed


def _plan(ledger: Ledger, root: Path, wanted: Wanted, dry: bool) -> Plan:
    plan = kept_plan(ledger, root, wanted)
    if plan is None:
        plan = make_plan(root, wanted)
        if plan.jobs and not dry:
            keep_plan(ledger, wanted, plan)
    return plan


def _refused(outcome: Outcome, root: Path, folder: Path) -> bool:
    """Whether it is the content that forbids a file, and not a full disk or a process that died."""
    named = [problem.file for problem in outcome.problems if problem.severity is Severity.ERROR and problem.file]
    return not outcome.done and any(f.is_relative_to(root) and not f.is_relative_to(folder) for f in named)


def _say(outcome: Outcome, folder: Path) -> None:
    """An outcome's file, in the folder as it was typed, or that there is none; and what there is to say of it."""
    job = outcome.order.job
    if outcome.done:
        click.echo(folder / place(job))
    else:
        click.echo(f"{job.topic} for {job.clinic} in {job.edition.language}: not printed", err=True)
    show(outcome.problems)


def _prune(ledger: Ledger, files: list[str], prune: bool) -> list[str]:
    """Delete files that nothing asks for any more, or that an earlier run left of what cannot be printed now.

    Or only name them. Those that are deleted come back.
    """
    gone = list[str]()
    for file in files:
        if not prune:
            click.echo(f"of an earlier run, and no longer right: {ledger.folder / file}", err=True)
            continue
        try:
            (ledger.folder / file).unlink(missing_ok=True)
        except OSError as error:
            show([Problem(Severity.WARNING, f"the file cannot be deleted: {error.strerror}", ledger.folder / file)])
            continue
        ledger.forget(file)
        gone.append(file)
        _clear(ledger.folder, (ledger.folder / file).parent)
        click.echo(f"deleted: {ledger.folder / file}", err=True)
    if files and not prune:
        click.echo("  hint: '--prune' deletes them", err=True)
    return gone


def _clear(top: Path, folder: Path) -> None:
    """Take away folders that are empty now, up to the `top`, which stays."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def print_worklist(running: Running, visits: Visits, folder: Path) -> bool:
    """Print a file for each row of a worklist; whether something failed."""
    worklist = Worklist(visits[0], running.root, folder.absolute(), visits[1])
    rows, records, missing = dict[Path, Row](), list[Record](), list[str]()
    tally, earlier = Tally.begun(running.manner.dry), _recorded(folder)
    orders = _orders(worklist, rows, tally, (records, missing))
    for outcome in followed(running.outcomes(orders), count_rows(worklist)):
        tally.count(outcome)
        row = rows.pop(outcome.order.output)
        show(worklist.wrong(row, problem) for problem in outcome.problems)
        records.append((row.number, json.dumps(_record(row.number, outcome)).encode("ascii")))
        earlier.discard(row.output.name)
        if not outcome.done:
            missing.append(row.output.name)
        elif not running.manner.dry:
            click.echo(folder / row.output.name)
    if not running.manner.dry and records:
        make_folder(folder)
        # A row a line, so that the whole is never there but as its own bytes.
        write(folder / RECORD, b"[\n" + b",\n".join(record for _, record in sorted(records)) + b"\n]\n")
        _tidy(folder, missing, earlier)
    click.echo(tally, err=True)
    return tally.failed > 0


def _recorded(folder: Path) -> set[str]:
    """The names of the files that the worklist before left in a folder, as far as it was put down."""
    try:
        kept = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {Path(record["file"]).name for record in kept if "file" in record}
    except (OSError, ValueError, TypeError):
        return set()


def _tidy(folder: Path, missing: Iterable[str], earlier: Iterable[str]) -> None:
    """Delete what stands in the place of a row that failed: it may be another patient's. Name what else is there."""
    for name in missing:
        delete_old(folder / name)
    left = sorted(name for name in earlier if (folder / name).is_file())
    if left:
        some = ", ".join(left[:MOST_NAMED]) + (", …" if len(left) > MOST_NAMED else "")
        click.echo(f"of an earlier worklist, and still there: {counted(len(left), 'file')} ({some})", err=True)


def delete_old(file: Path) -> None:
    """Delete a file of an earlier run, if there is one; and say so."""
    try:
        if file.is_file():
            file.unlink()
            click.echo(f"deleted, as it is of an earlier run: {file}", err=True)
    except OSError as error:
        message = f"this file is of an earlier run, and cannot be deleted: {error.strerror}"
        show([Problem(Severity.WARNING, message, file)])


def _orders(
    worklist: Worklist, rows: dict[Path, Row], tally: Tally, failed: tuple[list[Record], list[str]]
) -> Iterator[Order]:
    """The orders of the good rows, put into `rows`; what is wrong with the others is said at once, and put down with
    their files' names, as `failed`."""
    for row in readable(worklist, tally, failed[0]):
        if row.order is None:
            tally.failed += 1
            failed[0].append(_failed(row.number))
            failed[1].append(row.output.name)
            show(row.problems)
        else:
            rows[row.order.output] = row
            yield row.order


def readable(worklist: Worklist, tally: Tally, records: list[Record]) -> Iterator[Row]:
    """The rows of a worklist up to one from which on it cannot be read; that is said, put down, and counts as failed.

    Raises HandpressError where there is no row before it.
    """
    number = 0
    try:
        for row in worklist.rows():
            number = row.number
            yield row
    except HandpressError as error:
        if not number:
            raise
        tally.failed += 1
        records.append(_failed(number + 1))
        show(error.problems)


def count_rows(worklist: Worklist) -> int | None:
    """How many rows a worklist has, if that can be told before they are read."""
    try:
        return worklist.count()
    except OSError:
        return None


def _failed(row: int) -> Record:
    """What is put down of a row that could not be read."""
    return row, json.dumps({"row": row, "outcome": "failed"}).encode("ascii")


def _record(row: int, outcome: Outcome) -> dict[str, Any]:
    """What is put down of a row: what it came to, and nothing of whose it is."""
    job, printed = outcome.order.job, outcome.printed
    said = {"row": row, "clinic": job.clinic, "topics": list(job.topics), "kind": job.edition.kind}
    said |= {"language": printed.language if printed else job.edition.language, "large": job.edition.large}
    if printed is None:
        return said | {"outcome": "failed"}
    facts = {"file": outcome.order.output.name, "version": printed.particulars.version, "pages": outcome.pages}
    return said | {"outcome": "printed"} | facts | {"sha256": printed.sha256}
