"""Logos and pictures: which kind a file is, how large, which side is up, and whether it is safe to print.

A clinic's files come from anywhere. An image that would unpack to more than MAX_PIXELS is refused before it is
unpacked; an SVG that names anything outside itself, holds words (their font would be missing) or a document type
declaration (which can define entities without bound) is refused too. So are colours that a page in RGB cannot have.
"""

from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import ExifTags, Image, ImageColor

MAX_BYTES = 8_000_000
MAX_PIXELS = 25_000_000
MAX_SHAPES = 20_000
MAX_LEVELS = 100
SVG = "{http://www.w3.org/2000/svg}"
_REFUSED = {
    "text": "holds words as text; turn them into outlines",
    "image": "holds a picture inside it; use PNG or JPEG for pictures",
    "script": "holds a script",
    "foreignObject": "holds a foreign object",
    "style": "holds a style sheet; use attributes instead (in Inkscape: Save As, Optimized SVG)",
}
_COLOURED = ("fill", "stroke", "stop-color", "color")
# svglib would print cmyk(…) in CMYK, which PDF/A does not allow beside RGB, and leave out shapes of a colour that it
# does not know, such as these two. So what it reads as RGB is listed, and nothing else is let through.
_UNKNOWN = {"lightgray", "rebeccapurple"}
_COLOUR_NAMES = {"", "none", "inherit", "currentColor", "transparent"} | ImageColor.colormap.keys() - _UNKNOWN
_COLOUR = re.compile(
    r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|(rgb|hsl)a?\s*\([^()]*\)|url\(\s*['\"]?#[^()]*\)"
)
# The quantifiers give nothing back: what stands behind spaces and a quotation mark is the target's first letter.
_OUTSIDE = re.compile(r"url\(\s*+['\"]?+(?!#)")

Matrix = tuple[float, float, float, float, float, float]
"""Where a point x, y comes to stand: a x + c y + e, b x + d y + f (ISO 32000-1, 8.3.3)."""

UPRIGHT: Matrix = (1, 0, 0, 1, 0, 0)
_TURNS: dict[int, Matrix] = {
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""What sets an image upright, within a square of side 1, by the Orientation that its file names (Exif 2.3, 4.6.4)."""


_SOS = 0xDA
_REMARKS = (0xE1, 0xED, 0xFE)
"""The signs of a JPEG's parts that hold Exif or XMP (APP1), Photoshop's words (APP13), and comments."""


class ImageError(ValueError):
    """An image that is not printed; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image that is safe to print; `width` and `height` in pixels or SVG units give its shape when it is upright.

    `turn` sets its pixels upright, within a square of side 1: phones store photographs as the sensor lies.
    """

    file: Path
    kind: Literal["png", "jpeg", "svg"]
    width: float
    height: float
    turn: Matrix = UPRIGHT


def inspect_image(file: Path) -> ImageFile:
    """What `file` holds. Raises ImageError."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            head = opened.read(512)
    except OSError as error:
        raise ImageError(f"the image cannot be read: {error.strerror or error}") from None
    if size > MAX_BYTES:
        raise ImageError(f"the image has {size:,} bytes; the most is {MAX_BYTES:,}", "save it smaller")
    if head.startswith((b"\x89PNG", b"\xff\xd8")):
        return _pixels(file)
    if b"<svg" in head or b"<?xml" in head or file.suffix.lower() == ".svg":
        return _drawing(file)
    raise ImageError("this is not an SVG, PNG or JPEG image", "save it as one of these")


def _pixels(file: Path) -> ImageFile:
    try:
        # Opening reads the header only. Pillow would warn of a bomb; the limit below is stricter than its own.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=("PNG", "JPEG")) as image:
                (width, height), kind = image.size, str(image.format)
                if width * height > MAX_PIXELS:
                    raise _too_many_pixels()
                if image.mode == "CMYK":
                    # PDF/A allows one kind of device colours a file, and pages are painted in RGB.
                    raise ImageError("the image has printing colours (CMYK)", "save it with RGB colours")
                image.load()
                turn = _turn(image)
    except ImageError:
        raise
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001 - Pillow's readers raise almost anything for a damaged file
        raise ImageError("the image is damaged", "save it again") from None
    if not turn[0]:  # a quarter turn
        width, height = height, width
    return ImageFile(file, "png" if kind == "PNG" else "jpeg", float(width), float(height), turn)


def _turn(image: Image.Image) -> Matrix:
    try:
        return _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1), UPRIGHT)
    except Exception:  # noqa: BLE001 - Pillow's reader raises almost anything for damaged Exif; the pixels are whole
        return UPRIGHT


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG file without what a camera says beside the picture: where it was taken, and when, and remarks.

    Each part begins with its sign and its length (ISO/IEC 10918-1, B.1); from SOS on all is picture.
    """
    out, at = bytearray(data[:2]), 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != _SOS:
        # A sign may have more than one byte 255 before it.
        end = at + 1 if data[at + 1] == 0xFF else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _REMARKS:
            out += data[at:end]
        at = end
    return bytes(out + data[at:])


def _too_many_pixels() -> ImageError:
    return ImageError(
        f"the image would unpack to more than {MAX_PIXELS:,} pixels", "2,000 pixels across are enough for print"
    )


def _drawing(file: Path) -> ImageFile:
    data = file.read_bytes()
    try:
        if "\0" in data.decode("utf-8-sig"):
            raise ValueError
    except ValueError:
        raise ImageError("the SVG is not UTF-8 text", "save it again, as UTF-8") from None
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise ImageError("the SVG holds a document type declaration", "delete its '<!DOCTYPE …>' part")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        raise ImageError("the SVG is not well-formed XML", "save it again") from None
    if root.tag not in (SVG + "svg", "svg"):
        raise ImageError("the file is XML, but no SVG")
    for element in root.iter():
        _refuse(element)
    _refuse_bomb(root)
    width, height = _size(root)
    return ImageFile(file, "svg", width, height)


def _refuse(element: ElementTree.Element) -> None:
    name = str(element.tag).removeprefix(SVG)
    if name in _REFUSED:
        raise ImageError(f"the SVG {_REFUSED[name]}", "printed logos are made of shapes only")
    for key, value in element.attrib.items():
        local = key.rsplit("}", 1)[-1].lower()
        outside = local == "href" and not value.startswith("#")
        if outside or _OUTSIDE.search(value) or local.startswith("on"):
            raise ImageError(f"the SVG refers to something outside itself: {value[:60]}", "delete that reference")
        if local == "clip-path" and "url(" in value and not value.startswith("url(#"):
            # svglib would pass over it, and print what is to be cut off.
            raise ImageError(f"the SVG is clipped by {value[:60]}", "write url(#…), without quotation marks and spaces")
    for value in _colours(element):
        if value not in _COLOUR_NAMES and not _COLOUR.fullmatch(value):
            hint = "save it with RGB colours, such as #00703c"
            raise ImageError(f"the SVG has a colour that cannot be printed: {value[:60]}", hint)


def _colours(element: ElementTree.Element) -> Iterator[str]:
    """The colours that an element names, in attributes of their own and in its style."""
    style = [part.partition(":") for part in element.get("style", "").split(";")]
    for key, value in (*element.attrib.items(), *((key.strip(), value) for key, _, value in style)):
        if key in _COLOURED:
            yield value.replace("!important", "").strip()


def _refuse_bomb(root: ElementTree.Element) -> None:
    """Raise ImageError for a drawing that nests, or repeats parts of itself by <use>, without reason or end."""
    level = [root]
    for _ in range(MAX_LEVELS):
        level = [child for element in level for child in element]
    if level:
        raise ImageError(f"the SVG nests more than {MAX_LEVELS} levels deep", "ungroup its shapes")
    named = {name: element for element in root.iter() if (name := element.get("id"))}
    if _shapes(root, named, {}, ()) > MAX_SHAPES:
        raise ImageError(f"the SVG draws more than {MAX_SHAPES:,} shapes", "draw it more simply")


def _shapes(
    part: ElementTree.Element, named: dict[str, ElementTree.Element], known: dict[str, int], within: tuple[str, ...]
) -> int:
    """How many elements `part` comes to with each <use> replaced by what it names; `known` are those counted."""
    count = 0
    for element in part.iter():
        count += 1
        target = next((v[1:] for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == "href"), "")
        if str(element.tag).removeprefix(SVG) == "use" and target in named:
            if target in within or len(within) >= MAX_LEVELS:
                raise ImageError(f"the SVG repeats '#{target}' inside itself", "draw it without <use>")
            if target not in known:
                known[target] = _shapes(named[target], named, known, (*within, target))
            count += known[target]
    return count


def _size(root: ElementTree.Element) -> tuple[float, float]:
    box = re.findall(r"[-+.\deE]+", root.get("viewBox", ""))
    try:
        if len(box) == 4:
            width, height = float(box[2]), float(box[3])
        else:
            width, height = (float(re.sub(r"(px|pt|mm)$", "", root.get(k, ""))) for k in ("width", "height"))
    except ValueError:
        width = height = 0.0
    if not (0 < width < 100_000 and 0 < height < 100_000):
        raise ImageError("the SVG does not say how large it is", "give it a viewBox")
    return width, height
