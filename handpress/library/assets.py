"""What a text or a layout names by file: typefaces, logos, pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from handpress import fonts
from handpress.fields import Model, Name, Plain
from handpress.images import ImageError, ImageFile, inspect_image
from handpress.problems import Problems, did_you_mean, mark_of
from handpress.source import read


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

    def families(self, problems: Problems) -> dict[str, fonts.Family]:
        """The typefaces of fonts/families.yaml, by name."""
        if self._families is None:
            self._families = self._load_families(problems)
        return self._families

    def _load_families(self, problems: Problems) -> dict[str, fonts.Family]:
        file = self.folder / "families.yaml"
        listed = read(file, FamiliesFile, problems)
        families, keys = dict[str, fonts.Family](), set[str]()
        for name, entry in listed.families.items() if listed else ():
            faces = list[fonts.Face]()
            for path in (entry.regular, entry.bold):
                try:
                    faces.append(_face(file.parent / path, _stamp(file.parent / path)))
                except fonts.FontError as error:
                    problems.add(f"the font '{path}' cannot be used: {error}", mark_of(path))
                    continue
                if faces[-1].key in keys:
                    problems.add(f"two fonts call themselves '{faces[-1].key}'", mark_of(path), "take out one of them")
                keys.add(faces[-1].key)
            if not (file.parent / entry.licence).is_file():
                problems.add(f"the licence '{entry.licence}' is not there", mark_of(entry.licence))
            if len(faces) == 2:
                families[name] = fonts.Family(entry.name, faces[0], faces[1], entry.scripts)
        return families

    def chain(self, family: str, problems: Problems) -> fonts.Chain | None:
        """A family and those that stand in for it."""
        families = self.families(problems)
        if family not in families:
            problems.add(f"there is no family '{family}' in fonts/", mark_of(family), did_you_mean(family, families))
            return None
        return _chain((families[family], *(f for n, f in families.items() if n != family)))


@lru_cache(maxsize=256)
def _face(file: Path, stamp: int) -> fonts.Face:
    """The face of a font file: one for all documents of this process, as long as the file's time stays the same."""
    return fonts.Face(file)


def _stamp(file: Path) -> int:
    return file.stat().st_mtime_ns if file.is_file() else 0


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
        near = [f.name for f in file.parent.iterdir() if f.is_file()] if file.parent.is_dir() else []
        problems.add(f"there is no file '{named}'", mark, did_you_mean(file.name, near))
        return None
    try:
        return inspect_image(file)
    except ImageError as error:
        problems.add(f"'{named}': {error.message}", mark, error.hint)
        return None
