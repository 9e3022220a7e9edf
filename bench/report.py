"""The table as text for a terminal or as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from statistics import median

from bench.rows import Row, Size
from bench.sides import Peer
from handpress import __version__

HEADINGS = ("what", "against", "handpress, ms", "peer, ms", "ratio", "by pairs", "middle half", "aim", "")
SIZE_HEADINGS = ("file", "bytes", "pages", "tagged", "handpress is", "aim", "")


def head(peers: Iterable[Peer], pairs: str) -> str:
    """What ran where."""
    versions = dict.fromkeys(f"{p.distribution} {p.release()}" for p in peers)
    return (
        f"handpress {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; {', '.join(versions)}; {pairs}"
    )


def cells(row: Row) -> tuple[str, ...]:
    """A row of times as words."""
    low, middle, high = row.pairs.quartiles
    return (
        row.what,
        row.against,
        f"{1000 * median(row.pairs.ours):.1f}",
        f"{1000 * median(row.pairs.theirs):.1f}",
        f"{row.pairs.ratio:.2f}",
        f"{middle:.2f}",
        f"{low:.2f} to {high:.2f}",
        "" if row.aim is None else f"<= {row.aim}",
        "" if row.aim is None else row.pairs.verdict(row.aim),
    )


def size_cells(sizes: Sequence[Size]) -> list[tuple[str, ...]]:
    """The rows of sizes as words, each beside ours, which is the first."""
    own, rows = sizes[0].size, list[tuple[str, ...]]()
    for size in sizes:
        beside = f"{own / size.size:.2f} x of it" if size is not sizes[0] else ""
        aim = "" if size.aim is None else f"<= {size.aim}"
        verdict = "" if size.aim is None else "reached" if own <= size.aim * size.size else "not reached"
        rows.append((size.who, f"{size.size:,}", str(size.pages), "yes" if size.tagged else "no", beside, aim, verdict))
    return rows


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], markdown: bool) -> str:
    """Rows under headings, in columns as wide as they need."""
    lines = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    padded.insert(1, ["-" * width for width in widths])
    if markdown:
        return "\n".join(f"| {' | '.join(line)} |" for line in padded)
    return "\n".join("  ".join(line).rstrip() for line in padded)
