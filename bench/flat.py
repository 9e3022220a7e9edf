"""A loaded handout and clinic as a neutral document: the words, sizes and colours that handpress itself would print.

The words come from handpress's own Composer, with the clinic's values in the places of placeholders, so that no peer
sets another text than ours. How things are placed is each peer's own affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, assert_never

from bench.shapes import (
    BoxItem,
    CardItem,
    Details,
    Document,
    Fonts,
    Furniture,
    Item,
    Letter,
    LinesItem,
    ListItem,
    ListMark,
    PanelItem,
    Paper,
    PictureItem,
    Pieces,
    Role,
    TableItem,
    TextItem,
)  # fmt: skip
from bench.shapes import Point as FlatPoint
from handpress.compose import fields_of, scale_of
from handpress.compose.blocks import RED, Composer
from handpress.content import (
    Block,
    BulletList,
    Choose,
    Do,
    Dont,
    Fragment,
    Handout,
    Level,
    Log,
    LogGrid,
    Note,
    Picture,
    Section,
    Signs,
    Steps,
    Table,
    TableGrid,
    WriteIn,
)  # fmt: skip
from handpress.content import Point as ContentPoint
from handpress.fields import WRITE_IN, Prose
from handpress.furniture import MM, PAGES
from handpress.furniture import Furniture as OurFurniture
from handpress.job import Edition
from handpress.library import Clinic, Loaded, State
from handpress.library.assets import image_path
from handpress.patients import Field
from handpress.runs import Blank, Inline, Run
from handpress.typescale import HAIRLINE, TypeScale
from handpress.typesetting import Style
from handpress.words import in_language, words

T = TypeVar("T")


def document(loaded: Loaded, clinic: Clinic, edition: Edition) -> Document:
    """The whole handout of this clinic."""
    scale = scale_of(loaded, clinic, edition)
    composer = Composer.of(loaded, clinic, scale)
    return {
        "language": loaded.language,
        "title": composer.plain(_handout(loaded).title),
        "paper": _paper(composer),
        "letters": _letters(scale),
        "fonts": _fonts(clinic),
        "furniture": _furniture(composer, edition),
        "items": _items(composer),
    }


def details(loaded: Loaded, clinic: Clinic, said: dict[Field, str]) -> Details:
    """What a patient's copy says besides, in the places where handpress prints it; `said` as handpress writes it."""
    names, written = clinic.layout.patient.identifiers, words(loaded.language)
    fields = dict(zip(names, fields_of(names), strict=True))
    number = next(getattr(written, name) for name, field in fields.items() if field == "identifier")
    return {
        "values": [said.get(field, "") if field else "" for field in fields.values()],
        "identity": [said["name"], f"{number} {said['identifier']}"],
    }


def _handout(loaded: Loaded) -> Handout:
    if not isinstance(loaded.text, Handout):
        raise TypeError(f"'{loaded.name}' is no handout, and nothing else is compared")
    return loaded.text


def _paper(composer: Composer) -> Paper:
    layout = composer.clinic.layout
    width, height = PAGES[layout.page.size]
    margins = layout.page.margins
    return {
        "width": width,
        "height": height,
        "top": float(margins.top) * MM,
        "bottom": float(margins.bottom) * MM,
        "side": float(margins.side) * MM,
        "brand": layout.colours.brand,
        "rule": HAIRLINE,
        "tint": composer.scale.ground,
        "tick": layout.colours.routine,
        "cross": RED,
    }


def _letters(scale: TypeScale) -> dict[str, Letter]:
    styles: dict[str, Style] = {
        "title": scale.title, "subtitle": scale.subtitle, "key": scale.key, "heading": scale.section,
        "minor": scale.minor, "paragraph": scale.body, "card": scale.card, "contact": scale.contact,
        "caption": scale.small, "small": scale.small,
    }  # fmt: skip
    return {
        role: {"size": s.size, "leading": s.leading, "colour": s.colour, "strong": s.strong}
        for role, s in styles.items()
    }


def _fonts(clinic: Clinic) -> Fonts:
    family = clinic.chain.families[0]
    file = family.regular.file
    return {"name": family.name, "folder": str(file.parent), "regular": str(file), "bold": str(family.bold.file)}


def _furniture(composer: Composer, edition: Edition) -> Furniture:
    layout, words, clinic = composer.clinic.layout, composer.words, composer.clinic
    title = composer.plain(composer.loaded.text.title)
    ours = OurFurniture.of(composer.loaded, clinic, edition, title, State(("sample",)))
    contact = layout.contact
    lines = list[Pieces]()
    hours = _said(composer, contact.hours) if contact.hours else ""
    for number, when in ((contact.phone, hours), (contact.out_of_hours, words.out_of_hours)):
        if number and number != WRITE_IN:
            lines.append(_pieces((Run(number, strong=True), Run(f"  {when}"))))
    return {
        "name": layout.name,
        "tagline": _said(composer, layout.tagline) if layout.tagline else "",
        "phone": contact.phone if contact.phone and contact.phone != WRITE_IN else "",
        "contact": lines,
        "version": list(ours.version),
        "page": words.page,
        "sample": words.sample if ours.notices else "",
        "logo": str(clinic.logo.file) if clinic.logo else "",
        "logo_alt": layout.logo_alt or layout.name,
    }


