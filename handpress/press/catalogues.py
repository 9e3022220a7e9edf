"""Catalogues: of each clinic the list of all that the ledger says was printed for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from handpress.matrix import Listed
from handpress.press.files import write
from handpress.press.ledger import Entry, Ledger, digest
from handpress.press.making import make_catalogue
from handpress.problems import HandpressError, Problem

NAME = "index.pdf"
Catalogue = tuple[Path, tuple[Problem, ...]]
"""A catalogue's file, and the Problems if it could not be printed."""


def print_catalogues(ledger: Ledger, clinics: Iterable[str], root: Path, verify: bool) -> Iterator[Catalogue]:
    """Make the clinics' catalogues that changed: of each its file, and the Problems if it could not be printed."""
    for clinic in sorted(clinics):
        listed, file = _listed(ledger, clinic), f"{clinic}/{NAME}"
        if not listed:
            continue
        entry: Entry = {"listed": digest(str(value) for each in listed for value in astuple(each))}
        if ledger.unchanged(file, entry, verify):
            continue
        problems: tuple[Problem, ...] = ()
        try:
            made = make_catalogue(root, clinic, listed)
            pdf = made.plate.pdf
            write(ledger.folder / file, pdf)
            facts = {"pages": made.plate.pages, "bytes": len(pdf), "sha256": sha256(pdf).hexdigest()}
            ledger.record(file, entry | {"outcome": "printed"} | facts, made.inputs)
        except HandpressError as error:
            problems = error.problems
        yield ledger.folder / file, problems


def _listed(ledger: Ledger, clinic: str) -> list[Listed]:
    """A clinic's documents, by their titles."""
    found = list[Listed]()
    for file, entry in ledger.entries.items():
        if entry.get("clinic") == clinic and entry.get("outcome") == "printed":
            inside = str(PurePosixPath(file).relative_to(clinic))
            review = date.fromisoformat(entry["review_by"])
            found.append(Listed(entry["title"], entry["language"], entry["pages"], entry["version"], review, inside))
    return sorted(found, key=lambda each: (each.title.casefold(), each.language, each.file))
