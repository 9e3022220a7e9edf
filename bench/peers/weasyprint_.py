"""WeasyPrint: the document as HTML with a style sheet, as its documentation teaches it.

Run as a command with an HTML file, the PDF to write and, where asked for, a PDF variant.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.shapes import CardItem, Document, Item, Pieces, Point, TableItem

TAGS = {"title": "h1", "heading": "h2", "minor": "h3"}
CLASSES = {"disc": "", "number": "", "tick": " class=do", "cross": " class=dont"}


def warm(document: Document, variant: str | None = None) -> Callable[[], bytes]:
    """What makes the PDF in a process that has the style sheet and its fonts loaded."""
    weasyprint: Any = import_module("weasyprint")
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(string=style(document), font_config=fonts)
    text = html(document)

    def build() -> bytes:
        made = weasyprint.HTML(string=text, base_url="/").write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant=variant
        )
        return bytes(made)

    return build


def whole(document: Document, folder: Path) -> Path:
    """The input file of a process of its own: HTML with its style sheet inside."""
    file = folder / "weasyprint.html"
    file.write_text(html(document, style(document)), "utf-8")
    return file


def html(document: Document, css: str = "") -> str:
    """The whole page."""
    furniture = document["furniture"]
    name, logo = escape(furniture["name"]), Path(furniture["logo"]).as_uri() if furniture["logo"] else ""
    picture = f'<img src="{logo}" alt="{escape(furniture["logo_alt"])}">' if logo else ""
    contact = "<br>".join(map(runs, furniture["contact"]))
    return (
        f"<!DOCTYPE html><html lang={document['language']}><head><meta charset=utf-8>"
        f"<title>{escape(document['title'])}</title><meta name=author content='{name}'>"
        f"{f'<style>{css}</style>' if css else ''}</head><body>"
        f"<header>{picture}<p><b>{name}</b><br>{escape(furniture['tagline'])}</p>"
        f"<p class=contact>{contact}</p></header>"
        f"<main>{body(document['items'])}</main></body></html>"
    )


def body(items: list[Item]) -> str:
    """The HTML of items."""
    return "\n".join(map(element, items))


def element(item: Item) -> str:
    """The HTML of one item."""
    match item["kind"]:
        case "text":
            tag = TAGS.get(item["role"], "p")
            return f"<{tag} class={item['role']}>{runs(item['pieces'])}</{tag}>"
        case "list":
            return listing(item["points"], "ol" if item["mark"] == "number" else "ul", CLASSES[item["mark"]])
        case "panel":
            return "<div class=panel>" + "".join(f"<p>{escape(label)}</p>" for label in item["labels"]) + "</div>"
        case "table":
            return table(item)
        case "lines":
            rules = "<div class=rule></div>" * (item["count"] - 1)
            return f"<div class=lines><b>{runs(item['label'])}</b><span></span></div>{rules}"
        case "box":
            return f"<div class=box>{body(item['items'])}</div>"
        case "card":
            return card(item)
        case "picture":
            return f'<p><img src="{Path(item["file"]).as_uri()}" alt="{escape(item["alt"])}"></p>'


def listing(points: list[Point], tag: str, name: str = "") -> str:
    """A list, and the lists in it."""
    inside = (runs(p["pieces"]) + (listing(p["points"], "ul") if p["points"] else "") for p in points)
    return f"<{tag}{name}>" + "".join(f"<li>{text}</li>" for text in inside) + f"</{tag}>"


def table(item: TableItem) -> str:
    """A table with a head."""
    head = "".join(f"<th scope=col>{runs(cell)}</th>" for cell in item["columns"])
    room = f" style='height: {item['least']}pt'" if item["least"] else ""
    rows = "".join(f"<tr{room}>" + "".join(f"<td>{runs(cell)}</td>" for cell in row) + "</tr>" for row in item["rows"])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def card(item: CardItem) -> str:
    """A care card."""
    return (
        f"<section class=card style='border-color: {item['colour']}'>"
        f"<h2 class=bar style='background: {item['colour']}'>{runs(item['heading'])}</h2>"
        f"<div><p class=phone>{runs(item['contact'])}</p>{body(item['items'])}</div></section>"
    )


def runs(pieces: Pieces) -> str:
    """The HTML of words."""
    out = list[str]()
    for piece in pieces:
        text = escape(piece["text"]) or "_" * round(2 * piece["blank"])
        text = f"<b>{text}</b>" if piece["strong"] else text
        out.append(f'<a href="{escape(piece["link"])}">{text}</a>' if piece["link"] else text)
    return "".join(out)


def quoted(text: str) -> str:
    """A CSS string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def letters(document: Document) -> str:
    """A rule for each role's letters."""
    names = {"paragraph": "body", "card": ".bar", "contact": ".phone", "small": "header, .panel, .caption"}
    return "".join(
        f"{names.get(role, '.' + role)} {{ font-size: {one['size']}pt; line-height: {one['leading']}pt;"
        f" color: {one['colour']}; font-weight: {700 if one['strong'] else 400} }}\n"
        for role, one in document["letters"].items()
    )


