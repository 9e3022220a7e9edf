"""ReportLab's canvas, made to bring nothing of its own into a file."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFName, PDFPage, format
from reportlab.pdfgen.canvas import Canvas

from handpress.paint.metadata import COLOUR_PROFILE, Metadata, output_intent
from handpress.pdffile import stream, text_string, write_file
from handpress.structure import Tree

# Base-85 makes streams a quarter larger, for the sake of mail systems of the 1990s.
rl_config.useA85 = 0


class PlateCanvas(Canvas):
    """A canvas whose pages name no font: all words are set by `typesetting`, in fonts that are embedded.

    ReportLab begins each page in Helvetica and sets a font when it draws shapes; Helvetica is never embedded, so both
    are left out. The catalogue, the information dictionary and the file itself are written here, with the tag tree.
    """

    def __init__(self, page: tuple[float, float], language: str) -> None:
        super().__init__(BytesIO(), pagesize=page, pageCompression=1, invariant=1, pdfVersion=(1, 7))
        self._language = language

    def _make_preamble(self) -> None:
        self._preamble = ""

    def setFont(self, *args: Any, **kwargs: Any) -> None:  # noqa: N802 - ReportLab's name
        """Do nothing: shapes hold no words."""

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - ReportLab's name
        super()._setAnnotations(page)  # type: ignore[misc] # not in ReportLab's stubs
        if isinstance(page, PDFPage):  # not a form
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = None, PDFName("S")  # type: ignore[attr-defined]

    def finish(self, tree: Tree, metadata: Metadata, duplex: bool) -> bytes:
        """The file. Every page has been closed before."""
        document: Any = self._doc  # type: ignore[attr-defined] # not in ReportLab's stubs
        for number, page in enumerate(document.Pages.pages):
            page.StructParents = tree.page_key(number)
        document.Reference(document.Pages)
        document.Outlines.prepare(document, self)
        objects = dict[int, bytes]()
        while len(objects) < len(document.numberToId):
            number = len(objects) + 1
            written: bytes = format(document.idToObject[document.numberToId[number]], document, toplevel=1)
            # ISO 19005-2, 6.1.7.1: a line's end stands before the word.
            objects[number] = re.sub(rb"endstream\n$", b"\nendstream", written)
        return self._file(objects, tree, metadata, duplex)

    def _file(self, objects: dict[int, bytes], tree: Tree, metadata: Metadata, duplex: bool) -> bytes:
        """ReportLab's objects, and after them ours."""
        document: Any = self._doc  # type: ignore[attr-defined]

        def number_of(name: str) -> int:
            number, _ = document.idToObjectNumberAndVersion[name]
            return int(number)

        catalogue, information, packet, profile, root = range(len(objects) + 1, len(objects) + 6)
        entries = {
            "Type": "/Catalog",
            "Pages": f"{number_of(document.Pages.__InternalName__)} 0 R",
            "Lang": text_string(self._language),
            "MarkInfo": "<</Marked true>>",
            "StructTreeRoot": f"{root} 0 R",
            "Metadata": f"{packet} 0 R",
            "OutputIntents": f"[{output_intent(profile)}]",
            "PageLabels": "<</Nums[0<</S/D>>]>>",
            # The sheet is printed at its own size, its document called by its title rather than its file's name.
            "ViewerPreferences": "<</DisplayDocTitle true/PrintScaling/None/Duplex/"
            f"{'DuplexFlipLongEdge' if duplex else 'Simplex'}>>",
        }
        if document.Outlines.ready > 0:
            entries["Outlines"] = f"{number_of(document.Outlines.__InternalName__)} 0 R"
        objects[catalogue] = ("<<" + "".join(f"/{key} {value}" for key, value in entries.items()) + ">>").encode(
            "ascii"
        )
        objects[information] = metadata.information()
        objects[packet] = stream(metadata.packet(), "/Type/Metadata/Subtype/XML", compress=False)
        objects[profile] = stream(COLOUR_PROFILE.read_bytes(), "/N 3")
        pages = [number_of(f"Page{number + 1}") for number in range(tree.page)]
        objects |= tree.write(root, pages, lambda name: number_of(f"Annot.{name}"))
        return write_file(objects, catalogue, information)
