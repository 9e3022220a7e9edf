"""Fullbleed: the HTML and CSS of WeasyPrint's side, its fonts registered with the engine, as its documentation teaches.

For patients a template is compiled once, with a slot for each of their details, and rendered with one record at a time:
with fixed geometry, the fastest way, which makes no tagged files; or with reflow, which does.
Run as a command with the JSON of a document, the PDF to write and a profile.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from html import escape
from importlib import import_module
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.peers import weasyprint_

if TYPE_CHECKING:
    from bench.shapes import Details, Document, PanelItem


def engine(document: Document, profile: str | None) -> Any:
    """An engine that has both weights of the typeface."""
    fullbleed: Any = import_module("fullbleed")
    fonts = [document["fonts"]["regular"], document["fonts"]["bold"]]
    language, title = document["language"], document["title"]
    return fullbleed.PdfEngine(font_files=fonts, pdf_profile=profile, document_lang=language, document_title=title)


def warm(document: Document, profile: str | None = None) -> Callable[[], bytes]:
    """What makes the PDF in a process whose engine has its fonts."""
    ready, html, css = engine(document, profile), weasyprint_.html(document), weasyprint_.rules(document)
    return lambda: bytes(ready.render_pdf(html, css))


def impressing(document: Document, people: list[Details], profile: str | None) -> Callable[[], bytes]:
    """What makes the next patient's PDF by a compiled template; the last one without end."""
    compiled = engine(document, profile).compile_pdf(*template(document, people[0]))
    render = compiled.render_pdf_reflow_bindings if profile else compiled.render_pdf_bindings
    records = chain(map(record, people), repeat(record(people[-1])))
    return lambda: bytes(render({name: [text] for name, text in next(records).items()}))


def record(person: Details) -> dict[str, str]:
    """A patient's details by the names of their slots."""
    return {f"{place}{n}": text for place in ("values", "identity") for n, text in enumerate(person[place])}


def template(document: Document, person: Details) -> tuple[str, str]:
    """HTML and CSS with a slot for each detail of `person`.

    Slots in the page's margin boxes are bound with fixed geometry only, so that an element that stays in its place on
    each page stands there instead. Every place has a width of its own: one that follows its words is laid out anew.
    """
    panel: PanelItem = next(item for item in document["items"] if item["kind"] == "panel")
    labels = zip(panel["labels"], person["values"], strict=True)
    cells = "".join(f"<p>{escape(label)}<b>{{{{values{n}}}}}</b></p>" for n, (label, _) in enumerate(labels))
    lines = "<br>".join(f"{{{{identity{n}}}}}" for n in range(len(person["identity"])))
    html = weasyprint_.html(document).replace("<main>", f"<div class=patient>{lines}</div><main>")
    html = html.replace(weasyprint_.element(panel), f"<div class=panel>{cells}</div>")
    paper, small = document["paper"], document["letters"]["small"]
    css = f"""{weasyprint_.rules(document)}
@page {{ @bottom-left {{ content: none }} }}
.patient {{ position: fixed; left: {paper["side"]}pt; bottom: {paper["bottom"]}pt;
  width: {0.36 * (paper["width"] - 2 * paper["side"]):.0f}pt;
  font-size: {small["size"]}pt; white-space: nowrap }}
.panel p {{ width: 0; overflow: hidden }} .panel b {{ display: block }}
"""
    return html, css


def main() -> None:
    """The whole process: read the document, write its PDF."""
    source, target, profile = sys.argv[1:]
    Path(target).write_bytes(warm(json.loads(Path(source).read_text("utf-8")), profile)())


if __name__ == "__main__":
    main()
