"""Documents that ask everything of the program at once, for the tests of what a screen reader is told.

`build` makes a root with two handouts: `torture` has every kind of block in every nesting that the models allow, words
in many scripts and pictures of every kind; of what `long` holds, each thing is longer than a page. `rounds` is a
checklist for staff, and `specimen` a page with one of everything, for tests that break it. Of the two clinics `a4` has
no phone number and `letter` has it all.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
CLINICS = ("a4", "letter")

SCRIPTS = {
    "Greek": "Καλέστε μας αμέσως αν έχετε πυρετό",
    "Cyrillic": "Телефонуйте нам негайно, якщо у вас гарячка",
    "Vietnamese": "Hãy gọi cho chúng tôi ngay nếu bạn bị sốt và ớn lạnh",
    "Vietnamese in marks": "Ha\u0303y go\u0323i ngay ne\u0302\u0301u bi\u0323 so\u0302\u0301t",
    "Marks": "x\u0302 q\u0323\u0307 ν\u0302 к\u0301 on letters that have no such form of their own",
    "Polish": "Zażółć gęślą jaźń, proszę źle się czuję",
    "Arabic": "اتصل بنا على (020 7946 0123) فورًا",
    "Hebrew": "התקשרו אלינו מיד, 24 שעות",
    "Hindi": "यदि आपको बुखार है, तो हमें तुरंत बताएं",
    "Chinese": "如果您发烧，请立即致电",
    "Latin": "Efficient office staff offer fluffy waffles: AVATAR, To, Ty, P.T., ½ at 38 °C, 5 µg",
}
LONG_WORD = "hand" + "washing" * 30
LONG_ADDRESS = "https://www.example.org/" + "leaflets/neutropenia-and-other-low-counts/" * 3 + "page?language=en-GB"

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60">
  <rect x="2" y="2" width="116" height="56" rx="8" fill="#00664f" fill-opacity="0.35" stroke="#00664f"/>
  <g opacity="0.5" transform="translate(30 30) rotate(15)"><circle r="18" fill="#b3261e"/></g>
  <path d="M60 10 C80 10 100 30 80 50 L60 30 Z" fill="none" stroke="#1d4f91" stroke-width="3" stroke-opacity="0.6"/>
</svg>
"""


@lru_cache(maxsize=1)
def root() -> Path:
    """The root, built once a run in a temporary folder."""
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return build(folder)


def build(folder: Path) -> Path:
    """Write the root below `folder`. Its typefaces are the repository's own."""
    source = {"title": "T", "publisher": "P", "url": "https://www.example.org", "accessed": "2026-11-22"}
    topic = {"source_language": "en-GB", "category": "test", "sources": [source]}
    needs = {"fever": "temperature", "dose": "number", "nurse": "text"}
    options = {"way": ["short", "long"], "diet": ["plain", "rich"]}
    files: dict[str, Any] = {
        "handouts/torture/topic": {**topic, "needs": needs, "options": options},
        "handouts/torture/en-GB": _torture(),
        "handouts/long/topic": {**topic, "needs": {"fever": "temperature"}},
        "handouts/long/en-GB": _long(),
        "handouts/specimen/topic": topic,
        "handouts/specimen/en-GB": _specimen(),
        "handouts/rounds/topic": {**topic, "kind": "checklist"},
        "handouts/rounds/en-GB": _rounds(),
        "handouts/_fragments/outer/en-GB": {"body": ["The outer fragment begins.", {"fragment": "inner"}]},
        "handouts/_fragments/inner/en-GB": {"body": [_points("list", "inner", 2, nested=True), _note("inner note")]},
        **{f"layouts/{name}/layout": layout for name, layout in _layouts().items()},
        "fonts/families": _families(),
    }
    for name, value in files.items():
        file = folder / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8")
    for place in ("handouts/torture", "handouts/specimen", "layouts/a4", "layouts/letter"):
        _write_pictures(folder / place)
    return folder


