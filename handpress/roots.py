"""Which folder holds handouts/, layouts/ and fonts/, and what a language tag looks like: asked before all else."""

from __future__ import annotations

import re
from pathlib import Path

PARTS = ("handouts", "layouts", "fonts")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upward that holds handouts/, layouts/ and fonts/, else the shipped one."""
    for folder in (start, *start.parents):
        if all((folder / part).is_dir() for part in PARTS):
            return folder
    package = Path(__file__).parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent


def is_language_tag(text: str) -> bool:
    """Whether a text is a BCP 47 tag of the parts that handpress uses: language, script, region."""
    return bool(_TAG.fullmatch(text))
