"""Typst, by its Python package: the document as Typst markup, tagged as it is by default.

What belongs to a clinic (names, numbers, colours) or to a patient comes in by `sys.inputs`, so that another one is set
by the same compiler from the same unchanged source. A patient may also stand in the source, at its beginning.
Run as a command with a Typst file, the folder of its fonts, the JSON of the inputs and the PDF to write.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bench.shapes import CardItem, Details, Document, Item, Pieces, Point, TableItem

T = TypeVar("T")
NOBODY: dict[str, list[str]] = {"values": [], "identity": []}
MARKS = {"disc": "[•]", "tick": "(text(fill: tick)[√], [–])", "cross": "(text(fill: cross)[×], [–])", "number": ""}


def warm(document: Document, folder: Path) -> Callable[[], bytes]:
    """What makes the PDF in a process whose compiler has set it before."""
    return changing([document], folder)


def changing(documents: Iterable[Document], folder: Path) -> Callable[[], bytes]:
    """What makes the next of documents that differ in their clinic only, by one compiler; the last one without end."""
    documents = list(documents)
    compiler = compiler_of(documents[0], source(documents[0], folder))
    following = endless([inputs(document) for document in documents])

    def build() -> bytes:
        return bytes(compiler.compile(format="pdf", sys_inputs=next(following)))

    return build


def compiler_of(document: Document, file: Path) -> Any:
    """A compiler of a file that knows the document's typeface, and no other."""
    typst: Any = import_module("typst")
    fonts = [document["fonts"]["folder"]]
    return typst.Compiler(str(file), root="/", font_paths=fonts, ignore_system_fonts=True)


def endless(items: list[T]) -> Iterator[T]:
    """All items, and the last one again and again."""
    return chain(items, repeat(items[-1]))


def impressing(document: Document, people: list[Details], folder: Path, how: str) -> Callable[[], bytes]:
    """What makes the next patient's PDF by one compiler; the last one without end.

    `how` is 'inputs', or 'source' for a file that is written again for each of them.
    """
    file = source(document, folder)
    compiler = compiler_of(document, file)
    if how == "inputs":
        following = endless([inputs(document, person) for person in people])
        return lambda: bytes(compiler.compile(format="pdf", sys_inputs=next(following)))
    known, sources = inputs(document), endless([markup(document, person) for person in people])

    def build() -> bytes:
        file.write_text(next(sources), "utf-8")
        return bytes(compiler.compile(format="pdf", sys_inputs=known))

    return build


def inputs(document: Document, person: Details | None = None) -> dict[str, str]:
    """What `sys.inputs` says of the document's clinic and of whose copy it is."""
    return {"clinic": clinic(document), "patient": json.dumps(person or NOBODY)}


def clinic(document: Document) -> str:
    """What belongs to the clinic, as JSON; words with marks as (text, strong) pairs."""
    furniture = document["furniture"]
    cards = [item["contact"] for item in document["items"] if item["kind"] == "card"]
    return json.dumps(
        {
            "name": furniture["name"],
            "tagline": furniture["tagline"],
            "phone": furniture["phone"],
            "brand": document["paper"]["brand"],
            "tint": document["paper"]["tint"],
            "contact": [pairs(line) for line in furniture["contact"]],
            "cards": [pairs(pieces) for pieces in cards],
        }
    )


def pairs(pieces: Pieces) -> list[tuple[str, bool]]:
    """Words and whether they are strong."""
    return [(p["text"] or "_" * round(2 * p["blank"]), p["strong"]) for p in pieces]


def source(document: Document, folder: Path) -> Path:
    """The input file: everything but the clinic."""
    file = folder / "handout.typ"
    file.write_text(markup(document), "utf-8")
    return file


def markup(document: Document, person: Details | None = None) -> str:
    """The source; it says whose copy it is, or asks the inputs."""
    known = f"bytes({text_literal(json.dumps(person))})" if person else "bytes(sys.inputs.patient)"
    return "\n".join((f"#let patient = json({known})", head(document), body(document["items"])))


def body(items: list[Item]) -> str:
    """The markup of items."""
    return "\n\n".join(map(element, items))


