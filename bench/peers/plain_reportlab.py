"""Plain ReportLab: platypus paragraphs, lists and tables, untagged, as its user guide teaches it.

Run as a command with a document's JSON file and the PDF to write: that is the whole process that the table times.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    Image,
    ListFlowable,
    ListItem,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)  # fmt: skip

if TYPE_CHECKING:
    from bench.shapes import CardItem, Document, Item, Pieces, Point, TableItem

REGULAR, BOLD = "Body", "Body-Bold"
BULLETS = {"disc": "•", "tick": "√", "cross": "×", "number": "1"}

# As in handpress: base-85 would make every stream a quarter larger.
rl_config.useA85 = 0


def prepare(document: Document) -> None:
    """Open the fonts: once a process."""
    registerFont(TTFont(REGULAR, document["fonts"]["regular"]))
    registerFont(TTFont(BOLD, document["fonts"]["bold"]))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def warm(document: Document) -> Callable[[], bytes]:
    """What makes the PDF in a process that has its fonts open."""
    prepare(document)
    return lambda: build(document)


def build(document: Document) -> bytes:
    """The PDF."""
    paper, furniture, out = document["paper"], document["furniture"], BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=(paper["width"], paper["height"]),
        leftMargin=paper["side"] - 6,  # a frame has 6 points of padding of its own
        rightMargin=paper["side"] - 6,
        topMargin=paper["top"] + 16,
        bottomMargin=paper["bottom"] + 26,
        title=document["title"],
        author=furniture["name"],
        lang=document["language"],
        initialFontName=REGULAR,
        pageCompression=1,
    )
    setter = Setter(document)
    story = [*setter.masthead(), *setter.flowables(document["items"])]

    def first(canvas: Canvas, _: Any) -> None:
        draw_foot(canvas, document)

    def later(canvas: Canvas, _: Any) -> None:
        draw_head(canvas, document)
        draw_foot(canvas, document)

    def maker(*args: Any, **kwargs: Any) -> CountingCanvas:
        return CountingCanvas(document, *args, **kwargs)

    template.build(story, onFirstPage=first, onLaterPages=later, canvasmaker=maker)
    return out.getvalue()


class CountingCanvas(Canvas):
    """A canvas that holds its pages back until their number is known: the usual way to 'Page 1 of 3'."""

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.held = list[dict[str, Any]]()

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self.held.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        paper, total = self.document["paper"], len(self.held)
        for number, state in enumerate(self.held, 1):
            self.__dict__.update(state)
            self.setFont(BOLD, self.document["letters"]["small"]["size"])
            words = self.document["furniture"]["page"].format(page=number, pages=total)
            self.drawRightString(paper["width"] - paper["side"], paper["bottom"] + 10, words)
            super().showPage()
        super().save()


def draw_head(canvas: Canvas, document: Document) -> None:
    """The slim head of page 2 and after."""
    paper, furniture, small = document["paper"], document["furniture"], document["letters"]["small"]
    y = paper["height"] - paper["top"] - 10
    canvas.setFillColor(HexColor(paper["brand"]))
    canvas.setFont(BOLD, small["size"])
    canvas.drawString(paper["side"], y, furniture["name"])
    canvas.setFillColor(HexColor(small["colour"]))
    canvas.drawRightString(paper["width"] - paper["side"], y, furniture["phone"])
    canvas.setStrokeColor(HexColor(paper["brand"]))
    canvas.line(paper["side"], y - 5, paper["width"] - paper["side"], y - 5)


def draw_foot(canvas: Canvas, document: Document) -> None:
    """The foot of every page, but for its number; and the notice that nobody has approved the text."""
    paper, furniture, small = document["paper"], document["furniture"], document["letters"]["small"]
    y, middle = paper["bottom"] + 10, paper["width"] / 2
    canvas.setStrokeColor(HexColor(paper["rule"]))
    canvas.line(paper["side"], y + 14, paper["width"] - paper["side"], y + 14)
    canvas.setFillColor(HexColor(small["colour"]))
    canvas.setFont(BOLD, small["size"])
    canvas.drawString(paper["side"], y, furniture["name"])
    canvas.setFont(REGULAR, small["size"])
    canvas.drawString(paper["side"], y - small["leading"], furniture["phone"])
    for number, line in enumerate(furniture["version"]):
        canvas.drawCentredString(middle, y - number * small["leading"], line)
    if furniture["sample"]:
        width = stringWidth(furniture["sample"], BOLD, small["size"]) + 16
        top = paper["height"] - 24
        canvas.setStrokeColor(HexColor(small["colour"]))
        canvas.roundRect(middle - width / 2, top - 4, width, small["leading"] + 3, 3)
        canvas.setFont(BOLD, small["size"])
        canvas.drawCentredString(middle, top, furniture["sample"])


@cache
def logo(file: str) -> Flowable:
    """The clinic's logo, 32 points high; read once a process."""
    if not file.endswith(".svg"):
        width, height = ImageReader(file).getSize()
        return Image(file, 32 * width / height, 32)
    from svglib.svglib import svg2rlg  # noqa: PLC0415 - a clinic with a pixel logo does not wait for it

    drawing: Any = svg2rlg(file)
    scale = 32 / drawing.height
    drawing.scale(scale, scale)
    drawing.width, drawing.height = drawing.width * scale, 32
    result: Flowable = drawing
    return result