def _families() -> dict[str, Any]:
    """The repository's typefaces, each file by its whole path."""
    listed: dict[str, Any] = yaml.safe_load((ROOT / "fonts" / "families.yaml").read_text(encoding="utf-8"))
    for family in listed["families"].values():
        family.update({key: (ROOT / "fonts" / family[key]).as_posix() for key in ("regular", "bold", "licence")})
    return listed


def _layouts() -> dict[str, Any]:
    common = {"languages": ["en-GB"], "values": {"fever": "38.0", "dose": "1250.5", "nurse": "write_in"}}
    return {
        "a4": {
            **common,
            "name": "Quay & <Sons> Day Unit “Ž”",
            "tagline": "Łódź Hospital",
            "logo": "logo.png",
            "logo_alt": "Quay",
            # The clinic's own words are in another language than the handout.
            "locale": "pl-PL",
            "about": "Oddział dzienny: [nasza strona](https://www.example.org/pl), numer {clinic.phone}.",
            "emergency": {"phone": "112", "place": "A&E"},
            "contact": {"phone": "write_in", "web": "https://www.example.org/quay", "address": ["1 Quay", "London"]},
            "header": {"end": "address"},
            "footer": {"start": "web"},
            "patient": {
                "identifiers": ["name", "date_of_birth", "nhs_number", "hospital_number"],
                "details": ["clinician", "appointment", "note"],
            },
        },
        "letter": {
            **common,
            "name": "Shore",
            "logo": "drawing.svg",
            "logo_alt": "Shore",
            "locale": "en-US",
            "about": "We are by the shore.",
            "units": {"temperature": "fahrenheit"},
            "emergency": {"phone": "911", "place": "the ER"},
            "options": {"way": "long", "diet": "rich"},
            "contact": {"phone": "(312) 555-0142", "out_of_hours": "(312) 555-0175", "web": "https://example.org/"},
            "page": {"size": "Letter", "duplex": "no"},
            "type": {"family": "noto-sans"},
            "patient": {"panel": "no"},
            "checklist": {"teach_back": ["explained_by", "date"]},
        },
    }


def _write_pictures(folder: Path) -> None:
    """Pixels of every kind that Pillow reads, and a drawing; most of them see-through somewhere."""
    colours = Image.new("RGBA", (96, 16), (0, 0, 0, 0))
    pen = ImageDraw.Draw(colours)
    for x in range(96):
        pen.line([(x, 0), (x, 15)], (2 * x, 255 - 2 * x, 120, 2 * x))
    palette = colours.convert("RGB").quantize(8)
    colours.save(folder / "alpha.png")
    colours.crop((0, 0, 32, 16)).save(folder / "logo.png")
    palette.save(folder / "palette.png", transparency=0)
    colours.convert("LA").save(folder / "grey-alpha.png")
    colours.convert("L").save(folder / "grey.png", transparency=7)
    colours.convert("1").save(folder / "black.png")
    colours.convert("RGB").save(folder / "photo.jpg", progressive=True)
    colours.convert("L").save(folder / "grey.jpeg")
    (folder / "drawing.svg").write_text(_SVG, encoding="utf-8")


PICTURES = (
    "alpha.png",
    "palette.png",
    "grey-alpha.png",
    "grey.png",
    "black.png",
    "photo.jpg",
    "grey.jpeg",
    "drawing.svg",
)


def _picture(file: str, caption: str | None = None) -> dict[str, Any]:
    said = {"caption": caption} if caption else {}
    return {"picture": {"file": file, "alt": f"What {file} shows: a band (it fades) in “colour”", **said}}


def _points(kind: str, name: str, number: int, nested: bool = False, short: bool = True) -> dict[str, Any]:
    """A list of `number` points; where `nested`, each third has two levels under it."""
    more = "" if short else " and so says more than goes into a line, until it has come to its second or third line"
    points: list[Any] = []
    for n in range(1, number + 1):
        text = f"Point {n} of the {name}{more}"
        if nested and n % 3 == 1:
            third = [f"{name} {n}.1.{m}" for m in (1, 2)]
            points.append({"text": text, "list": [{"text": f"{name} {n}.1 has:", "list": third}, f"{name} {n}.2"]})
        else:
            points.append(text)
    return {kind: points}


