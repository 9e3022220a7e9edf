"""The plate cache: a job's plate is made once, and again when anything that it was made of has changed.

An entry is named after the job and the program, and begins with a digest of itself: one that is damaged, or was written
by half, is as good as none. It lists what the plate was made of, and what that held; a patient's details are never in
it. Several processes may use a cache at once, as an entry appears whole or not at all.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from handpress import __version__
from handpress.inputs import Input
from handpress.job import Edition, Job
from handpress.patients import DateForm, Rules
from handpress.pdffile import Body
from handpress.plate import Made, Particulars, Plate
from handpress.problems import Problem, Severity
from handpress.slots import Slot, SlotStyle

MAGIC = b"handpress plate 2\n"
MOST_BYTES = 200_000_000
"""How large a cache may grow before its oldest entries are taken out."""

FORGOTTEN = 3600.0
"""After so many seconds nobody is still writing a part."""

Entry = dict[str, Any]


class PlateCache:
    """The entries of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, job: Job) -> Made | None:
        """The plate of a job, if it is there, is whole, and all that it was made of is as it was."""
        try:
            stored = self._file(job).read_bytes()
        except OSError:
            return None
        head = len(MAGIC) + 32
        if stored[: len(MAGIC)] != MAGIC or sha256(stored[head:]).digest() != stored[len(MAGIC) : head]:
            return None
        size = int.from_bytes(stored[head : head + 4], "big")
        entry: Entry = json.loads(stored[head + 4 : head + 4 + size])
        if any(Input(kind, Path(path)).held() != held for kind, path, held in entry["inputs"]):
            return None
        return _made(entry, stored[head + 4 + size :])

    def keep(self, job: Job, made: Made) -> None:
        """Put a plate into the cache; quietly not, where that is impossible.

        What changed while it was made may be in it by half: such a plate is not kept.
        """
        if any(each.held() != held for each, held in made.inputs):
            return
        held = [(each.kind, str(each.path), held) for each, held in made.inputs]
        head = json.dumps(_entry(made, held), separators=(",", ":")).encode("ascii")
        payload = len(head).to_bytes(4, "big") + head + made.plate.body.rows + made.plate.body.data
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(MAGIC + sha256(payload).digest() + payload)
                if self._file(job).is_dir():
                    self._file(job).rmdir()
                Path(name).replace(self._file(job))
            finally:
                Path(name).unlink(missing_ok=True)
            self._bound()
        except OSError:
            return

    def _file(self, job: Job) -> Path:
        edition = job.edition
        start = edition.start.isoformat() if edition.start else ""
        said = [
            str(job.root),
            *job.topics,
            job.clinic,
            edition.language,
            edition.large,
            edition.kind,
            edition.days,
            start,
            *job.terms.said,
        ]
        key = json.dumps([maker(), *said]).encode("utf-8")
        return self.folder / f"{sha256(key).hexdigest()[:40]}.plate"

    def _bound(self) -> None:
        """Take out the oldest entries of a cache that has grown too large, and what killed writers left."""
        for part in self.folder.glob("*.part"):
            if time.time_ns() - _changed(part) > FORGOTTEN * 1e9:
                part.unlink(missing_ok=True)
        files = sorted(self.folder.glob("*.plate"), key=_changed)
        size = sum(file.stat().st_size for file in files)
        while size > MOST_BYTES and len(files) > 1:
            oldest = files.pop(0)
            size -= oldest.stat().st_size
            oldest.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def program() -> str:
    """What the program is: its version, the sizes and times of its files, and the libraries beside it.

    Not what the files hold: to read them all takes several times as long as to look at them.
    """
    stamps = list[tuple[str, int, int]]()
    for folder, _, names in os.walk(Path(__file__).parent.parent):
        for name in names:
            if name.endswith((".py", ".yaml", ".icc")):
                stat = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - a hundred Paths take longer
                stamps.append((name, stat.st_size, stat.st_mtime_ns))
    return sha256(repr((__version__, sys.version, _libraries(), sorted(stamps))).encode()).hexdigest()