def style(document: Document) -> str:
    """The style sheet: fonts, the page, letters, then the blocks."""
    return faces(document) + rules(document)


def rules(document: Document) -> str:
    """The style sheet without its fonts."""
    return page(document) + letters(document) + blocks(document)


def faces(document: Document) -> str:
    """The two weights of the typeface."""
    fonts = document["fonts"]
    name = quoted(fonts["name"])
    return "".join(
        f"@font-face {{ font-family: {name}; font-weight: {weight}; src: url({quoted(Path(file).as_uri())}) }}\n"
        for weight, file in ((400, fonts["regular"]), (700, fonts["bold"]))
    )


def page(document: Document) -> str:
    """The sheet, its head and its foot."""
    paper, furniture, small = document["paper"], document["furniture"], document["letters"]["small"]
    words = re.split(r"\{pages?\}", furniture["page"])
    number = f"{quoted(words[0])} counter(page) {quoted(words[1])} counter(pages) {quoted(words[2])}"
    version = ' "\\a" '.join(map(quoted, furniture["version"]))
    letter = f"font-family: {quoted(document['fonts']['name'])}; font-size: {small['size']}pt; color: {small['colour']}"
    name, phone = quoted(furniture["name"]), quoted(furniture["phone"])
    sample = f"content: {quoted(furniture['sample'])}" if furniture["sample"] else ""
    return f"""
@page {{
  size: {paper["width"]}pt {paper["height"]}pt;
  margin: {paper["top"] + 16}pt {paper["side"]}pt {paper["bottom"] + 32}pt;
  @top-left {{ {letter}; font-weight: 700; content: {name} }}
  @top-center {{ {letter}; font-weight: 700; vertical-align: top; padding-top: 8pt; {sample} }}
  @top-right {{ {letter}; content: {phone} }}
  @bottom-left {{ {letter}; white-space: pre; content: {name} "\\a" {phone} }}
  @bottom-center {{ {letter}; white-space: pre; content: {version} }}
  @bottom-right {{ {letter}; font-weight: 700; content: {number} }}
}}
@page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} }}
"""


def blocks(document: Document) -> str:
    """Rules for the blocks."""
    paper, family = document["paper"], quoted(document["fonts"]["name"])
    return f"""
body {{ font-family: {family}; margin: 0 }} p, h1, h2, h3, ul, ol {{ margin: 0 0 4pt }}
h2, h3 {{ margin-top: 16pt; break-after: avoid; text-wrap: balance }}
ul, ol {{ padding-left: 16pt; margin-bottom: 8pt }} li::marker {{ color: {paper["brand"]} }}
ul {{ list-style-type: "• " }} ul ul, ol ul {{ list-style-type: "– " }}
.do {{ list-style-type: "√ " }} .do > li::marker {{ color: {paper["tick"]} }}
.dont {{ list-style-type: "× " }} .dont > li::marker {{ color: {paper["cross"]} }}
header {{ display: flex; border-bottom: 1.5pt solid {paper["brand"]}; margin-bottom: 12pt }}
header img {{ height: 32pt; margin-right: 10pt }} header .contact {{ margin-left: auto; text-align: right }}
.panel {{ display: flex; border: .8pt solid {paper["rule"]}; border-radius: 3pt; margin: 8pt 0 12pt; height: 42pt }}
.panel p {{ flex: 1; padding: 6pt 10pt; border-left: .8pt solid {paper["rule"]} }}
.panel p:first-child {{ flex: 1.8; border: 0 }}
.box {{ background: {paper["tint"]}; border-left: 4pt solid {paper["brand"]}; padding: 8pt 16pt; margin: 12pt 0 }}
.card {{ border: 1.2pt solid; margin: 12pt 0; break-inside: avoid }} .card > div {{ padding: 8pt 14pt }}
.bar {{ margin: 0; padding: 5pt 14pt }} .card p:last-child {{ margin: 0 }}
table {{ border-collapse: collapse; width: 100%; margin: 4pt 0 16pt }} tr {{ break-inside: avoid }}
th, td {{ border: .6pt solid {paper["rule"]}; padding: 5pt 8pt; text-align: left }}
th {{ background: {paper["tint"]} }}
.lines {{ display: flex; padding-top: 10pt }}
.lines span {{ flex: 1; border-bottom: .8pt solid {paper["rule"]}; margin-left: 8pt }}
.rule {{ height: 24pt; border-bottom: .8pt solid {paper["rule"]} }}
"""


def main() -> None:
    """The whole process: read HTML, write its PDF."""
    source, target, *variant = sys.argv[1:]
    weasyprint: Any = import_module("weasyprint")
    weasyprint.HTML(filename=source).write_pdf(target, pdf_variant=variant[0] if variant else None)


if __name__ == "__main__":
    main()
