"""Which images are printed, and which are refused before they can do harm."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from PIL import ExifTags, Image, ImageColor, ImageOps
from reportlab.lib.colors import Color
from svglib.svglib import Svg2RlgAttributeConverter

from handpress.images import (
    MAX_BYTES,
    MAX_LEVELS,
    MAX_PIXELS,
    MAX_SHAPES,
    UPRIGHT,
    ImageError,
    ImageFile,
    inspect_image,
)

SHAPE = '<rect width="8" height="8"/>'


def svg(inside: str = SHAPE, attributes: str = 'viewBox="0 0 30 20"', before: str = "") -> str:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


def inspected(folder: Path, content: str | bytes, name: str = "logo.svg") -> ImageFile:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return inspect_image(file)


def refusal(folder: Path, content: str | bytes, name: str = "logo.svg") -> str:
    with pytest.raises(ImageError) as caught:
        inspected(folder, content, name)
    return caught.value.message


def png_of(width: int, height: int) -> bytes:
    """The head of a PNG that says it is so large, and next to nothing in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


# Pixels


@pytest.mark.parametrize(("kind", "mode"), [("png", "RGB"), ("png", "RGBA"), ("png", "L"), ("jpeg", "RGB")])
def test_a_png_or_jpeg_is_taken_with_its_size(kind: str, mode: str, tmp_path: Path) -> None:
    file = tmp_path / f"photo.{kind}"
    Image.new(mode, (30, 20)).save(file)
    assert inspect_image(file) == ImageFile(file, kind, 30.0, 20.0)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_set_upright_as_its_exif_says(orientation: int, kind: str, tmp_path: Path) -> None:
    """Each corner goes where Pillow puts it that moves the pixels themselves."""
    stored, exif = Image.new("RGB", (32, 16)), Image.Exif()
    corners = {(0, 0): (255, 0, 0), (16, 0): (0, 255, 0), (0, 8): (0, 0, 255)}
    for place, colour in corners.items():
        stored.paste(colour, (*place, place[0] + 16, place[1] + 8))
    exif[ExifTags.Base.Orientation] = orientation
    stored.save(tmp_path / "photo", kind, exif=exif)
    found = inspect_image(tmp_path / "photo")
    with Image.open(tmp_path / "photo") as opened:
        upright = ImageOps.exif_transpose(opened)
    assert (found.width, found.height) == upright.size
    a, b, c, d, e, f = found.turn
    for (left, top), colour in corners.items():
        x, y = (left + 8) / 32, 1 - (top + 4) / 16
        shown = a * x + c * y + e, b * x + d * y + f
        pixel: Any = upright.getpixel((int(shown[0] * found.width), int((1 - shown[1]) * found.height)))
        assert pixel == pytest.approx(colour, abs=40)


def test_a_photograph_whose_exif_is_damaged_is_printed_as_it_is_stored(tmp_path: Path) -> None:
    damaged = b"Exif\0\0II*\0\xff\xff\xff\xff"
    Image.new("RGB", (30, 20)).save(tmp_path / "a.jpg", exif=damaged, dpi=(72, 72))
    assert inspect_image(tmp_path / "a.jpg") == ImageFile(tmp_path / "a.jpg", "jpeg", 30.0, 20.0)


def test_an_orientation_that_there_is_not_is_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 9
    Image.new("RGB", (30, 20)).save(tmp_path / "a.jpg", exif=exif)
    assert inspect_image(tmp_path / "a.jpg").turn == UPRIGHT


def test_an_image_in_printing_colours_is_refused(tmp_path: Path) -> None:
    Image.new("CMYK", (30, 20)).save(tmp_path / "logo.jpg", "JPEG")
    with pytest.raises(ImageError, match="CMYK"):
        inspect_image(tmp_path / "logo.jpg")


