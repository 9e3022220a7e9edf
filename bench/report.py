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
SIZE_HEADINGS = ("file", "bytes", "pages", "tagged", "handpress is")
NOT_YET = (
    ("first composition", "Fullbleed, profile pdfua1", "<= 1.0", "this peer is not in the extra yet"),
    ("one patient's impression of a plate, a file each", "Typst, warm, header changed", "<= 0.1", "no impressions yet"),
    ("the same", "Fullbleed, compiled, one record a file", "<= 0.2", "no impressions yet"),
    ("1,000 patients as one print file, a copy", "Fullbleed, compiled", "<= 0.1", "no impressions yet"),
    ("whole command, plate cached", "Typst's whole process", "<= 1.2", "no plate cache yet"),
    ("batch of 10,000 impressions", "memory of one of 100; two cores", "<= 1.2; >= 1.8", "no impressions yet"),
    ("nothing changed, 1,000 outputs", "making them", "<= 0.02", "no such check yet"),
)


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
    beside = ["", *(f"{sizes[0].size / size.size:.2f} x of it" for size in sizes[1:])]
    return [
        (size.who, f"{size.size:,}", str(size.pages or "?"), "yes" if size.tagged else "no", words)
        for size, words in zip(sizes, beside, strict=True)
    ]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], markdown: bool) -> str:
    """Rows under headings, in columns as wide as they need."""
    lines = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(headings))]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    padded.insert(1, ["-" * width for width in widths])
    if markdown:
        return "\n".join(f"| {' | '.join(line)} |" for line in padded)
    return "\n".join("  ".join(line).rstrip() for line in padded)
