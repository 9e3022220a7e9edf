"""ReportLab's canvas, made to bring nothing of its own into a file."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFImageXObject,
    PDFName,
    PDFObjectReference,
    PDFPage,
    format,
    xObjectName,
)
from reportlab.pdfgen.canvas import Canvas

from handpress.images import bare_jpeg

# Base-85 makes streams a quarter larger, for the sake of mail systems of the 1990s.
rl_config.useA85 = 0


def slot_name(name: str) -> str:
    """What a page's content calls the form of a slot."""
    return str(xObjectName(name))


class PlateCanvas(Canvas):
    """A canvas whose pages name no font: all words are set by `typesetting`, in fonts that are embedded.

    ReportLab begins each page in Helvetica and sets a font when it draws shapes; Helvetica is never embedded, so both
    are left out. Its pages, pictures and annotations are taken as objects; `assembly` makes a file of them.
    """

    def __init__(self, page: tuple[float, float]) -> None:
        super().__init__(BytesIO(), pagesize=page, pageCompression=1, invariant=1, pdfVersion=(1, 7))
        self._document: Any = self._doc  # type: ignore[attr-defined] # not in ReportLab's stubs

    def _make_preamble(self) -> None:
        self._preamble = ""

    def setFont(self, *args: Any, **kwargs: Any) -> None:  # noqa: N802 - ReportLab's name
        """Do nothing: shapes hold no words."""

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - ReportLab's name
        super()._setAnnotations(page)  # type: ignore[misc] # not in ReportLab's stubs
        if isinstance(page, PDFPage):  # not a form
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = None, PDFName("S")  # type: ignore[attr-defined]

    def show_slot(self, name: str) -> None:
        """Let this page show the form of a slot, whose object is written later; pages call it `slot_name(name)`."""
        key = xObjectName(name)
        if key not in self._document.idToObject:
            self._document.Reference(PDFDictionary({}), key)
        forms: list[str] = self._formsinuse  # type: ignore[attr-defined]
        if name not in forms:
            forms.append(name)

    def show_image(self, file: Path) -> None:
        """Draw a picture over the square of side 1 whose lower left corner is the origin; white shows through it.

        It is called by what it holds: by its place, as ReportLab does, a folder that has moved would give other bytes.
        """
        name = sha256(file.read_bytes()).hexdigest()[:32]
        document, key = self._document, xObjectName(name)
        if key not in document.idToObject:
            image: Any = PDFImageXObject(name, str(file), mask="auto")
            if tuple(image._filters) == ("DCTDecode",):
                image.streamContent = bare_jpeg(image.streamContent)
            # What shines through is an image of its own, which others may share.
            mask = image.__dict__.pop("_smask", None)
            if mask is not None:
                image.smask = self._reference(mask)
            self._reference(image)
            document.addForm(name, image)
        self._code.append(f"/{key} Do")  # type: ignore[attr-defined] # not in ReportLab's stubs
        self._currentPageHasImages = 1
        self._formsinuse.append(name)  # type: ignore[attr-defined] # not in ReportLab's stubs

    def _reference(self, image: Any) -> Any:
        """A reference to a picture, which becomes an object of the file unless it is one."""
        key = xObjectName(image.name)
        if key in self._document.idToObject:
            return PDFObjectReference(key)
        self._setXObjects(image)  # type: ignore[attr-defined] # not in ReportLab's stubs
        return self._document.Reference(image, key)

    def objects(self, keys: list[int]) -> dict[int, bytes]:
        """The objects of all pages, which have been closed before, by their numbers.

        `keys` are those of the pages in the tag tree's parent tree.
        """
        document = self._document
        for page, key in zip(document.Pages.pages, keys, strict=True):
            page.StructParents = key
        document.Reference(document.Pages, "Pages")
        objects = dict[int, bytes]()
        # While objects are written, others that they refer to come up.
        while len(objects) < len(document.numberToId):
            number = len(objects) + 1
            written: bytes = format(document.idToObject[document.numberToId[number]], document, toplevel=1)
            # ISO 19005-2, 6.1.7.1: a line's end stands before the word.
            objects[number] = re.sub(rb"endstream\n$", b"\nendstream", written)
        return objects

    def number_of(self, name: str) -> int:
        """The number of an object by ReportLab's name for it: 'Page1', 'Annot.NUMBER1', 'BasicFonts' …"""
        number, _ = self._document.idToObjectNumberAndVersion[name]
        return int(number)