def test_the_kind_is_known_by_what_a_file_holds_and_not_by_its_name(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "logo.svg")
    assert inspect_image(tmp_path / "logo.svg").kind == "png"
    assert inspected(tmp_path, svg(), "logo.txt").kind == "svg"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_are_refused(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    Image.new("RGB", (30, 20)).save(file, kind)
    with pytest.raises(ImageError) as caught:
        inspect_image(file)
    assert caught.value.message == "this is not an SVG, PNG or JPEG image"
    assert caught.value.hint


@pytest.mark.parametrize(("width", "height"), [(5001, 5000), (40_000, 40_000), (1, MAX_PIXELS + 1)])
def test_an_image_that_would_unpack_to_too_many_pixels_is_refused(width: int, height: int, tmp_path: Path) -> None:
    assert "25,000,000 pixels" in refusal(tmp_path, png_of(width, height), "bomb.png")


def test_an_image_of_as_many_pixels_as_may_be_is_taken(tmp_path: Path) -> None:
    Image.new("L", (5000, 5000)).save(tmp_path / "large.png")
    assert inspect_image(tmp_path / "large.png").width == 5000.0


def test_a_damaged_image_is_refused(tmp_path: Path) -> None:
    Image.effect_noise((100, 100), 50).save(tmp_path / "whole.png")
    data = (tmp_path / "whole.png").read_bytes()
    assert "damaged" in refusal(tmp_path, data[: len(data) // 2], "half.png")
    assert "damaged" in refusal(tmp_path, b"\x89PNG\r\n\x1a\n", "head.png")
    assert "damaged" in refusal(tmp_path, b"\xff\xd8\xff", "head.jpg")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="cannot be read"):
        inspect_image(tmp_path / "none.png")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"", "empty.png") == "this is not an SVG, PNG or JPEG image"


def test_a_file_of_too_many_bytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.png"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    with pytest.raises(ImageError, match="8,000,001 bytes; the most is 8,000,000"):
        inspect_image(file)


# Drawings


def test_a_drawing_of_shapes_is_taken(tmp_path: Path) -> None:
    made = inspected(tmp_path, svg('<g fill="url(#a)"><path d="M0 0"/></g><use href="#b"/>'))
    assert made == ImageFile(tmp_path / "logo.svg", "svg", 30.0, 20.0)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 30 20"', (30.0, 20.0)),
        ('viewBox="5,5,1.5e1,20.5" width="100%"', (15.0, 20.5)),
        ('width="30" height="20"', (30.0, 20.0)),
        ('width="30px" height="20mm"', (30.0, 20.0)),
    ],
)
def test_a_drawing_has_the_size_of_its_view_box_or_else_of_itself(
    attributes: str, size: tuple[float, float], tmp_path: Path
) -> None:
    made = inspected(tmp_path, svg(attributes=attributes))
    assert (made.width, made.height) == size


@pytest.mark.parametrize(
    "attributes",
    ["", 'width="30"', 'width="100%" height="100%"', 'viewBox="0 0 0 20"', 'viewBox="0 0 -5 20"', 'viewBox="0 0 1e6 1"',
     'viewBox="0 0 e e"', 'viewBox="0 0"'],
)  # fmt: skip
def test_a_drawing_of_no_known_size_is_refused(attributes: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, svg(attributes=attributes)) == "the SVG does not say how large it is"


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ('<text x="1">Ring</text>', "holds words as text"),
        ('<g><text x="1">Ring</text></g>', "holds words as text"),
        ('<image href="#a"/>', "holds a picture inside it"),
        ("<script>1</script>", "holds a script"),
        ("<foreignObject/>", "holds a foreign object"),
        ("<style>rect {}</style>", "holds a style sheet"),
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(inside: str, why: str, tmp_path: Path) -> None:
    assert why in refusal(tmp_path, svg(inside))


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="https://example.org/a.svg#b"/>',
        '<use href="other.svg#b"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/>',
        '<a href="https://example.org"><rect/></a>',
        '<rect fill="url(https://example.org/a)"/>',
        "<rect fill=\"url( 'a.svg#b')\"/>",
        '<rect style="fill:url(a.svg)"/>',
        '<rect onclick="x()"/>',
        '<rect ONLOAD="x()"/>',
    ],
)
def test_a_drawing_that_refers_outside_itself_is_refused(inside: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, svg(inside)).startswith("the SVG refers to something outside itself: ")


@pytest.mark.parametrize("fill", ["url('#a')", "url( #a)", 'url("#a")', "url( '#a' )", "url(#a)"])
def test_a_drawing_may_refer_to_its_own_parts_with_quotation_marks_and_spaces(fill: str, tmp_path: Path) -> None:
    assert inspected(tmp_path, svg(f"<rect fill={quoteattr(fill)}/>")).kind == "svg"


def test_a_clip_that_would_be_passed_over_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, svg("<g clip-path=\"url('#a')\"/>")) == "the SVG is clipped by url('#a')"
    assert inspected(tmp_path, svg('<g clip-path="url(#a)"/>')).kind == "svg"


