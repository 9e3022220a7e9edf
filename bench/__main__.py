"""The command: `python -m bench`, and `python -m bench` with `batches`, `profile` or `imports`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.batches import batches
from bench.importing import imports
from bench.profiling import profile
from bench.rows import FULL, QUICK, Contest, Row
from handpress.problems import HandpressError


def main() -> int:
    """Run the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="handpress beside its peers, in one run.")
    parser.add_argument("what", nargs="?", choices=("table", "batches", "profile", "imports"), default="table")
    parser.add_argument("--quick", action="store_true", help="few pairs of runs: to see that it works")
    parser.add_argument("--markdown", action="store_true", help="the tables as Markdown")
    given = parser.parse_args()
    try:
        if given.what == "table":
            compare(given.quick, given.markdown)
        else:
            tables = {"batches": batches, "profile": profile, "imports": imports}
            print(tables[given.what](given.markdown))
    except HandpressError as error:
        print(*(problem.message for problem in error.problems), sep="\n", file=sys.stderr)
        return 1
    return 0


def say(line: str) -> None:
    """Tell how far it is, beside the results."""
    print(line, file=sys.stderr, flush=True)


def compare(quick: bool, markdown: bool) -> None:
    """Take all times and print the tables."""
    counts = QUICK if quick else FULL
    with TemporaryDirectory() as name:
        contest = Contest.of(counts, Path(name), say)
        rows = list[Row]()
        for row in contest.rows():
            rows.append(row)
            say(f"{row.what}, {row.against}: {row.pairs.quartiles[1]:.2f}")
        sizes, stages = list(contest.sizes()), list(contest.stages())
    pairs = f"medians of {counts.warm} pairs warm, {counts.whole} pairs of whole processes"
    print(report.head(contest.peers, pairs))
    show("Times", report.HEADINGS, [report.cells(row) for row in rows], markdown)
    steps = [(what, f"{1000 * seconds:.1f}") for what, seconds in stages]
    show("handpress alone, warm process", ("step", "ms"), steps, markdown)
    show("File size", report.SIZE_HEADINGS, report.size_cells(sizes), markdown)


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], markdown: bool) -> None:
    """Print one table under its title."""
    print(f"\n{'### ' if markdown else ''}{title}\n\n{report.table(headings, rows, markdown)}")


if __name__ == "__main__":
    sys.exit(main())