def _said(composer: Composer, texts: dict[str, T]) -> T:
    """The clinic's own words, to readers of the text."""
    return in_language(texts, composer.loaded.language, composer.clinic.layout.locale)[0]


def _pieces(runs: Iterable[Inline]) -> Pieces:
    return [
        {"text": "", "strong": False, "link": "", "blank": run.ems}
        if isinstance(run, Blank)
        else {"text": run.text, "strong": run.strong, "link": run.link, "blank": 0.0}
        for run in runs
    ]


def _items(composer: Composer) -> list[Item]:
    handout, layout = _handout(composer.loaded), composer.clinic.layout
    items: list[Item] = [_text(composer, "title", handout.title)]
    if handout.subtitle:
        items.append(_text(composer, "subtitle", handout.subtitle))
    if layout.patient.panel:
        labels = [str(getattr(composer.words, name)) for name in layout.patient.identifiers]
        items.append(PanelItem(kind="panel", labels=labels))
    items.append(BoxItem(kind="box", items=[_text(composer, "key", handout.key_message)]))
    cards = 0
    for section in handout.sections:
        level = section.level
        if level is not None:
            items.append(_card(composer, section, level, cards))
            cards += 1
        else:
            items += [_text(composer, "heading", section.title), *_body(composer, section.body)]
    if layout.about is not None:
        title = composer.words.about_clinic.format(clinic=layout.name)
        items.append(TextItem(kind="text", role="heading", pieces=_pieces([Run(title)])))
        items.append(_text(composer, "paragraph", _said(composer, layout.about)))
    return items


def _text(composer: Composer, role: Role, prose: Prose) -> TextItem:
    return {"kind": "text", "role": role, "pieces": _pieces(composer.runs(prose))}


def _card(composer: Composer, section: Section, level: Level, number: int) -> CardItem:
    label = Run(f"{getattr(composer.words, level)}: ")
    return {
        "kind": "card",
        "number": number,
        "colour": getattr(composer.clinic.layout.colours, level),
        "heading": _pieces((label, *composer.runs(section.title))),
        "contact": _pieces(composer.contact(level)),
        "items": _body(composer, section.body),
    }


def _body(composer: Composer, blocks: Iterable[Block]) -> list[Item]:
    return [item for block in blocks for item in _block(composer, block)]


def _block(composer: Composer, block: Block) -> list[Item]:
    match block:
        case Prose():
            return [_text(composer, "paragraph", block)]
        case BulletList(points=points) | Signs(points=points):
            return [_listing(composer, "disc", points)]
        case Steps(points=points):
            return [_listing(composer, "number", points)]
        case Do(points=points):
            return [_listing(composer, "tick", points)]
        case Dont(points=points):
            return [_listing(composer, "cross", points)]
        case Note(note=note):
            head: list[Item] = [_text(composer, "minor", note.title)] if note.title else []
            return [BoxItem(kind="box", items=[*head, *_body(composer, note.body)])]
        case Table(table=table):
            return _table(composer, table)
        case Log(log=log):
            return _log(composer, log)
        case WriteIn(write_in=line):
            return [LinesItem(kind="lines", label=_pieces(composer.runs(line.label)), count=line.lines)]
        case Picture(picture=picture):
            item = PictureItem(kind="picture", file=str(image_path(picture.file)), alt=picture.alt)
            return [item, *([_text(composer, "caption", picture.caption)] if picture.caption else [])]
        case Choose(choose=choice):
            first = composer.loaded.topic.options[choice.option][0]
            return _body(composer, choice.cases[composer.clinic.layout.options.get(choice.option, first)])
        case Fragment(fragment=name):
            raise ValueError(f"the fragment '{name}' was not put in its place")
        case _:
            assert_never(block)


def _listing(composer: Composer, mark: ListMark, points: Iterable[ContentPoint]) -> ListItem:
    return {"kind": "list", "mark": mark, "points": _points(composer, points)}


def _points(composer: Composer, points: Iterable[ContentPoint]) -> list[FlatPoint]:
    return [{"pieces": _pieces(composer.runs(p.text)), "points": _points(composer, p.points)} for p in points]


def _cells(composer: Composer, proses: Iterable[Prose]) -> list[Pieces]:
    return [_pieces(composer.runs(prose)) for prose in proses]


def _table(composer: Composer, table: TableGrid) -> list[Item]:
    head: list[Item] = [_text(composer, "minor", table.caption)] if table.caption else []
    rows = [_cells(composer, row) for row in table.rows]
    return [*head, TableItem(kind="table", columns=_cells(composer, table.columns), rows=rows, least=0.0)]


def _log(composer: Composer, log: LogGrid) -> list[Item]:
    columns = _cells(composer, (column.text for column in log.columns))
    rows: list[list[Pieces]] = [[[] for _ in columns] for _ in range(log.rows)]
    grid = TableItem(kind="table", columns=columns, rows=rows, least=5.5 * composer.scale.unit)
    return [_text(composer, "minor", log.title), grid]
