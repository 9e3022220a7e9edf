"""The run of `batch` that prints a worklist as one file, and what it says while it goes on."""

from __future__ import annotations

from pathlib import Path

import click

from handpress.cli import show
from handpress.commands.progress import followed
from handpress.commands.runs import Running, Tally, Visits, count_rows, delete_old, readable
from handpress.press.orders import problems_of
from handpress.press.printfile import PrintRun, UnwritableError
from handpress.press.worklist import Worklist


def print_single_file(running: Running, visits: Visits, target: Path) -> bool:
    """Print a worklist as one file; whether something failed."""
    worklist, tally = Worklist(visits[0], running.root, target.parent, visits[1]), Tally.begun(running.manner.dry)
    run = PrintRun(target, running.manner)
    try:
        for row in followed(readable(worklist, tally, []), count_rows(worklist)):
            try:
                problems, pages = (row.problems, 0) if row.order is None else run.add(row.order, row.number)
            except UnwritableError:
                raise
            except Exception as error:  # noqa: BLE001 - one bad row never stops the rest
                assert row.order is not None
                problems, pages = problems_of(error, row.order), 0
            tally.done += pages > 0
            tally.failed += not pages
            tally.pages += pages
            show(problems if row.order is None else [worklist.wrong(row, problem) for problem in problems])
        if tally.done and not running.manner.dry:
            run.close()
            click.echo(target)
        elif not running.manner.dry:
            delete_old(target)
    finally:
        run.discard()
    click.echo(tally, err=True)
    return tally.failed > 0