def _note(name: str, *body: Any, titled: bool = True) -> dict[str, Any]:
    return {"note": {**({"title": f"The {name}"} if titled else {}), "body": [f"The {name} begins.", *body]}}


def _table(name: str, rows: int, columns: int = 3, caption: bool = True) -> dict[str, Any]:
    cells = [[f"{name} {row}, {column}" for column in range(1, columns + 1)] for row in range(1, rows + 1)]
    table = {"columns": [f"{name} column {n}" for n in range(1, columns + 1)], "rows": cells}
    return {"table": {**({"caption": f"Table of {name}"} if caption else {}), **table}}


def _prose(name: str, sentences: int) -> str:
    return " ".join(f"This is sentence {n} of the {name}, no more and no less." for n in range(1, sentences + 1))


def _imprint(title: str) -> dict[str, Any]:
    return {"title": title, "version": "1.0", "issued": "2026-11-22", "review_by": "2027-11-22"}


def _blocks(name: str, on_card: bool = False) -> list[Any]:
    """One of each kind of block that may stand anywhere."""
    do = [{"text": f"Do this of the {name}", "when": "once", "list": ["with this", "and with that"]}, "Do that"]
    return [
        _points("list", f"{name} list", 3, nested=True),
        _points("list", f"{name} columns", 6),
        _points("steps", f"{name} steps", 3, nested=True),
        {"do": do},
        _points("dont", f"{name} dont", 2, nested=True),
        _table(name, 2, caption=not on_card),
        {"log": {"title": f"Log of {name}", "columns": ["Date", "Value"], "rows": 6}},
        {"write_in": {"label": f"Write {name} in", "lines": 2}},
        _picture("drawing.svg", f"A drawing of {name}"),
        {"choose": {"option": "way", "cases": {"short": [f"Short {name}."], "long": [_points("list", name, 2)]}}},
        f"A paragraph of **{name}**, for {{clinic.name}} at [our page](https://www.example.org/{len(name)}).",
    ]


def _torture() -> dict[str, Any]:
    rich = [_note("chosen note", titled=False), {"fragment": "outer"}]
    plain = {"choose": {"option": "way", "cases": {"short": ["Chosen twice."], "long": [_points("do", "way", 2)]}}}
    chosen = {"choose": {"option": "diet", "cases": {"plain": [plain], "rich": rich}}}
    words = [
        f"{name}: **{value}** – [{value}](https://www.example.org/{n})."
        for n, (name, value) in enumerate(SCRIPTS.items())
    ]
    links = [
        "Write to [us, and be sure that someone will read it today](mailto:day.unit@example.org?subject=Help%20me), "
        "ring [020 7946 0123](tel:+442079460123), or see [https://www.example.org/](https://www.example.org/).",
        f"[{LONG_ADDRESS}]({LONG_ADDRESS}), and [the clinic’s page]({{clinic.web}}): {{clinic.web}}.",
        "Ring {clinic.phone}, ({nurse}) or {nurse}; {dose} mg at {fever}, **{fever}**. Two: {nurse}{clinic.phone}",
    ]
    sections: list[dict[str, Any]] = [
        {"role": "emergency", "title": "Call {clinic.emergency} for **{nurse}** if", "body": _card("emergency")},
        {"role": "about", "title": f"Words in {SCRIPTS['Greek']}", "body": [*words, *links, chosen]},
        {"role": "home_care", "title": "Every block", "body": [*_blocks("section"), _daily(4)]},
        {"role": "food", "title": "Every block in a note", "body": [_note("note", *_blocks("note")), chosen]},
        {"role": "safety", "title": "Pictures", "body": [_picture(file, f"It is {file}") for file in PICTURES]},
        {"role": "urgent", "title": "Ring us", "body": [*_card("urgent"), *_blocks("card", on_card=True)]},
        {"role": "follow_up", "title": "Not urgent", "body": [*_card("routine"), _note("card note", *_blocks("n"))]},
    ]
    message = f"The key: {{fever}}, {SCRIPTS['Vietnamese']}, [here](https://www.example.org)."
    return {**_imprint("Torture of {dose}"), "subtitle": LONG_WORD, "key_message": message, "sections": sections}