RGB = [
    "#fff", "#FFF8", "#00703c", "#00703C80", "red", "grey", "transparent", "none", "inherit", "currentColor", "",
    "rgb(1, 2, 3)", "rgb(0%,50%,100%)", "rgba(1,2,3,.5)", "rgb(1 2 3 / 50%)", "hsl(120, 50%, 50%)", "url(#a)",
    "red !important", " red ",
]  # fmt: skip
OTHERS = [
    "cmyk(1,0,0,0)", "cmyka(1,0,0,0,.5)", " pcmyk (100,0,0,0)", "pcmyka(100,0,0,0,50)", "CMYK(1,0,0,0)",
    "device-cmyk(0 1 0 0)", "ReportLabBluePCMYK", "_CMYK_black", "_PCMYK_white", "CMYKColorSep", "toColor",
    "#fff icc-color(a, 1, 0, 0, 0)", "url(#a) cmyk(1,0,0,0)", "Red", "lightgray", "#ff", "var(--brand)",
]  # fmt: skip
COLOURED = ['fill="{}"', 'stroke="{}"', 'color="{}"', 'stop-color="{}"', 'style="a:b; fill : {};stroke:none"']


@pytest.mark.parametrize("colour", RGB)
@pytest.mark.parametrize("where", COLOURED)
def test_a_drawing_has_colours_of_rgb(where: str, colour: str, tmp_path: Path) -> None:
    assert inspected(tmp_path, svg(f"<rect {where.format(colour)}/>")).kind == "svg"


@pytest.mark.parametrize("colour", OTHERS)
@pytest.mark.parametrize("where", COLOURED)
def test_a_drawing_with_another_colour_is_refused(where: str, colour: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, svg(f"<rect {where.format(colour)}/>"))
    assert message == f"the SVG has a colour that cannot be printed: {colour.strip()}"


def test_each_name_of_a_colour_that_is_let_through_is_drawn_in_rgb(tmp_path: Path) -> None:
    converter = Svg2RlgAttributeConverter()
    for name in ImageColor.colormap:
        try:
            inspected(tmp_path, svg(f'<rect fill="{name}"/>'))
        except ImageError:
            assert converter.convertColor(name) is None
        else:
            assert type(converter.convertColor(name)) is Color


def test_a_reference_is_shown_no_longer_than_a_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, svg(f'<use href="https://example.org/{"a" * 500}"/>'))
    assert message.endswith("https://example.org/" + "a" * 40)


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize("before", ["<!DOCTYPE svg>", "<!doctype svg>", BOMB, f'<?xml version="1.0"?>\n{BOMB}'])
def test_a_drawing_with_a_document_type_is_refused_as_it_could_define_entities_without_bound(
    before: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, svg(before=before)) == "the SVG holds a document type declaration"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_no_other_encoding_hides_a_document_type(encoding: str, tmp_path: Path) -> None:
    content = svg(before=f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}').encode(encoding)
    assert refusal(tmp_path, content) == "the SVG is not UTF-8 text"


def test_a_drawing_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert inspected(tmp_path, svg().encode("utf-8-sig")).kind == "svg"


@pytest.mark.parametrize("content", ["<svg", "<svg></g>", "no drawing", "<svg>&nbsp;</svg>"])
def test_what_is_no_xml_is_refused(content: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, content) == "the SVG is not well-formed XML"


def test_xml_that_is_no_drawing_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, '<?xml version="1.0"?><html/>') == "the file is XML, but no SVG"


def test_a_drawing_that_nests_without_reason_is_refused(tmp_path: Path) -> None:
    deep = MAX_LEVELS + 1
    assert "nests more than" in refusal(tmp_path, svg("<g>" * deep + "</g>" * deep))
    assert inspected(tmp_path, svg("<g>" * (MAX_LEVELS - 1) + "</g>" * (MAX_LEVELS - 1))).kind == "svg"


def test_a_drawing_that_repeats_itself_to_no_end_is_refused(tmp_path: Path) -> None:
    assert "inside itself" in refusal(tmp_path, svg('<g id="a"><use href="#a"/></g>'))
    assert "inside itself" in refusal(tmp_path, svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'))


def test_a_drawing_that_multiplies_its_shapes_is_refused(tmp_path: Path) -> None:
    """Each group draws the one before it ten times: a "billion laughs" of shapes."""
    groups = [f'<g id="g0">{SHAPE}</g>']
    groups += [f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10)]
    assert f"more than {MAX_SHAPES:,} shapes" in refusal(tmp_path, svg("".join(groups)))


def test_a_drawing_may_use_its_own_parts(tmp_path: Path) -> None:
    assert (
        inspected(tmp_path, svg(f'<g id="a">{SHAPE}</g><use href="#a"/><use href="#a"/><use href="#none"/>')).kind
        == "svg"
    )
