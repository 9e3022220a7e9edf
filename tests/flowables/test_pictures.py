"""Pictures, pixel and vector, with their captions."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags
from PIL import Image as Pixels
from pypdf import PdfReader

from handpress.flowables import Image, Picture
from handpress.images import ImageFile, inspect_image
from handpress.problems import HandpressError
from tests.helpers import LEADING, drawn, new_sheet, read_back, text

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#00703c"/></svg>'


def image(width: float, height: float, limit: tuple[float, float] = (400.0, 300.0)) -> Image:
    return Image(ImageFile(Path("a.png"), "png", width, height), "A thermometer", limit)


@pytest.mark.parametrize(
    ("shape", "column", "size"),
    [
        ((200, 100), 500.0, (400.0, 200.0)),
        ((200, 100), 300.0, (300.0, 150.0)),
        ((100, 200), 500.0, (150.0, 300.0)),
        ((4000, 3000), 500.0, (400.0, 300.0)),
    ],
    ids=["as wide as its limit", "as wide as its column", "as high as its limit", "made smaller"],
)
def test_an_image_keeps_its_shape_and_is_as_large_as_may_be(
    shape: tuple[int, int], column: float, size: tuple[float, float]
) -> None:
    assert image(*shape).size(column) == pytest.approx(size)
    assert image(*shape).height(column) == pytest.approx(size[1])


def test_a_pixel_image_is_drawn_at_its_upper_left_corner() -> None:
    photo = image(200, 100)
    assert drawn(photo, 300.0, 50.0, 700.0).kind("picture") == [(50.0, 700.0, (300.0, 150.0), photo.image)]


def test_a_caption_stands_under_its_image() -> None:
    picture = Picture(image(200, 100), text("Under the tongue"), 4.0)
    assert picture.height(300.0) == 150.0 + 4.0 + LEADING
    sheet = drawn(picture, 300.0, 50.0, 700.0)
    assert sheet.kind("picture")[0][:2] == (50.0, 700.0)
    assert sheet.kind("text")[0][:3] == (50.0, 546.0, "Under the tongue")


def test_a_picture_may_have_no_caption() -> None:
    assert Picture(image(200, 100), None, 4.0).height(300.0) == 150.0
    assert drawn(Picture(image(200, 100), None, 4.0), 300.0).words() == []


def test_a_picture_is_never_parted_from_its_caption() -> None:
    picture = Picture(image(200, 100), text("Under the tongue"), 4.0)
    assert picture.split(300.0, 150.0) is None
    assert picture.lead(300.0) == picture.height(300.0)


def page_with(file: Path, size: tuple[float, float]) -> str:
    """The content of a page on which a vector drawing stands at 50, 700."""
    sheet = new_sheet()
    Image(ImageFile(file, "svg", 20.0, 10.0), "A logo", size).draw(sheet, 50.0, 700.0, 200.0)
    sheet.next_page()
    return read_back(sheet).pages[0].get_contents().get_data().decode("latin-1")


def boxes(content: str) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each rectangle of a page, in points of that page (ISO 32000-1, 8.3.4)."""
    found, saved, matrix, operands = [], [], (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), list[float]()
    for token in content.split():
        try:
            operands.append(float(token))
            continue
        except ValueError:
            pass
        a, b, c, d, e, f = matrix
        if token == "q":
            saved.append(matrix)
        elif token == "Q":
            matrix = saved.pop()
        elif token == "cm":
            p, q, r, s, t, u = operands
            matrix = (p * a + q * c, p * b + q * d, r * a + s * c, r * b + s * d, t * a + u * c + e, t * b + u * d + f)
        elif token == "re":
            x, y, width, height = operands
            ends = [(x, y), (x + width, y + height)]
            across, up = zip(*((a * x + c * y + e, b * x + d * y + f) for x, y in ends), strict=True)
            found.append((min(across), min(up), max(across), max(up)))
        operands = []
    return found


def test_a_vector_drawing_is_drawn_as_shapes_to_size(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG, encoding="utf-8")
    content = page_with(file, (200.0, 300.0))
    assert boxes(content) == [pytest.approx((50.0, 600.0, 250.0, 700.0), abs=0.01)]
    assert "0 .439216 .235294 rg" in content


def test_a_vector_drawing_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG, encoding="utf-8")
    before = page_with(file, (200.0, 300.0))
    file.write_text(SVG.replace("#00703c", "#ff0000"), encoding="utf-8")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1_000_000_000))
    after = page_with(file, (200.0, 300.0))
    assert "1 0 0 rg" not in before
    assert "1 0 0 rg" in after


@pytest.mark.parametrize("content", ["no drawing", SVG.replace("0 0 20 10", "0 0 0 0"), "<svg"])
def test_a_vector_drawing_that_cannot_be_drawn_is_an_error_that_names_its_file(content: str, tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(HandpressError) as caught:
        page_with(file, (200.0, 300.0))
    (problem,) = caught.value.problems
    assert problem.file == file
    assert problem.message.startswith("the SVG cannot be drawn")
    assert problem.hint


# Photographs


def file_with(photo: Path) -> PdfReader:
    """A file with a pixel image on its only page."""
    sheet = new_sheet()
    found = inspect_image(photo)
    for y in (700.0, 500.0):
        Image(found, "A thermometer", (200.0, 100.0)).draw(sheet, 50.0, y, 200.0)
    sheet.next_page()
    return read_back(sheet)


def test_a_photograph_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Pixels.Exif()
    exif[ExifTags.Base.Orientation], exif[ExifTags.Base.Artist] = 6, "Quorthwick"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "Quorthwick Street"
    gradient = Pixels.linear_gradient("L").convert("RGB")
    gradient.save(tmp_path / "a.jpg", exif=exif, comment="by Quorthwick", icc_profile=b"profile", dpi=(72, 72))
    assert (tmp_path / "a.jpg").read_bytes().count(b"Quorthwick") == 3
    resources: Any = file_with(tmp_path / "a.jpg").pages[0]["/Resources"]
    (image,) = resources["/XObject"].values()
    # As it is embedded: pypdf's own image would be saved anew.
    embedded = image.get_object()._data
    assert b"Quorthwick" not in embedded
    with Pixels.open(tmp_path / "a.jpg") as stored, Pixels.open(BytesIO(embedded)) as kept:
        assert kept.tobytes() == stored.tobytes()
        assert kept.info["icc_profile"] == b"profile"
        assert "exif" not in kept.info


@pytest.mark.parametrize(("mode", "name"), [("RGB", "a.jpg"), ("RGB", "a.png"), ("RGBA", "a.png"), ("LA", "a.png")])
def test_a_picture_in_another_folder_gives_the_same_bytes(mode: str, name: str, tmp_path: Path) -> None:
    photo = Pixels.new(mode, (30, 20), (200,) * len(mode))
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        photo.save(tmp_path / folder / name)
    one, other = (file_with(tmp_path / folder / name) for folder in ("one", "other"))
    assert one.stream.read() == other.stream.read() != b""  # type: ignore[union-attr] # pypdf's own stream
    ((_, shown),) = one.pages[0].images.items()
    with Pixels.open(BytesIO(shown.data)) as kept:
        assert kept.size == (30, 20)
        assert ("A" in kept.getbands()) is ("A" in mode)