def element(item: Item) -> str:
    """The markup of one item."""
    match item["kind"]:
        case "text":
            level = {"title": "= ", "heading": "== ", "minor": "=== "}.get(item["role"], "")
            text = runs(item["pieces"])
            return level + text if level or item["role"] == "paragraph" else f"#{item['role']}[{text}]"
        case "list":
            return listing(item["points"], item["mark"])
        case "panel":
            cells = ", ".join(f"[{escaped(label)}]" for label in item["labels"])
            return f"#panel({cells})"
        case "table":
            return table(item)
        case "lines":
            return f"#lines({item['count']})[{runs(item['label'])}]"
        case "box":
            return f"#quiet[\n{body(item['items'])}\n]"
        case "card":
            return card(item)
        case "picture":
            return f"#image({text_literal(item['file'])}, alt: {text_literal(item['alt'])}, width: 50%)"


def listing(points: list[Point], mark: str) -> str:
    """A list, and the lists in it."""
    sign = "+" if mark == "number" else "-"
    lines = "\n".join(point_lines(points, sign, ""))
    return lines if mark in ("disc", "number") else f"#[#set list(marker: {MARKS[mark]})\n{lines}\n]"


def point_lines(points: list[Point], sign: str, indent: str) -> Iterator[str]:
    """A line a point, those under it further in."""
    for point in points:
        yield f"{indent}{sign} {runs(point['pieces'])}"
        yield from point_lines(point["points"], "-", indent + "  ")


def table(item: TableItem) -> str:
    """A table with a head that is repeated."""
    head = ", ".join(f"[*{runs(cell)}*]" for cell in item["columns"])
    cells = ", ".join(f"[{runs(cell)}]" for row in item["rows"] for cell in row)
    rows = f"{item['least']}pt" if item["least"] else "auto"
    count = len(item["columns"])
    return f"#table(columns: (1fr,) * {count}, rows: (auto, {rows}), table.header({head}), {cells})"


def card(item: CardItem) -> str:
    """A care card."""
    return (
        f"#card({text_literal(item['colour'])}, {item['number']})[{runs(item['heading'])}][\n{body(item['items'])}\n]"
    )


def runs(pieces: Pieces) -> str:
    """The markup of words."""
    out = list[str]()
    for piece in pieces:
        text = escaped(piece["text"]) or "\\_" * round(2 * piece["blank"])
        text = f"#strong[{text}]" if piece["strong"] else text
        out.append(f"#link({text_literal(piece['link'])})[{text}]" if piece["link"] else text)
    return "".join(out)


def escaped(text: str) -> str:
    """Words in which no character is a mark of Typst's."""
    return re.sub(r"([\\#$*_`<>@\[\]~=+/'\"-])", r"\\\1", text)


def text_literal(text: str) -> str:
    """A Typst string."""
    return json.dumps(text, ensure_ascii=False)


def letter(document: Document, role: str, colour: str = "") -> str:
    """The arguments of `text` for a role."""
    one = document["letters"][role]
    weight, fill = "bold" if one["strong"] else "regular", colour or f'rgb("{one["colour"]}")'
    return f'size: {one["size"]}pt, weight: "{weight}", fill: {fill}'


def head(document: Document) -> str:
    """What stands before the text: the clinic, the settings, the page, the functions of the blocks, the masthead."""
    return "\n".join((settings(document), page(document), blocks(document), masthead(document)))


def settings(document: Document) -> str:
    """The clinic's values, letters, paragraphs and lists."""
    paper, letters = document["paper"], document["letters"]["paragraph"]
    language, _, place = document["language"].partition("-")
    region = f'region: "{place}",' if place else ""
    between = letters["leading"] - 0.67 * letters["size"]  # Typst measures from baseline to cap height
    return f"""
#let clinic = json(bytes(sys.inputs.clinic))
#let brand = rgb(clinic.brand)
#let tint = rgb(clinic.tint)
#let rule = rgb("{paper["rule"]}")
#let tick = rgb("{paper["tick"]}")
#let cross = rgb("{paper["cross"]}")
#let words(pairs) = pairs.map(p => if p.at(1) {{ strong(p.at(0)) }} else [#p.at(0)]).join()
#let small(it) = text({letter(document, "small")}, it)
#let writing = line(length: 100%, stroke: .8pt + rule)
#set document(title: [{escaped(document["title"])}])
#set text(font: {text_literal(document["fonts"]["name"])}, lang: "{language}", {region}
  hyphenate: false, {letter(document, "paragraph")})
#set par(leading: {between:.2f}pt, spacing: {between + 4:.2f}pt)
#set list(marker: ([#text(fill: brand)[•]], [–]), spacing: {between + 2:.2f}pt)
#set table(stroke: .6pt + rule, inset: (x: 8pt, y: 5pt), fill: (_, y) => if y == 0 {{ tint }})
#show heading.where(level: 1): it => text({letter(document, "title")}, it.body)
#show heading.where(level: 2): it => block(above: 18pt, below: 8pt,
  text({letter(document, "heading", "brand")}, it.body))
#show heading.where(level: 3): it => block(above: 10pt, below: 6pt, text({letter(document, "minor")}, it.body))"""


