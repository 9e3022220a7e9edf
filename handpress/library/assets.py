"""What a text or a layout names by file: typefaces, logos, pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handpress import fonts
from handpress.fields import Model, Name, Plain
from handpress.images import ImageError, ImageFile, inspect_image
from handpress.problems import Problems, did_you_mean, mark_of
from handpress.source import read

_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")


class FamilyEntry(Model):
    """A family of fonts/families.yaml."""

    name: Plain
    regular: Plain
    bold: Plain
    licence: Plain
    scripts: tuple[Plain, ...]


class FamiliesFile(Model):
    families: dict[Name, FamilyEntry]


class Typefaces:
    """The families of one fonts/ folder, loaded when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._families: dict[str, fonts.Family] | None = None
        self._in_order = True

    def families(self, problems: Problems) -> dict[str, fonts.Family]:
        """The typefaces of fonts/families.yaml, by name."""
        if self._families is None:
            found = len(problems.errors)
            self._families = self._load_families(problems)
            self._in_order = len(problems.errors) == found
        return self._families

    def _load_families(self, problems: Problems) -> dict[str, fonts.Family]:
        listed = read(self.folder / "families.yaml", FamiliesFile, problems)
        families, keys = dict[str, fonts.Family](), set[str]()
        for name, entry in listed.families.items() if listed else ():
            regular = self._load_face(entry.regular, keys, problems)
            bold = self._load_face(entry.bold, keys, problems)
            if not (self.folder / entry.licence).is_file():
                problems.add(f"the licence '{entry.licence}' is not there", mark_of(entry.licence))
            if regular and bold:
                families[name] = fonts.Family(entry.name, regular, bold, entry.scripts)
        return families

    def _load_face(self, path: str, keys: set[str], problems: Problems) -> fonts.Face | None:
        """A font file of families.yaml; `keys` are the names of those before it, and its own is added."""
        file, mark = self.folder / path, mark_of(path)
        if not file.is_file():
            near = [f.name for f in file.parent.glob("*.ttf")]
            problems.add(f"there is no file '{path}'", mark, did_you_mean(file.name, near))
            return None
        try:
            face = fonts.face_at(file)
        except fonts.FontError as error:
            problems.add(f"the font '{path}' cannot be used: {error}", mark, "take a whole, static TrueType font")
            return None
        if face.key in keys:
            problems.add(f"two fonts call themselves '{face.key}'", mark, "take out one of them")
        keys.add(face.key)
        return face

    def chain(self, family: str, problems: Problems) -> fonts.Chain | None:
        """A family and those that stand in for it; None after a Problem.

        If fonts/ itself is not in order, that has been said, and that a family is not there only follows from it.
        """
        families = self.families(problems)
        if family in families:
            return _chain((families[family], *(f for n, f in families.items() if n != family)))
        if self._in_order:
            at = mark_of(family) or self.folder / "families.yaml"
            problems.add(f"there is no family '{family}' in fonts/", at, did_you_mean(family, families))
        return None


@lru_cache(maxsize=64)
def _chain(families: tuple[fonts.Family, ...]) -> fonts.Chain:
    return fonts.Chain(families)


def image_path(named: str) -> Path:
    """Where an image is that a YAML file names: beside that file."""
    mark = mark_of(named)
    return (mark.source.file.parent / named if mark else Path(named)).resolve()


def load_image(named: str, within: Path, problems: Problems) -> ImageFile | None:
    """The image that a YAML file names, if it stands inside the folder `within` and is safe to print."""
    file, mark = image_path(named), mark_of(named)
    if not file.is_relative_to(within.resolve()):
        problems.add(f"'{named}' is outside {within.name}/", mark, "copy it beside this file")
        return None
    if not file.is_file():
        near = [f.name for f in file.parent.glob("*") if f.suffix.lower() in _SUFFIXES]
        problems.add(f"there is no file '{named}'", mark, did_you_mean(file.name, near) or "put it beside this file")
        return None
    try:
        return inspect_image(file)
    except ImageError as error:
        problems.add(f"'{named}': {error.message}", mark, error.hint)
        return None
