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

from bench.shapes import Document

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

    def whole(self, document: Document, folder: Path) -> list[str]:
        """The command line that makes the PDF in a process of its own, which loads nothing of handpress."""
        target = str(folder / f"{self.module}{len(self.variant)}.pdf")
        command = [sys.executable, "-c", f"from bench.peers.{self.module} import main; main()"]
        if self.module == "typst_":
            file, fonts = self._code().source(document, folder), document["fonts"]["folder"]
            return [*command, str(file), fonts, self._code().clinic(document), target]
        if self.module == "weasyprint_":
            page = self._code().whole(document, folder)
            return [*command, str(page), target, *([self.variant] if self.variant else [])]
        file = folder / "document.json"
        file.write_text(json.dumps(document), "utf-8")
        return [*command, str(file), target]


REPORTLAB = Peer("plain ReportLab, untagged", "plain_reportlab", "reportlab", "reportlab")
WEASYPRINT = Peer("WeasyPrint, untagged", "weasyprint_", "weasyprint", "weasyprint")
WEASYPRINT_UA = Peer("WeasyPrint, pdf/ua-1", "weasyprint_", "weasyprint", "weasyprint", "pdf/ua-1")
FPDF2 = Peer("fpdf2, untagged", "fpdf2_", "fpdf", "fpdf2")
TYPST = Peer("Typst, tagged", "typst_", "typst", "typst")
PEERS = (REPORTLAB, WEASYPRINT, WEASYPRINT_UA, FPDF2, TYPST)


def changing(documents: list[Document], folder: Path) -> Maker:
    """Typst's next of documents that differ in their clinic, in one warm compiler."""
    maker: Maker = import_module("bench.peers.typst_").changing(documents, folder)
    return maker
