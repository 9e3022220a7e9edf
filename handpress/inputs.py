"""What is made of what: files, folders and fonts, and how to see that one has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

InputKind = Literal["file", "folder", "font", "until"]


@dataclass(frozen=True, slots=True)
class Input:
    """What something is made of: a file, the names that count in a folder, or a font, known by its size and time.

    Also a day 'until' which it holds, for which `path` stands as the day's name.
    """

    kind: InputKind
    path: Path

    def held(self) -> str:
        """What it holds now, in short; nothing where it is not there."""
        if self.kind == "until":
            return "yes" if date.today() <= date.fromisoformat(self.path.name) else "no"
        try:
            if self.kind == "font":
                stat = self.path.stat()
                return f"{stat.st_size} {stat.st_mtime_ns}"
            if self.kind == "folder":
                return " ".join(sorted(_names(self.path)))
            return sha256(self.path.read_bytes()).hexdigest()
        except OSError:
            return ""


def _names(folder: Path) -> Iterator[str]:
    """The names in a folder that the program reads something out of: those of YAML files and of folders.

    Systems leave files of their own there: .DS_Store, Thumbs.db, and ._en-GB.yaml beside en-GB.yaml.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            # In small letters, as Windows finds EN.YAML too.
            if not entry.name.startswith(".") and (entry.name.lower().endswith(".yaml") or entry.is_dir()):
                yield entry.name
