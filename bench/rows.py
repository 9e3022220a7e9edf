"""The rows of the table: what is timed beside whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from pypdf import PdfReader

from bench import flat, ours
from bench.measure import Pairs, alone, in_turns, nothing, process
from bench.ours import Copy
from bench.shapes import Details, Document
from bench.sides import (
    FPDF2,
    FULLBLEED_FIXED,
    FULLBLEED_REFLOW,
    FULLBLEED_UA,
    PEERS,
    REPORTLAB,
    TYPST,
    TYPST_INPUTS,
    TYPST_SOURCE,
    WEASYPRINT,
    WEASYPRINT_UA,
    Peer,
    changing,
)  # fmt: skip
from handpress.patients import Patient
from handpress.plate import Plate

Report = Callable[[str], None]
Run = Callable[[], object]
Item = TypeVar("Item")

FIRST, LOADED = "first composition, warm process", "the same, with all files loaded and checked"
AGAIN = "the same handout again, warm process"
OTHER, OTHER_COLOUR = "another clinic, warm process", "another clinic, another colour, warm process"
IMPRESSION = "one patient's impression of a plate, a file each"
WHOLE = "whole command, nothing cached"
CACHED, CACHED_FOR = "whole command, plate cached", "whole command, plate cached, for a patient"
SIZE_AIMS: dict[str, float] = {TYPST.name: 1.0}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of times. `aim` is the ratio that the design wants, None where it names none."""

    what: str
    against: str
    pairs: Pairs
    aim: float | None


@dataclass(frozen=True, slots=True)
class Size:
    """A row of file sizes: bytes and pages, whether the file is tagged, and how large ours may be beside it."""

    who: str
    size: int
    pages: int
    tagged: bool
    aim: float | None


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
        yield from self._impressions()
        yield from self._whole()
        yield from self._cached()

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
        aims[FULLBLEED_UA] = 1.0
        yield from self._against(FIRST, self.copy.pdf, aims, self.forget)
        yield from self._against(LOADED, self.copy.pdf_anew, {REPORTLAB: None}, self.forget)

    def _again(self) -> Iterator[Row]:
        yield from self._against(AGAIN, self.copy.pdf, dict.fromkeys(PEERS))

    def _others(self) -> Iterator[Row]:
        if TYPST not in self.peers:
            return
        for what, coloured in ((OTHER, False), (OTHER_COLOUR, True)):
            self.copy.pdf()
            count = self.counts.warm + 2
            copies = [self.copy.other(n, f"#{0:02x}{70 + n:02x}{60 + n:02x}" if coloured else "") for n in range(count)]
            documents = [flat.document(c.loaded, c.clinic, c.edition) for c in copies]
            theirs = changing([self.document, *documents], self.folder)
            theirs()
            pairs = in_turns(_one_by_one(Copy.pdf, copies), theirs, self.counts.warm)
            yield Row(what, "Typst, tagged, the same change", pairs, 0.8)

    def _impressions(self) -> Iterator[Row]:
        plate, patients = self.copy.make(), ours.patients(self.counts.warm + 1)
        people = [self._details(plate, patient) for patient in patients]
        ways = {TYPST_INPUTS: 0.1, TYPST_SOURCE: 0.1, FULLBLEED_FIXED: 0.2, FULLBLEED_REFLOW: 0.2}
        for way, aim in ways.items():
            if way.peer in self.peers:
                theirs = way.warm(self.document, people, self.folder)
                pairs = in_turns(_one_by_one(plate.impress, patients), theirs, self.counts.warm)
                yield Row(IMPRESSION, way.name, pairs, aim)

    def _details(self, plate: Plate, patient: Patient) -> Details:
        said = plate.rules.checked(patient, date.today()).said()
        return flat.details(self.copy.loaded, self.copy.clinic, said)

    def _whole(self) -> Iterator[Row]:
        run = process(ours.whole(self.folder / "ours.pdf"), ours.ROOT, self.folder)
        aims = {WEASYPRINT: 0.5, WEASYPRINT_UA: 0.5}
        for peer in (WEASYPRINT, WEASYPRINT_UA, TYPST, REPORTLAB, FPDF2, FULLBLEED_UA):
            if peer in self.peers:
                theirs = process(peer.whole(self.document, self.folder), ours.ROOT, self.folder)
                yield Row(WHOLE, peer.name, in_turns(run, theirs, self.counts.whole), aims.get(peer))

    def _cached(self) -> Iterator[Row]:
        if TYPST not in self.peers:
            return
        plate, cache, patient = self.copy.make(), self.folder / "plates", ours.patients(1)[0]
        for what, whose, person in ((CACHED, None, None), (CACHED_FOR, patient, self._details(plate, patient))):
            run = process(ours.whole(self.folder / "ours.pdf", cache, whose), ours.ROOT, self.folder)
            theirs = process(TYPST.whole(self.document, self.folder, person), ours.ROOT, self.folder)
            pairs = in_turns(run, theirs, self.counts.whole)
            if len(list(cache.glob("*.plate"))) != 1:
                raise RuntimeError("the plate was not kept, or was made anew")
            yield Row(what, TYPST.name, pairs, 1.2)

    def sizes(self) -> Iterator[Size]:
        """The size of each one's file."""
        yield _size("handpress", self.copy.pdf())
        for peer in self.peers:
            yield _size(peer.name, peer.warm(self.document, self.folder)())

    def stages(self) -> Iterator[tuple[str, float]]:
        """Seconds of handpress's own steps, without a peer."""
        count = self.counts.warm
        yield "load and check the handout, the clinic and the list of fonts", alone(ours.load, count)
        yield "compose, paint and write, nothing of it remembered", alone(self.copy.pdf, count, self.forget)
        yield "compose, paint and write again", alone(self.copy.pdf, count)
        plate = ours.cached(self.folder / "kept").plate
        yield "find the plate in the cache, and read it", alone(lambda: ours.cached(self.folder / "kept"), count)
        for what, letters in (("in plain letters", ""), ("in letters that the plate lacks", ours.RARE)):
            people = ours.patients(count + 1, letters)
            yield f"an impression, the name {what}", alone(_one_by_one(plate.impress, people), count)


def _one_by_one(make: Callable[[Item], object], items: list[Item]) -> Run:
    """What makes the next item's document at each call."""
    following = iter(items)
    return lambda: make(next(following))


def _size(who: str, pdf: bytes) -> Size:
    reader = PdfReader(BytesIO(pdf))
    return Size(who, len(pdf), len(reader.pages), "/StructTreeRoot" in reader.root_object, SIZE_AIMS.get(who))
