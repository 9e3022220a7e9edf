"""fpdf2: cells, markdown paragraphs and its table, untagged, as its documentation teaches it.

Run as a command with a document's JSON file and the PDF to write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.shapes import CardItem, Document, Item, Pieces, Point, TableItem

MARKS = {"disc": "•", "tick": "√", "cross": "×", "number": ""}
INDENT = 16


def warm(document: Document) -> Callable[[], bytes]:
    """What makes the PDF in a process that has fpdf2 loaded; fonts belong to a document and are opened each time."""
    return lambda: build(document)


def build(document: Document) -> bytes:
    """The PDF."""
    return Setter(document).build()


class Setter:
    """Sets items on the pages of one FPDF."""

    def __init__(self, document: Document) -> None:
        fpdf: Any = import_module("fpdf")
        paper, self.letters = document["paper"], document["letters"]
        self.document, self.paper = document, paper
        head, foot = self.head, self.foot

        class Pages(fpdf.FPDF):  # type: ignore[misc]
            """Pages with our head and foot."""

            def header(self) -> None:
                head()

            def footer(self) -> None:
                foot()

        self.pdf: Any = Pages(unit="pt", format=(paper["width"], paper["height"]))
        self.pdf.set_margins(paper["side"], paper["top"] + 20, paper["side"])
        self.pdf.set_auto_page_break(True, paper["bottom"] + 36)
        self.pdf.add_font("Body", "", document["fonts"]["regular"])
        self.pdf.add_font("Body", "B", document["fonts"]["bold"])
        self.pdf.set_title(document["title"])
        self.pdf.set_author(document["furniture"]["name"])
        self.pdf.set_lang(document["language"])

    def build(self) -> bytes:
        """All pages."""
        self.pdf.add_page()
        self.masthead()
        self.items(self.document["items"])
        return bytes(self.pdf.output())

    def letter(self, role: str, colour: str = "") -> float:
        """Take up a role's letters; the distance of its lines."""
        letter = self.letters[role]
        self.pdf.set_font("Body", "B" if letter["strong"] else "", letter["size"])
        self.pdf.set_text_color(colour or letter["colour"])
        return letter["leading"]

    def text(self, role: str, pieces: Pieces, colour: str = "") -> None:
        """Words from the margin on."""
        leading = self.letter(role, colour)
        strong = self.letters[role]["strong"]
        self.pdf.multi_cell(0, leading, marked(pieces, strong), markdown=True, align="L", new_x="LMARGIN", new_y="NEXT")

    def head(self) -> None:
        """The notice of a sample, and the slim head of page 2 and after."""
        furniture, pdf = self.document["furniture"], self.pdf
        leading = self.letter("small")
        if furniture["sample"]:
            pdf.set_font(style="B")
            pdf.set_draw_color(self.letters["small"]["colour"])
            width = pdf.get_string_width(furniture["sample"]) + 16
            pdf.set_xy((self.paper["width"] - width) / 2, 12)
            pdf.cell(width, leading + 3, furniture["sample"], border=1, align="C")
        pdf.set_xy(self.paper["side"], self.paper["top"])
        if pdf.page_no() > 1:
            pdf.set_font(style="B")
            pdf.set_text_color(self.paper["brand"])
            pdf.cell(pdf.epw / 2, leading, furniture["name"])
            self.letter("small")
            pdf.cell(0, leading, furniture["phone"], align="R", new_x="LMARGIN", new_y="NEXT")
            self.rule(pdf.get_y() + 4, self.paper["brand"], 1.5)
            pdf.set_y(pdf.get_y() + 16)

    def foot(self) -> None:
        """The foot of every page."""
        furniture, pdf = self.document["furniture"], self.pdf
        top = self.paper["height"] - self.paper["bottom"] - 24
        self.rule(top - 6, self.paper["rule"], 0.6)
        leading, third = self.letter("small"), pdf.epw / 3
        page = furniture["page"].format(page=pdf.page_no(), pages="{nb}")
        pdf.set_xy(self.paper["side"], top)
        pdf.multi_cell(third, leading, f"**{furniture['name']}**\n{furniture['phone']}", markdown=True, new_y="TOP")
        pdf.multi_cell(third, leading, "\n".join(furniture["version"]), align="C", new_y="TOP")
        pdf.set_font(style="B")
        pdf.cell(third, leading, page, align="R")

    def rule(self, y: float, colour: str, width: float) -> None:
        """A line over the page's width."""
        self.pdf.set_draw_color(colour)
        self.pdf.set_line_width(width)
        self.pdf.line(self.paper["side"], y, self.paper["width"] - self.paper["side"], y)

    def masthead(self) -> None:
        """Logo, name and numbers at the top of page 1."""
        furniture, pdf, top = self.document["furniture"], self.pdf, self.paper["top"]
        x = self.paper["side"]
        if furniture["logo"]:
            x += pdf.image(furniture["logo"], x, top, h=32).rendered_width + 10
        pdf.set_xy(x, top)
        leading = self.letter("minor", self.paper["brand"])
        pdf.multi_cell(pdf.epw / 2, leading, furniture["name"], new_x="LEFT", new_y="NEXT")
        leading = self.letter("small")
        pdf.cell(pdf.epw / 2, leading, furniture["tagline"])
        pdf.set_xy(self.paper["side"], top)
        lines = "\n".join(marked(line, False) for line in furniture["contact"])
        pdf.multi_cell(0, leading, lines, markdown=True, align="R", new_x="LMARGIN", new_y="NEXT")
        self.rule(top + 38, self.paper["brand"], 1.5)
        pdf.set_y(top + 50)

    def items(self, items: list[Item]) -> None:
        """Items, one under another."""
        for item in items:
            self.item(item)

    def item(self, item: Item) -> None:
        """One item."""
        pdf = self.pdf
        match item["kind"]:
            case "text":
                self.words(item["role"], item["pieces"])
            case "list":
                self.points(item["points"], item["mark"])
                pdf.ln(6)
            case "panel":
                self.panel(item["labels"])
            case "table":
                self.table(item)
            case "lines":
                self.lines(item["label"], item["count"])
            case "box":
                self.box(item["items"])
            case "card":
                self.card(item)
            case "picture":
                pdf.image(item["file"], w=pdf.epw / 2, alt_text=item["alt"])

    def words(self, role: str, pieces: Pieces) -> None:
        """A paragraph or a heading with the air round it; a heading has room for two lines under it."""
        before = {"heading": 14.0, "minor": 6.0}.get(role, 0.0)
        if before:
            if self.pdf.will_page_break(before + self.letters[role]["leading"] + 36):
                self.pdf.add_page()
            self.pdf.ln(before)
        self.text(role, pieces)
        self.pdf.ln(4)

    def points(self, points: list[Point], mark: str) -> None:
        """Points, each beside its mark, and those under them further in."""
        pdf, colours = self.pdf, {"tick": self.paper["tick"], "cross": self.paper["cross"]}
        for number, point in enumerate(points, 1):
            leading = self.letter("paragraph", colours.get(mark, self.paper["brand"]))
            if pdf.will_page_break(leading):
                pdf.add_page()
            left = pdf.l_margin
            pdf.cell(INDENT, leading, MARKS.get(mark, mark) or f"{number}.", new_x="RIGHT")
            pdf.set_left_margin(left + INDENT)
            self.text("paragraph", point["pieces"])
            self.points(point["points"], "–")
            pdf.set_left_margin(left)
            pdf.set_x(left)

    def panel(self, labels: list[str]) -> None:
        """Labelled cells to write in."""
        pdf = self.pdf
        leading, share = self.letter("small"), pdf.epw / (len(labels) + 0.8)
        pdf.set_draw_color(self.paper["rule"])
        pdf.set_line_width(0.8)
        x, y = pdf.get_x(), pdf.get_y() + 4
        for number, label in enumerate(labels):
            width = share * (1 if number else 1.8)
            pdf.rect(x, y, width, 42)
            pdf.set_xy(x + 8, y + 6)
            pdf.cell(width - 16, leading, label)
            x += width
        pdf.set_xy(pdf.l_margin, y + 54)

    def table(self, item: TableItem) -> None:
        """A table with a head that is repeated."""
        fonts: Any = import_module("fpdf.fonts")
        pdf = self.pdf
        leading = self.letter("paragraph")
        pdf.set_draw_color(self.paper["rule"])
        pdf.set_fill_color(0)  # the default: no cell is filled but those of the head
        pdf.set_line_width(0.6)
        tint = tuple(int(self.paper["tint"][i : i + 2], 16) for i in (1, 3, 5))
        head = fonts.FontFace(emphasis="BOLD", fill_color=tint)
        with pdf.table(line_height=leading, headings_style=head, padding=(3, 8), text_align="LEFT") as table:
            for cells in (item["columns"], *item["rows"]):
                row = table.row(min_height=item["least"] or None)
                for cell in cells:
                    row.cell(marked(cell, False))
        pdf.ln(12)

    def lines(self, label: Pieces, count: int) -> None:
        """A label, and lines to write on."""
        pdf, leading = self.pdf, self.letter("paragraph")
        if pdf.will_page_break(24.0 * count):
            pdf.add_page()
        pdf.ln(8)
        pdf.set_font(style="B")
        words = "".join(piece["text"] for piece in label)
        start = pdf.l_margin + pdf.get_string_width(words) + 8
        pdf.cell(0, leading, words, new_x="LMARGIN", new_y="NEXT")
        pdf.set_draw_color(self.paper["rule"])
        for number in range(count):
            y = pdf.get_y() + 24 * number - 3
            pdf.line(pdf.l_margin if number else start, y, self.paper["width"] - pdf.r_margin, y)
        pdf.set_y(pdf.get_y() + 24 * (count - 1))

    def box(self, items: list[Item]) -> None:
        """A quiet box on its ground."""
        pdf = self.pdf
        height = self.height(items, 16) + 12
        if pdf.will_page_break(height):
            pdf.add_page()
        y, width = pdf.get_y(), pdf.epw
        pdf.set_fill_color(self.paper["tint"])
        pdf.rect(pdf.l_margin, y, width, height, style="F")
        pdf.set_fill_color(self.paper["brand"])
        pdf.rect(pdf.l_margin, y, 4, height, style="F")
        pdf.set_y(y + 8)
        self.inset(items, 16)
        pdf.set_y(y + height + 10)

    def card(self, item: CardItem) -> None:
        """A care card, whole on one page."""
        pdf, bar = self.pdf, self.letters["card"]["leading"] + 10
        contact: Item = {"kind": "text", "role": "paragraph", "pieces": item["contact"]}
        items = [contact, *item["items"]]
        height = bar + self.height(items, 14) + 20
        if pdf.will_page_break(height + 10):
            pdf.add_page()
        pdf.ln(10)
        y = pdf.get_y()
        pdf.set_fill_color(item["colour"])
        pdf.set_draw_color(item["colour"])
        pdf.set_line_width(1.2)
        pdf.rect(pdf.l_margin, y, pdf.epw, bar, style="DF")
        pdf.rect(pdf.l_margin, y, pdf.epw, height)
        pdf.set_xy(pdf.l_margin + 14, y + 5)
        self.text("card", item["heading"])
        pdf.set_y(y + bar + 8)
        self.inset(items, 14)
        pdf.set_y(y + height + 10)

    def inset(self, items: list[Item], by: float) -> None:
        """Items between margins that are further in."""
        pdf = self.pdf
        left, right = pdf.l_margin, pdf.r_margin
        pdf.set_margins(left + by, pdf.t_margin, right + by)
        pdf.set_x(left + by)
        self.items(items)
        pdf.set_margins(left, pdf.t_margin, right)
        pdf.set_x(left)

    def height(self, items: list[Item], by: float) -> float:
        """How high texts and lists will be `by` further in: multi_cell can tell without drawing."""
        total = 0.0
        for item in items:
            if item["kind"] == "text":
                total += self.text_height(item["role"], item["pieces"], by) + 4
            elif item["kind"] == "list":
                total += self.list_height(item["points"], by + INDENT / 2) + 6
        return total

    def list_height(self, points: list[Point], by: float) -> float:
        """How high points will be."""
        return sum(
            self.text_height("paragraph", p["pieces"], by) + self.list_height(p["points"], by + INDENT / 2)
            for p in points
        )

    def text_height(self, role: str, pieces: Pieces, by: float) -> float:
        """How high words will be."""
        leading, words = self.letter(role), marked(pieces, self.letters[role]["strong"])
        width = self.pdf.epw - 2 * by
        return float(self.pdf.multi_cell(width, leading, words, markdown=True, dry_run=True, output="HEIGHT"))


def marked(pieces: Pieces, strong: bool) -> str:
    """Pieces in fpdf2's markdown; in letters that are bold already nothing is marked."""
    out = list[str]()
    for piece in pieces:
        text = piece["text"] or "." * round(4 * piece["blank"])
        text = f"**{text}**" if piece["strong"] and not strong else text
        out.append(f"[{text}]({piece['link']})" if piece["link"] else text)
    return "".join(out)


def main() -> None:
    """The whole process: read a document, write its PDF."""
    source, target = map(Path, sys.argv[1:])
    document: Document = json.loads(source.read_text("utf-8"))
    target.write_bytes(build(document))


if __name__ == "__main__":
    main()