def page(document: Document) -> str:
    """The sheet, its head and its foot."""
    paper, furniture = document["paper"], document["furniture"]
    before, between, after = (escaped(words) for words in re.split(r"\{pages?\}", furniture["page"]))
    version = " \\ ".join(map(escaped, furniture["version"]))
    return f"""
#let foot-start = if patient.identity == () [*#clinic.name* \\ #clinic.phone] else {{
  patient.identity.map(strong).join(linebreak()) }}
#set page(
  width: {paper["width"]}pt, height: {paper["height"]}pt,
  margin: (x: {paper["side"]}pt, top: {paper["top"] + 28}pt, bottom: {paper["bottom"] + 38}pt),
  header: context small[
    #align(center, strong[{escaped(furniture["sample"])}])
    #if here().page() > 1 [#text(fill: brand, strong(clinic.name)) #h(1fr) #clinic.phone
      #line(length: 100%, stroke: 1.5pt + brand)]],
  footer: context small[#line(length: 100%, stroke: .6pt + rule)
    #grid(columns: (36%, 42%, 22%), foot-start, align(center)[{version}],
      align(right, strong[{before}#counter(page).display(){between}#counter(page).final().first(){after}]))])"""


def blocks(document: Document) -> str:
    """A function for each kind of block that Typst has no element for."""
    return f"""
#let subtitle(it) = block(text({letter(document, "subtitle")}, it))
#let key(it) = text({letter(document, "key")}, it)
#let caption(it) = small(it)
#let panel(..labels) = table(columns: (1.8fr,) + (1fr,) * (labels.pos().len() - 1), rows: 42pt, fill: none,
  ..labels.pos().enumerate().map(((n, it)) => small[#it \\ #strong(patient.values.at(n, default: ""))]))
#let quiet(it) = block(width: 100%, fill: tint, stroke: (left: 4pt + brand), inset: (x: 16pt, y: 10pt), it)
#let lines(count, label) = {{
  block(above: 18pt)[*#label* #box(width: 1fr, writing)]
  for _ in range(count - 1) {{ block(above: 24pt, writing) }} }}
#let card(colour, number, title, it) = block(width: 100%, breakable: false, stroke: 1.2pt + rgb(colour),
  above: 14pt, below: 14pt, {{
    show heading: it => it.body
    block(width: 100%, fill: rgb(colour), inset: (x: 14pt, y: 8pt), below: 0pt,
      heading(level: 2, text({letter(document, "card")}, title)))
    block(inset: (x: 14pt, y: 10pt), above: 0pt, {{
      block(text({letter(document, "contact")}, words(clinic.cards.at(number)))); it }}) }})"""


def masthead(document: Document) -> str:
    """Logo, name and numbers at the top of page 1."""
    furniture = document["furniture"]
    file, alt = text_literal(furniture["logo"]), text_literal(furniture["logo_alt"])
    logo = f"image({file}, alt: {alt}, height: 32pt)" if furniture["logo"] else "[]"
    return f"""
#grid(columns: (auto, 1fr, auto), column-gutter: 10pt, align: horizon, {logo},
  [#text(size: 13pt, fill: brand, strong(clinic.name)) \\ #small(clinic.tagline)],
  align(right, small(clinic.contact.map(words).join(linebreak()))))
#line(length: 100%, stroke: 1.5pt + brand)
"""


def main() -> None:
    """The whole process: read Typst's markup, write its PDF."""
    file, fonts, known, target = sys.argv[1:]
    import_module("typst").compile(
        file, output=target, root="/", font_paths=[fonts], ignore_system_fonts=True, sys_inputs=json.loads(known)
    )


if __name__ == "__main__":
    main()
