"""Which folder holds handouts/, layouts/ and fonts/, what it has, and what a language tag looks like.

Asked before all else, and without reading any file.
"""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import category

PARTS = ("handouts", "layouts", "fonts")
STARTERS = Path(__file__).parent / "starters"
"""What `new` begins a topic or a clinic with."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upward that holds handouts/, layouts/ and fonts/, else the shipped one."""
    for folder in (start, *start.parents):
        if all((folder / part).is_dir() for part in PARTS):
            return folder
    package = Path(__file__).parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent


def topics_in(root: Path) -> list[str]:
    """The names of all topics."""
    return _folders(root / "handouts", "topic.yaml")


def clinics_in(root: Path) -> list[str]:
    """The names of all clinics that print; those of parents begin with '_' and are not among them."""
    return _folders(root / "layouts", "layout.yaml")


def languages_in(folder: Path) -> list[str]:
    """The languages in which there is a text in a folder. Hidden files are none: macOS leaves such beside others."""
    return sorted(f.stem for f in folder.glob("[!.]*.yaml") if f.name != "topic.yaml")


def written_in(root: Path) -> list[str]:
    """The languages in which there is a text of some topic."""
    folders = (root / "handouts" / topic for topic in topics_in(root))
    return sorted({language for folder in folders for language in languages_in(folder)})


def _folders(parent: Path, file: str) -> list[str]:
    if not parent.is_dir():
        return []
    return sorted(f.name for f in parent.iterdir() if not f.name.startswith(("_", ".")) and (f / file).is_file())


def is_language_tag(text: str) -> bool:
    """Whether a text is a BCP 47 tag of the parts that handpress uses: language, script, region."""
    return bool(_TAG.fullmatch(text))


def language_asked(text: str) -> str:
    """What a person typed for a language: its tag in the usual letters, or a name as it stands; empty for neither.

    Which language a name means shows when the languages of a topic are known.
    """
    parts = text.replace("_", "-").split("-")
    tag = "-".join([parts[0].lower()] + [part.title() if len(part) == 4 else part.upper() for part in parts[1:]])
    if is_language_tag(tag):
        return tag
    # A name is made of letters, of whatever script.
    return text if all(category(c)[0] in "LM" or c in " -()'\u2019" for c in text) else ""
