"""Who takes part: each peer with what it needs, how it is run warm and how as a process of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.shapes import Details, Document

Maker = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool, in one way of using it: `module` of bench.peers, the package it `needs`, and a PDF `variant`."""

    name: str
    module: str
    needs: str
    distribution: str
    variant: str = ""

    def missing(self) -> str:
        """Why the peer cannot take part; empty where it can."""
        try:
            import_module(self.needs)
        except (ImportError, OSError) as error:  # OSError: WeasyPrint without the libraries it draws with
            reason = str(error).partition("\n")[0]
            return f"{self.name} is left out: {self.needs} does not load here ({reason}). The extra 'bench' brings it."
        return ""

    def release(self) -> str:
        """The version that is installed."""
        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return "?"

    def _code(self) -> Any:
        return import_module(f"bench.peers.{self.module}")

    def warm(self, document: Document, folder: Path) -> Maker:
        """What makes the document's PDF in this process; `folder` is for its files."""
        if self.module == "typst_":
            maker: Maker = self._code().warm(document, folder)
        elif self.variant:
            maker = self._code().warm(document, self.variant)
        else:
            maker = self._code().warm(document)
        return maker

    def whole(self, document: Document, folder: Path, person: Details | None = None) -> list[str]:
        """The command line that makes the PDF in a process of its own, which loads nothing of handpress.

        Typst alone can be asked for a patient's copy.
        """
        target = str(folder / f"{self.module}{len(self.variant)}.pdf")
        command = [sys.executable, "-c", f"from bench.peers.{self.module} import main; main()"]
        if self.module == "typst_":
            file, fonts = self._code().source(document, folder), document["fonts"]["folder"]
            return [*command, str(file), fonts, json.dumps(self._code().inputs(document, person)), target]
        if self.module == "weasyprint_":
            page = self._code().whole(document, folder)
            return [*command, str(page), target, *([self.variant] if self.variant else [])]
        file = folder / "document.json"
        file.write_text(json.dumps(document), "utf-8")
        return [*command, str(file), target, *([self.variant] if self.variant else [])]


REPORTLAB = Peer("plain ReportLab, untagged", "plain_reportlab", "reportlab", "reportlab")
WEASYPRINT = Peer("WeasyPrint, untagged", "weasyprint_", "weasyprint", "weasyprint")
WEASYPRINT_UA = Peer("WeasyPrint, pdf/ua-1", "weasyprint_", "weasyprint", "weasyprint", "pdf/ua-1")
FPDF2 = Peer("fpdf2, untagged", "fpdf2_", "fpdf", "fpdf2")
TYPST = Peer("Typst, tagged", "typst_", "typst", "typst")
FULLBLEED_UA = Peer("Fullbleed, pdfua1", "fullbleed_", "fullbleed", "fullbleed", "pdfua1")
PEERS = (REPORTLAB, WEASYPRINT, WEASYPRINT_UA, FPDF2, TYPST, FULLBLEED_UA)


@dataclass(frozen=True, slots=True)
class Impressing:
    """One way of a peer to make a file for each patient."""

    name: str
    peer: Peer
    how: str

    def warm(self, document: Document, people: list[Details], folder: Path) -> Maker:
        """What makes the next patient's PDF in this process; the last one's without end."""
        code: Any = import_module(f"bench.peers.{self.peer.module}")
        maker: Maker
        if self.peer is TYPST:
            maker = code.impressing(document, people, folder, self.how)
        else:
            maker = code.impressing(document, people, self.how or None)
        return maker


TYPST_INPUTS = Impressing("Typst, tagged, sys.inputs changed", TYPST, "inputs")
TYPST_SOURCE = Impressing("Typst, tagged, its source changed", TYPST, "source")
FULLBLEED_FIXED = Impressing("Fullbleed, compiled, untagged", FULLBLEED_UA, "")
FULLBLEED_REFLOW = Impressing("Fullbleed, compiled, pdfua1", FULLBLEED_UA, "pdfua1")


def changing(documents: list[Document], folder: Path) -> Maker:
    """Typst's next of documents that differ in their clinic, in one warm compiler."""
    maker: Maker = import_module("bench.peers.typst_").changing(documents, folder)
    return maker