def _daily(number: int) -> dict[str, Any]:
    when = ("daily", "twice_daily", "each_meal")
    return {"do": [{"text": f"Each day, do thing {n} at {{fever}}", "when": when[n % 3]} for n in range(number)]}


def _card(name: str) -> list[Any]:
    return [_points("signs", name, 3, nested=True), f"A word after the signs of {name}."]


def _long() -> dict[str, Any]:
    link = f"Before it. [{_prose('link', 50)}]({LONG_ADDRESS}) After it."
    tall = [
        ["Short", _prose("tall cell", 32), "See [there](mailto:a@example.org)"],
        [f"[{_prose('linked cell', 8)}](tel:+442079460123)", "x", "y"],
    ]
    tall_table = {"columns": ["One", "Two", "Three"], "rows": tall}
    wide = {"columns": ["Word", "Its end"], "rows": [[LONG_WORD, "end"]]}
    card = [_points("signs", "card", 13, nested=True, short=False), _prose("card", 4), _table("card", 3, caption=False)]
    columns = ["Date", "Time", {"text": "Temperature", "threshold": "fever"}, "Who measured it"]
    bodies: dict[str, list[Any]] = {
        "A text and a link": [_prose("text", 46), link, f"A word like {LONG_WORD} and an end."],
        "A list": [_points("list", "long list", 14, nested=True, short=False)],
        "Two columns": [_points("list", "two columns", 70), _daily(36)],
        "Steps": [_points("steps", "steps", 18, nested=True)],
        "A table": [_table("long table", 21, 4), {"table": tall_table}, {"table": wide}],
        "A note": [_note("long note", _points("do", "note", 20, nested=True), _table("note", 5), _prose("note", 12))],
        "Room to write": [
            {"write_in": {"label": "Write", "lines": 30}},
            {"write_in": {"label": _prose("label", 3), "lines": 4}},
            {"log": {"title": "A long log", "columns": columns, "rows": 30}},
        ],
    }
    sections = [{"role": "about", "title": title, "body": body} for title, body in bodies.items()]
    sections.append({"role": "urgent", "title": "A card [longer](https://a.org) than a page", "body": card})
    return {**_imprint("Long"), "key_message": "No page holds any of this.", "sections": sections}


def _specimen() -> dict[str, Any]:
    body = [
        "See [our page, which has much more to say of this than goes on to a single line](https://www.example.org).",
        _points("steps", "specimen", 1, nested=True),
        _table("specimen", 1),
        {"write_in": {"label": "Write"}},
        _picture("photo.jpg", "A photograph"),
    ]
    sections = [
        {"role": "about", "title": "What is it?", "body": body},
        {"role": "urgent", "title": "Ring us if", "body": [_points("signs", "card", 1)]},
    ]
    return {**_imprint("Specimen"), "key_message": "One of everything.", "sections": sections}


def _rounds() -> dict[str, Any]:
    tasks: list[Any] = [
        f"Do {LONG_WORD[:90]}.",
        {"text": "Ask **who** is there.", "if": "there is (someone) **there**", "note": f"See {SCRIPTS['Cyrillic']}."},
        {
            "text": "Look at [the page](https://www.example.org/staff).",
            "note": "Its note has [a link](mailto:staff@example.org).",
            "tasks": [
                "Look at the first part.",
                {"text": "Look at the second.", "if": "there is one", "note": _prose("note", 3)},
            ],
        },
    ]
    long = [{"text": f"Task {n} of the day", "tasks": [f"Part {n}.1", f"Part {n}.2"]} for n in range(1, 12)]
    sections = [{"title": "A few", "tasks": tasks}, {"title": "Very many", "tasks": long}]
    return {**_imprint("Rounds"), "subtitle": "For staff: Žofia", "sections": sections}