class Setter:
    """Items to flowables."""

    def __init__(self, document: Document) -> None:
        self.document, self.paper = document, document["paper"]
        self.width = self.paper["width"] - 2 * self.paper["side"]
        self.styles = {
            role: ParagraphStyle(
                role,
                fontName=BOLD if letter["strong"] else REGULAR,
                fontSize=letter["size"],
                leading=letter["leading"],
                textColor=HexColor(letter["colour"]),
                spaceBefore={"heading": 12, "minor": 4}.get(role, 0),
                spaceAfter={"subtitle": 8, "heading": 4, "minor": 4, "paragraph": 4, "contact": 4}.get(role, 0),
                keepWithNext=int(role == "heading"),
                bulletFontName=REGULAR,
            )
            for role, letter in document["letters"].items()
        }
        self.point = ParagraphStyle("point", self.styles["paragraph"], spaceAfter=2)
        self.label = ParagraphStyle("label", self.styles["paragraph"], fontName=BOLD)
        self.right = ParagraphStyle("right", self.styles["small"], alignment=2)
        self.middle = ParagraphStyle("middle", self.styles["small"], alignment=TA_CENTER)

    def masthead(self) -> list[Flowable]:
        """Logo, name and numbers at the top of page 1."""
        furniture, small = self.document["furniture"], self.styles["small"]
        name = ParagraphStyle("name", self.styles["minor"], textColor=HexColor(self.paper["brand"]))
        names = [Paragraph(escape(furniture["name"]), name), Paragraph(escape(furniture["tagline"]), small)]
        contact = [Paragraph(markup(line), self.right) for line in furniture["contact"]]
        mark = logo(furniture["logo"]) if furniture["logo"] else ""
        rule = ("LINEBELOW", (0, 0), (-1, -1), 1.5, HexColor(self.paper["brand"]))
        style: list[Any] = [rule, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, 0), 0)]
        return [Table([[mark, names, contact]], (44, self.width * 0.5 - 44, self.width * 0.5), style=style)]

    def flowables(self, items: list[Item], width: float = 0) -> list[Flowable]:
        """The flowables of items, in order."""
        return [flowable for item in items for flowable in self.item(item, width or self.width)]

    def item(self, item: Item, width: float) -> list[Flowable]:
        """The flowables of one item."""
        match item["kind"]:
            case "text":
                room = [CondPageBreak(90)] if item["role"] == "minor" else []
                return [*room, Paragraph(markup(item["pieces"]), self.styles[item["role"]])]
            case "list":
                return [self.listing(item["points"], item["mark"]), Spacer(1, 4)]
            case "panel":
                cells = [[Paragraph(escape(label), self.styles["small"]) for label in item["labels"]]]
                share = width / (len(item["labels"]) + 0.8)
                widths = [share * 1.8, *([share] * (len(item["labels"]) - 1))]
                return [Table(cells, widths, [42], [("GRID", (0, 0), (-1, -1), 0.8, HexColor(self.paper["rule"])),
                                                   ("VALIGN", (0, 0), (-1, -1), "TOP")]), Spacer(1, 12)]  # fmt: skip
            case "table":
                return [self.grid(item, width), Spacer(1, 16)]
            case "lines":
                return self.lines(item["label"], item["count"])
            case "box":
                bar = ("LINEBEFORE", (0, 0), (0, -1), 4, HexColor(self.paper["brand"]))
                ground = ("BACKGROUND", (0, 0), (-1, -1), HexColor(self.paper["tint"]))
                inside = [[self.flowables(item["items"], width - 32)]]
                return [Table(inside, [width], style=[ground, bar, *padded(16, 8)]), Spacer(1, 4)]
            case "card":
                return [Spacer(1, 6), self.card(item, width), Spacer(1, 8)]
            case "picture":
                return [Image(item["file"], width / 2, width / 2, kind="proportional")]

    def listing(self, points: list[Point], mark: str) -> ListFlowable:
        """Points, and those under them."""
        colours = {"disc": self.paper["brand"], "tick": self.paper["tick"], "cross": self.paper["cross"]}
        items: list[Any] = [
            ListItem(
                [
                    Paragraph(markup(p["pieces"]), self.point),
                    *([self.listing(p["points"], "disc")] if p["points"] else []),
                ],
                leftIndent=16,
            )
            for p in points
        ]
        return ListFlowable(
            items,
            bulletType="1" if mark == "number" else "bullet",
            start=BULLETS[mark],
            leftIndent=16,
            bulletFontName=BOLD,
            bulletFontSize=self.point.fontSize,
            bulletColor=HexColor(colours.get(mark, self.paper["brand"])),
        )

    def grid(self, item: TableItem, width: float) -> Table:
        """A table with a head that is repeated."""
        style = self.styles["paragraph"]
        head = [Paragraph(markup(pieces), self.label) for pieces in item["columns"]]
        rows = [[Paragraph(markup(cell), style) if cell else "" for cell in row] for row in item["rows"]]
        heights = [None, *([item["least"] or None] * len(rows))]
        look: list[Any] = [
            ("GRID", (0, 0), (-1, -1), 0.6, HexColor(self.paper["rule"])),
            ("BACKGROUND", (0, 0), (-1, 0), HexColor(self.paper["tint"])),
        ]
        return Table([head, *rows], [width / len(head)] * len(head), heights, look, repeatRows=1)

    def lines(self, label: Pieces, count: int) -> list[Flowable]:
        """A label and lines to write on."""
        rules = [HRFlowable("100%", 0.8, color=HexColor(self.paper["rule"]), spaceBefore=16) for _ in range(count)]
        return [Paragraph(markup(label), self.label), *rules, Spacer(1, 6)]

    def card(self, item: CardItem, width: float) -> Table:
        """A care card."""
        colour = HexColor(item["colour"])
        heading = ParagraphStyle("bar", self.styles["card"], textColor=white)
        contact = Paragraph(markup(item["contact"]), self.styles["contact"])
        body: list[Any] = [contact, *self.flowables(item["items"], width - 28)]
        inside: list[Any] = [[Paragraph(markup(item["heading"]), heading)], [body]]
        look: list[Any] = [("BACKGROUND", (0, 0), (0, 0), colour), ("BOX", (0, 0), (-1, -1), 1.2, colour)]
        look += [("NOSPLIT", (0, 0), (-1, -1)), *padded(14, 6)]
        return Table(inside, [width], style=look)


def padded(across: float, down: float) -> list[Any]:
    """Table commands for this much air in every cell."""
    sides = (("LEFT", across), ("RIGHT", across), ("TOP", down), ("BOTTOM", down))
    return [(f"{side}PADDING", (0, 0), (-1, -1), size) for side, size in sides]


def markup(pieces: Pieces) -> str:
    """Pieces in the markup of ReportLab's paragraphs."""
    out = list[str]()
    for piece in pieces:
        text = escape(piece["text"]) or "_" * round(2 * piece["blank"])
        text = f"<b>{text}</b>" if piece["strong"] else text
        out.append(f"<a href={quoteattr(piece['link'])}>{text}</a>" if piece["link"] else text)
    return "".join(out)


def main() -> None:
    """The whole process: read a document, write its PDF."""
    source, target = map(Path, sys.argv[1:])
    document: Document = json.loads(source.read_text("utf-8"))
    prepare(document)
    target.write_bytes(build(document))


if __name__ == "__main__":
    main()
