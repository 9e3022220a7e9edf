"""Faults that no text can hold: bytes, sizes, pictures, typefaces; and those that take two files.

Each is made by a small function in the base library of tests/faulty/; above it stands what is said of it, line by
line, or what is printed all the same.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faulty.harness import Expected, examine, make_root, run_apart, says

TEXT = "handouts/demo/en-GB.yaml"
LAYOUT = "layouts/clinic/layout.yaml"
SVG = f"{LAYOUT}:3:7: error: 'logo.svg': the SVG "
PNG = f"{LAYOUT}:3:7: error: 'logo.png': "
BOLD = "fonts/families.yaml:5:11: error: the font 'Bold.ttf' cannot be used: "
TRUE_TYPE = "hint: take a whole, static TrueType font"
UTF8 = "hint: save the file as UTF-8 (in Notepad: Save As, Encoding, UTF-8)"
DELETE = "hint: delete it, or put a space in its place"
SPLIT = "hint: split it, or write it out plainly"
SHAPES = "hint: printed logos are made of shapes only"

Fault = Callable[[Path], object]
FAULTS: list[tuple[Fault, Expected]] = []


def fault(expected: Expected) -> Callable[[Fault], Fault]:
    """Makes the function a case. It puts its fault into the library at the folder that it is given."""

    def add(make: Fault) -> Fault:
        FAULTS.append((make, expected))
        return make

    return add


def text_with(root: Path, block: str) -> str:
    """The base library's handout with this block in the place of its line 10."""
    return (root / TEXT).read_text(encoding="utf-8").replace("      - fragment: x\n", f"      - {block}\n")


def write_text(root: Path, block: str, encoding: str = "utf-8") -> None:
    (root / TEXT).write_bytes(text_with(root, block).encode(encoding))


def draw(root: Path, shapes: str, head: str = "") -> None:
    """A logo of these shapes."""
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawing = f'{head}<svg {namespaces} viewBox="0 0 60 30">{shapes}</svg>'
    (root / "layouts/clinic/logo.svg").write_text(drawing, encoding="utf-8")


def paint(root: Path, data: bytes, name: str = "logo.png") -> None:
    """A logo of these bytes."""
    (root / "layouts/clinic" / name).write_bytes(data)
    layout = (root / LAYOUT).read_text(encoding="utf-8")
    (root / LAYOUT).write_text(layout.replace("logo.svg", name), encoding="utf-8")


