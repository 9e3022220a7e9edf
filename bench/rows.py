"""The rows of the table: what is timed beside whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from bench import flat, ours
from bench.measure import Pairs, alone, in_turns, nothing, process
from bench.ours import Copy
from bench.shapes import Document
from bench.sides import FPDF2, PEERS, REPORTLAB, TYPST, WEASYPRINT, WEASYPRINT_UA, Peer, changing

Report = Callable[[str], None]
Run = Callable[[], object]

FIRST, LOADED = "first composition, warm process", "the same, with all files loaded and checked"
AGAIN = "the same handout again, warm process"
OTHER, OTHER_COLOUR = "another clinic, warm process", "another clinic, another colour, warm process"
WHOLE = "whole command, nothing cached"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of times. `aim` is the ratio that the design wants, None where it names none."""

    what: str
    against: str
    pairs: Pairs
    aim: float | None


@dataclass(frozen=True, slots=True)
class Size:
    """A row of file sizes: bytes and pages, and whether the file says that it is tagged."""

    who: str
    size: int
    pages: int
    tagged: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs of runs, in one process and of whole processes."""

    warm: int
    whole: int


FULL, QUICK = Counts(25, 11), Counts(3, 2)


@dataclass(frozen=True, slots=True)
class Contest:
    """handpress's copy, the peers that are installed, and where to put files."""

    copy: Copy
    document: Document
    peers: tuple[Peer, ...]
    counts: Counts
    folder: Path

    @classmethod
    def of(cls, counts: Counts, folder: Path, missing: Report) -> Contest:
        """Everything loaded; what is missing is said by `missing`."""
        copy = ours.load()
        copy.make()
        for name in ours.gone():
            missing(f"bench.ours keeps '{name}', which is not there any more")
        reasons = {peer: peer.missing() for peer in PEERS}
        for reason in dict.fromkeys(filter(None, reasons.values())):
            missing(reason)
        present = tuple(peer for peer, reason in reasons.items() if not reason)
        return cls(copy, flat.document(copy.loaded, copy.clinic, copy.edition), present, counts, folder)

    def rows(self) -> Iterator[Row]:
        """All rows of times, one by one as they are taken."""
        yield from self._first()
        yield from self._again()
        yield from self._others()
        yield from self._whole()

    def _against(self, what: str, run: Run, aims: dict[Peer, float | None], before: Run = nothing) -> Iterator[Row]:
        for peer, aim in aims.items():
            if peer in self.peers:
                theirs = peer.warm(self.document, self.folder)
                yield Row(what, peer.name, in_turns(run, theirs, self.counts.warm, before), aim)

    def forget(self) -> None:
        """Empty our memory of this text, and make sure that it is empty."""
        ours.forget(self.copy)
        left = ours.remembered(self.copy)
        if left:
            raise RuntimeError(f"{left} things are still remembered; bench.ours.forget does not know where")

    def _first(self) -> Iterator[Row]:
        aims: dict[Peer, float | None] = {REPORTLAB: 1.0, WEASYPRINT: 0.2, WEASYPRINT_UA: 0.2, FPDF2: 0.2}
        yield from self._against(FIRST, self.copy.make, aims, self.forget)
        yield from self._against(LOADED, self.copy.make_anew, {REPORTLAB: None}, self.forget)

    def _again(self) -> Iterator[Row]:
        aims: dict[Peer, float | None] = dict.fromkeys((REPORTLAB, WEASYPRINT, WEASYPRINT_UA, FPDF2, TYPST))
        yield from self._against(AGAIN, self.copy.make, aims)

    def _others(self) -> Iterator[Row]:
        if TYPST not in self.peers:
            return
        for what, coloured in ((OTHER, False), (OTHER_COLOUR, True)):
            self.copy.make()
            count = self.counts.warm + 2
            copies = [self.copy.other(n, f"#{0:02x}{70 + n:02x}{60 + n:02x}" if coloured else "") for n in range(count)]
            documents = [flat.document(c.loaded, c.clinic, c.edition) for c in copies]
            theirs = changing([self.document, *documents], self.folder)
            theirs()
            pairs = in_turns(_one_by_one(copies), theirs, self.counts.warm)
            yield Row(what, "Typst, tagged, the same change", pairs, 0.8)

    def _whole(self) -> Iterator[Row]:
        run = process(ours.whole(self.folder / "ours.pdf"), ours.ROOT, self.folder)
        aims = {WEASYPRINT: 0.5, WEASYPRINT_UA: 0.5}
        for peer in (WEASYPRINT, WEASYPRINT_UA, TYPST, REPORTLAB, FPDF2):
            if peer in self.peers:
                theirs = process(peer.whole(self.document, self.folder), ours.ROOT, self.folder)
                yield Row(WHOLE, peer.name, in_turns(run, theirs, self.counts.whole), aims.get(peer))

    def sizes(self) -> Iterator[Size]:
        """The size of each one's file."""
        plate = self.copy.make()
        yield Size("handpress", len(plate.pdf), plate.pages, _tagged(plate.pdf))
        for peer in self.peers:
            made = peer.warm(self.document, self.folder)()
            yield Size(peer.name, len(made), _pages(made), peer in (TYPST, WEASYPRINT_UA))

    def stages(self) -> Iterator[tuple[str, float]]:
        """Seconds of handpress's own steps, without a peer."""
        count = self.counts.warm
        yield "load and check the handout, the clinic and the list of fonts", alone(ours.load, count)
        yield "compose and paint, nothing of it remembered", alone(self.copy.make, count, self.forget)
        yield "compose and paint again", alone(self.copy.make, count)


def _one_by_one(copies: list[Copy]) -> Run:
    """What makes the next copy at each call."""
    following = iter(copies)
    return lambda: next(following).make()


def _tagged(pdf: bytes) -> bool:
    return b"/StructTreeRoot" in pdf


def _pages(pdf: bytes) -> int:
    """The number of pages, read by pypdf; 0 where that is not installed."""
    try:
        pypdf: Any = import_module("pypdf")
    except ImportError:
        return 0
    return len(pypdf.PdfReader(BytesIO(pdf)).pages)