def maker() -> str:
    """What makes files: the program, and the time that all of them are to bear, where one is set."""
    return f"{program()} {os.environ.get('SOURCE_DATE_EPOCH', '')}".rstrip()


def _libraries() -> list[str]:
    """What is installed, such as 'reportlab-5.1.0.dist-info': what a page looks like depends on some of it."""
    found = list[str]()
    for folder in filter(os.path.isdir, sys.path):
        with os.scandir(folder) as entries:
            found += [entry.name for entry in entries if entry.name.endswith(".dist-info")]
    return sorted(found)


def _changed(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def _entry(made: Made, held: Sequence[tuple[str, str, str]]) -> Entry:
    plate, edition = made.plate, made.edition
    return {
        "inputs": held,
        "edition": asdict(replace(edition, start=None)) | {"start": edition.start and edition.start.isoformat()},
        "particulars": _particulars_entry(made.particulars),
        "warnings": [asdict(problem) | {"file": problem.file and str(problem.file)} for problem in made.warnings],
        "pages": plate.pages,
        "body": [len(plate.body.rows), plate.body.root, plate.body.info],
        "slots": [_slot_entry(slot) for slot in plate.slots],
        "fonts": {key: [number, sorted(glyphs)] for key, (number, glyphs) in plate.fonts.items()},
        "preferences": plate.preferences,
        "rules": asdict(plate.rules),
    }


def _particulars_entry(particulars: Particulars) -> Entry:
    days = {"issued": particulars.issued.isoformat(), "review_by": particulars.review_by.isoformat()}
    return asdict(particulars) | days


def _slot_entry(slot: Slot) -> Entry:
    style = slot.style
    entry = {name: getattr(slot, name) for name in ("lines", "width", "height", "form", "element")}
    entry |= {name: getattr(slot, name).decode("latin-1") for name in ("empty", "blank", "filled")}
    return entry | {"style": [[str(face) for face in style.faces], style.size, style.colour, style.leftward]}


def _made(entry: Entry, blob: bytes) -> Made:
    rows, root, info = entry["body"]
    fonts = {
        key: (number, frozenset((glyph, text) for glyph, text in glyphs))
        for key, (number, glyphs) in entry["fonts"].items()
    }
    rules = entry["rules"]
    dates = DateForm(**rules["dates"] | {"months": tuple(rules["dates"]["months"])})
    body = Body(blob[rows:], blob[:rows], root, info)
    slots = tuple(_slot(each) for each in entry["slots"])
    number, preferences = entry["preferences"]
    plate = Plate(entry["pages"], body, slots, fonts, (number, preferences), Rules(dates, rules["nhs_number"]))
    start = entry["edition"]["start"]
    edition = Edition(**entry["edition"] | {"start": start and date.fromisoformat(start)})
    days = {name: date.fromisoformat(entry["particulars"][name]) for name in ("issued", "review_by")}
    particulars = Particulars(**entry["particulars"] | days)
    inputs = tuple((Input(kind, Path(path)), held) for kind, path, held in entry["inputs"])
    return Made(plate, edition, particulars, tuple(_problem(warning) for warning in entry["warnings"]), inputs)


def _problem(entry: Entry) -> Problem:
    file = entry["file"] and Path(entry["file"])
    return Problem(**entry | {"severity": Severity(entry["severity"]), "file": file})


def _slot(entry: Entry) -> Slot:
    faces, size, colour, leftward = entry["style"]
    raw = {name: entry[name].encode("latin-1") for name in ("empty", "blank", "filled")}
    lines = tuple((field, label) for field, label in entry["lines"])
    style = SlotStyle(tuple(Path(face) for face in faces), size, colour, leftward)
    return Slot(**entry | raw | {"lines": lines, "style": style})