def png(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG file: its header says one size, and `pixels` may well be of another."""
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


# Texts


@fault(Expected(prints=("About", "Wash your hands")))
def byte_order_mark(root: Path) -> None:
    write_text(root, "Wash your hands", "utf-8-sig")


@fault(Expected(prints=("About", "Wash your hands, then dry them")))
def line_ends_of_windows(root: Path) -> None:
    text = text_with(root, "Wash your hands,\n        then dry them")
    (root / TEXT).write_bytes(text.replace("\n", "\r\n").encode())


@fault(Expected(prints=("About", "Wash your hands")))
def line_ends_of_old_macs(root: Path) -> None:
    (root / TEXT).write_bytes(text_with(root, "Wash your hands").replace("\n", "\r").encode())


@fault(Expected(prints=("About", "Wash your hands.")))
def what_macs_leave_beside_files(root: Path) -> None:
    write_text(root, "Wash your hands.")
    for name in (TEXT, "handouts/_fragments/x/en-GB.yaml", LAYOUT):
        file = root / name
        file.with_name(f"._{file.name}").write_bytes(b"\0\5\x16\7")


@fault(says(f"{TEXT}:10:33: error: unknown block 'stpes'", "hint: did you mean 'steps'?"))
def mark_and_line_ends_move_no_column(root: Path) -> None:
    text = text_with(root, "note: {body: [Café, É, {stpes: [Wash]}]}")
    (root / TEXT).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))


@fault(says(f"{TEXT}:10:12: error: byte 0xe9 is not UTF-8 text", UTF8))
def latin_1(root: Path) -> None:
    write_text(root, "Café", "latin-1")


@fault(says(f"{TEXT}:10:17: error: byte 0xe9 is not UTF-8 text", UTF8))
def latin_1_after_utf_8(root: Path) -> None:
    (root / TEXT).write_bytes(text_with(root, "Café caf?").encode().replace(b"?", b"\xe9"))


@fault(says(f"{TEXT}:1:1: error: byte 0xff is not UTF-8 text", UTF8))
def utf_16(root: Path) -> None:
    write_text(root, "Wash your hands", "utf-16")


@fault(says(f"{TEXT}:10:13: error: the character U+0000 cannot be printed", DELETE))
def null_byte(root: Path) -> None:
    write_text(root, "Café\0 noir")


@fault(says(f"{TEXT}:10:13: error: the character U+2028 cannot be printed", DELETE))
def line_break_of_unicode(root: Path) -> None:
    write_text(root, "Wash\u2028your hands")


@fault(says(f"{TEXT}:10:13: error: the character U+FEFF cannot be printed", DELETE))
def byte_order_mark_in_the_middle(root: Path) -> None:
    write_text(root, "Wash\ufeffyour hands")


@fault(says(f"{TEXT}: error: the file is empty", "hint: 'handpress new' makes files to start from"))
def empty_file(root: Path) -> None:
    (root / TEXT).write_bytes(b"")


@fault(says(f"{TEXT}: error: the file has 2,000,001 bytes; the most that is read is 2,000,000"))
def endless_file(root: Path) -> None:
    (root / TEXT).write_bytes(b"#" * 2_000_001)


@fault(says(f"{TEXT}:5:8: error: the aliases of this file stand for more than 20,000 values", "hint: write it out"))
def alias_bomb(root: Path) -> None:
    levels = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    for above, name in zip("abcdefgh", "bcdefghi", strict=True):
        levels.append(f"{name}: &{name} [{','.join([f'*{above}'] * 10)}]")
    (root / TEXT).write_text("\n".join(levels), encoding="utf-8")


@fault(says(f"{TEXT}:10:9: error: 10,000 values here; there must be at most 100"))
def ten_thousand_points(root: Path) -> None:
    write_text(root, "list:" + "\n          - Wash" * 10_000)


@fault(says(f"{TEXT}:19988:13: error: the file holds more than 20,000 values", SPLIT))
def thirty_thousand_points(root: Path) -> None:
    write_text(root, "list:" + "\n          - Wash" * 30_000)


@fault(says(f"{TEXT}:10:9: error: one word has 5,000 characters; the most is 400", "hint: put spaces between words"))
def endless_word(root: Path) -> None:
    write_text(root, "a" * 5_000)


@fault(says(f"{TEXT}:10:9: error: this text has 5,999 characters; the most is 5,000", "hint: break it into paragraphs"))
def endless_paragraph(root: Path) -> None:
    write_text(root, "a " * 3_000)


@fault(says(f"{TEXT}:10:51: error: the file holds too many levels", SPLIT))
def deep_brackets(root: Path) -> None:
    write_text(root, "list: " + "[" * 5_000)


@fault(says(f"{TEXT}:10:83: error: the file holds too many levels", SPLIT))
def deep_dashes(root: Path) -> None:
    write_text(root, "- " * 200 + "Wash")


@fault(
    says(
        f"{TEXT}:10:9: error: unknown block ' [2Jlist'",
        "hint: a text that begins with '{' or holds ': ' needs quotes; did you mean 'list'?",
    )
)
def order_to_the_terminal(root: Path) -> None:
    write_text(root, '"\\e[2Jlist": [Wash]')


@fault(
    says(
        "handouts/_fragments/x/en-GB.yaml:1:13: error: no typeface has the character '好' (U+597D)",
        "hint: write it in other words, or add a family that has it to fonts/families.yaml",
    )
)
def letter_in_a_fragment_held_twice(root: Path) -> None:
    (root / "handouts/_fragments/x/en-GB.yaml").write_text("body: [Feel 好]\n", encoding="utf-8")
    write_text(root, "fragment: x\n      - fragment: x")


@fault(
    says(
        "handouts/_fragments/x/en-GB.yaml:1:23: error: a note cannot stand inside a box",
        "hint: write its text as a paragraph",
    )
)
def note_in_a_note_by_way_of_a_fragment(root: Path) -> None:
    (root / "handouts/_fragments/x/en-GB.yaml").write_text("body: [{note: {body: [Soap]}}]\n", encoding="utf-8")
    write_text(root, "note: {body: [{fragment: x}]}")


@fault(says(f"{TEXT}:10:19: error: the fragment 'y' is not written in 'en-GB'", "hint: it is written in: fr"))
def fragment_in_another_language(root: Path) -> None:
    file = root / "handouts/_fragments/y/fr.yaml"
    file.parent.mkdir()
    file.write_text("body: [Lavez]\n", encoding="utf-8")
    write_text(root, "fragment: y")


# Logos and pictures


@fault(Expected(prints=("About", "Wash your hands.")))
def picture_without_a_fault(root: Path) -> None:
    paint(root, png(2, 2, b"\0\x1f\x4e\x79\x1f\x4e\x79" * 2))


@fault(
    says(
        f"{PNG}the image would unpack to more than 25,000,000 pixels", "hint: 2,000 pixels across are enough for print"
    )
)
def picture_of_nine_gigabytes(root: Path) -> None:
    paint(root, png(60_000, 60_000, b""))


@fault(says(f"{PNG}the image is damaged", "hint: save it again"))
def picture_cut_short(root: Path) -> None:
    paint(root, png(200, 200, bytes(range(256)) * 480)[:-400])


@fault(says(f"{PNG}the image is damaged", "hint: save it again"))
def picture_that_is_a_head_alone(root: Path) -> None:
    paint(root, b"\x89PNG\r\n\x1a\n")


@fault(says(f"{LAYOUT}:3:7: error: 'logo.jpg': the image is damaged", "hint: save it again"))
def photograph_that_is_a_head_alone(root: Path) -> None:
    paint(root, b"\xff\xd8\xff\xe0\0\x10JFIF\0", "logo.jpg")


@fault(says(f"{LAYOUT}:3:7: error: 'logo.jpg': this is not an SVG, PNG or JPEG image", "hint: save it as one of these"))
def photograph_that_is_a_text(root: Path) -> None:
    paint(root, b"A photograph of the clinic", "logo.jpg")


@fault(says(f"{PNG}the image has 8,000,001 bytes; the most is 8,000,000", "hint: save it smaller"))
def picture_of_too_many_bytes(root: Path) -> None:
    paint(root, b"\x89PNG".ljust(8_000_001, b"\0"))


@fault(says(f"{TEXT}:10:25: error: 'a.gif': this is not an SVG, PNG or JPEG image", "hint: save it as one of these"))
def picture_of_another_kind(root: Path) -> None:
    (root / "handouts/demo/a.gif").write_bytes(b"GIF89a\1\0\1\0\0\0\0;")
    write_text(root, "picture: {file: a.gif, alt: A hand}")


@fault(says(f"{SVG}holds a document type declaration", "hint: delete its '<!DOCTYPE …>' part"))
def drawing_with_entities(root: Path) -> None:
    draw(root, "<path d='&a;'/>", '<!DOCTYPE svg [<!ENTITY a "M0 0h9"><!ENTITY b "&a;&a;">]>')


@fault(says(f"{SVG}is not UTF-8 text", "hint: save it again, as UTF-8"))
def drawing_with_entities_in_utf_16(root: Path) -> None:
    draw(root, "<path d='&a;'/>", '<!DOCTYPE svg [<!ENTITY a "M0 0h9">]>')
    file = root / "layouts/clinic/logo.svg"
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))


@fault(says(f"{SVG}refers to something outside itself: https://example.org/a.svg#b", "hint: delete that reference"))
def drawing_that_uses_another(root: Path) -> None:
    draw(root, '<use xlink:href="https://example.org/a.svg#b"/>')


@fault(says(f"{SVG}refers to something outside itself: url( file:///etc/passwd )", "hint: delete that reference"))
def drawing_filled_from_elsewhere(root: Path) -> None:
    draw(root, '<path fill="url( file:///etc/passwd )" d="M0 0h9v9z"/>')


@fault(
    says(
        f"{SVG}has a colour that cannot be printed: cmyk(1,0,0,0)",
        "hint: save it with RGB colours, such as #00703c",
    )
)
def drawing_in_printing_colours(root: Path) -> None:
    draw(root, '<path fill="cmyk(1,0,0,0)" d="M0 0h9v9z"/>')


@fault(says(f"{SVG}holds words as text; turn them into outlines", SHAPES))
def drawing_with_words(root: Path) -> None:
    draw(root, '<text x="1" y="9">The Clinic</text>')


@fault(says(f"{SVG}holds a script", SHAPES))
def drawing_with_a_script(root: Path) -> None:
    draw(root, "<script>alert(1)</script>")


@fault(says(f"{SVG}holds a picture inside it; use PNG or JPEG for pictures", SHAPES))
def drawing_with_a_picture(root: Path) -> None:
    draw(root, '<image href="#a"/>')


@fault(says(f"{SVG}refers to something outside itself: alert(1)", "hint: delete that reference"))
def drawing_that_acts_when_loaded(root: Path) -> None:
    draw(root, '<path onload="alert(1)" d="M0 0h9v9z"/>')


@fault(says(f"{SVG}is not well-formed XML", "hint: save it again"))
def drawing_cut_short(root: Path) -> None:
    (root / "layouts/clinic/logo.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><path')


@fault(says(f"{SVG}does not say how large it is", "hint: give it a viewBox"))
def drawing_without_a_size(root: Path) -> None:
    (root / "layouts/clinic/logo.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan 1"/>')


@fault(says(f"{LAYOUT}:3:7: error: 'logo.svg': the file is XML, but no SVG"))
def page_that_is_no_drawing(root: Path) -> None:
    (root / "layouts/clinic/logo.svg").write_bytes(b"<html/>")


@fault(says(f"{SVG}repeats '#a' inside itself", "hint: draw it without <use>"))
def drawing_that_holds_itself(root: Path) -> None:
    draw(root, '<g id="a"><use xlink:href="#a"/></g>')


@fault(says(f"{SVG}draws more than 20,000 shapes", "hint: draw it more simply"))
def drawing_that_multiplies(root: Path) -> None:
    groups = ("".join([f'<g id="a{n + 1}">', f'<use href="#a{n}"/>' * 10, "</g>"]) for n in range(9))
    draw(root, '<path id="a0" d="M0 0h9v9z"/>' + "".join(groups))


@fault(says(f"{SVG}nests more than 100 levels deep", "hint: ungroup its shapes"))
def drawing_that_is_deep(root: Path) -> None:
    draw(root, "<g>" * 5_000 + "</g>" * 5_000)


# Care cards at a clinic without a phone


def without_a_phone(root: Path, old: str, new: str) -> None:
    """The base library without the clinic's phone, and with these lines in its handout."""
    for file, before, after in ((LAYOUT, 'contact: {phone: "020 7946 0123"}\n', ""), (TEXT, old, new)):
        text = (root / file).read_text(encoding="utf-8")
        assert before in text
        (root / file).write_text(text.replace(before, after), encoding="utf-8")


@fault(Expected(prints=("Phone 999 or go to A&E", "You shiver")))
def emergency_card_at_a_clinic_without_a_phone(root: Path) -> None:
    without_a_phone(root, "role: urgent", "role: emergency")


@fault(
    says(
        f"{LAYOUT}:1:1: error: care cards say whom to ring, and 'clinic' has no phone",
        "hint: in clinic/layout.yaml set 'contact: {phone: …}', or 'phone: write_in' to fill it in by hand",
    )
)
def follow_up_card_at_a_clinic_without_a_phone(root: Path) -> None:
    card = "  - {role: follow_up, title: Ask us if, body: [signs: [You itch]]}\n"
    without_a_phone(root, "  - role: urgent\n", f"{card}  - role: emergency\n")


# Typefaces


def cut(root: Path, change: Callable[[bytes], bytes]) -> None:
    """The bold typeface, changed."""
    file = root / "fonts/Bold.ttf"
    file.write_bytes(change(file.read_bytes()))


@fault(says(f"{BOLD}handpress prints static TrueType outlines; this font has others", TRUE_TYPE))
def typeface_with_other_outlines(root: Path) -> None:
    cut(root, lambda data: data.replace(b"glyf", b"CFF ", 1))


@fault(says(f"{BOLD}handpress prints static TrueType outlines; this font has others", TRUE_TYPE))
def typeface_that_varies(root: Path) -> None:
    cut(root, lambda data: data.replace(b"GSUB", b"fvar", 1))


@fault(says(f"{BOLD}the file is damaged; its end is missing", TRUE_TYPE))
def typeface_cut_in_half(root: Path) -> None:
    cut(root, lambda data: data[: len(data) // 2])


@fault(says(f"{BOLD}the file is damaged; its end is missing", TRUE_TYPE))
def typeface_of_noise(root: Path) -> None:
    cut(root, lambda data: data[:12] + bytes(range(256)) * 40)


@fault(says(f"{BOLD}the file is damaged; it lacks the table 'hhea'", TRUE_TYPE))
def typeface_without_its_measures(root: Path) -> None:
    cut(root, lambda data: data.replace(b"hhea", b"xxxx", 1))


@fault(says(f"{BOLD}this is not a font", TRUE_TYPE))
def typeface_that_is_empty(root: Path) -> None:
    cut(root, lambda data: b"")


@fault(says(f"{BOLD}this is not a font", TRUE_TYPE))
def typeface_packed_for_the_web(root: Path) -> None:
    cut(root, lambda data: b"wOF2" + data[4:])


@pytest.mark.parametrize(("make", "expected"), FAULTS, ids=[make.__name__ for make, _ in FAULTS])
def test_the_fault_is_named(make: Fault, expected: Expected, tmp_path: Path) -> None:
    root = make_root(tmp_path)
    make(root)
    examine(root, expected)


def test_the_same_is_said_by_a_process_of_its_own(tmp_path: Path) -> None:
    root = make_root(tmp_path)
    alias_bomb(root)
    examine(root, next(expected for make, expected in FAULTS if make is alias_bomb), run_apart)
