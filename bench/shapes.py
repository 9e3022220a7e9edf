"""The neutral document that every peer sets: plain values that go through JSON and back unchanged.

Nothing here is loaded while a peer runs; the shapes are for the reader and the type checker. Distances and letter
sizes are points, colours '#rrggbb'.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Role = Literal["title", "subtitle", "key", "heading", "minor", "paragraph", "caption"]
ListMark = Literal["disc", "number", "tick", "cross"]


class Piece(TypedDict):
    """Words of one kind; `blank` is the width of a place to write on, 0 for words."""

    text: str
    strong: bool
    link: str
    blank: float


Pieces = list[Piece]


class Point(TypedDict):
    """One point of a list and the points under it."""

    pieces: Pieces
    points: list[Point]


class TextItem(TypedDict):
    kind: Literal["text"]
    role: Role
    pieces: Pieces


class ListItem(TypedDict):
    """`mark` is that of the outer points; those under them have a dash."""

    kind: Literal["list"]
    mark: ListMark
    points: list[Point]


class PanelItem(TypedDict):
    """Labelled cells to write in, the first twice as wide as the others."""

    kind: Literal["panel"]
    labels: list[str]


class TableItem(TypedDict):
    """`least` is the least height of a row, so that a log has room to write in."""

    kind: Literal["table"]
    columns: list[Pieces]
    rows: list[list[Pieces]]
    least: float


class LinesItem(TypedDict):
    """A label, and lines to write on."""

    kind: Literal["lines"]
    label: Pieces
    count: int


class BoxItem(TypedDict):
    """A quiet box: the key message, a note."""

    kind: Literal["box"]
    items: list[Item]


class CardItem(TypedDict):
    """A care card: heading on a bar of `colour`, whom to phone, then the signs. `number` counts cards from 0."""

    kind: Literal["card"]
    number: int
    colour: str
    heading: Pieces
    contact: Pieces
    items: list[Item]


class PictureItem(TypedDict):
    kind: Literal["picture"]
    file: str
    alt: str


Item = TextItem | ListItem | PanelItem | TableItem | LinesItem | BoxItem | CardItem | PictureItem


class Letter(TypedDict):
    """How words of one role look."""

    size: float
    leading: float
    colour: str
    strong: bool


class Paper(TypedDict):
    """The sheet and its margins; `tint` is the ground of quiet boxes and of tables' heads."""

    width: float
    height: float
    top: float
    bottom: float
    side: float
    brand: str
    rule: str
    tint: str
    tick: str
    cross: str


class Furniture(TypedDict):
    """What stands at the head and foot of the pages. `page` has the fields {page} and {pages}."""

    name: str
    tagline: str
    phone: str
    contact: list[Pieces]
    version: list[str]
    page: str
    sample: str
    logo: str
    logo_alt: str


class Fonts(TypedDict):
    name: str
    folder: str
    regular: str
    bold: str


class Details(TypedDict):
    """Whose copy it is: what stands in each cell of the panel, and the lines that take the place of the clinic's name
    and number at the foot of each page. Without a patient both are empty.
    """

    values: list[str]
    identity: list[str]


class Document(TypedDict):
    language: str
    title: str
    paper: Paper
    letters: dict[str, Letter]
    fonts: Fonts
    furniture: Furniture
    items: list[Item]
