"""Files, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from handpress.problems import HandpressError, Problem, Severity


def write(file: Path, data: bytes, private: bool = False) -> None:
    """Put `data` at `file`, whole or not at all; what stood there before stays until then. Raises HandpressError.

    What is `private` only the file's owner can read, where the system knows that. A link stays one, and leads to it.
    """
    temporary, file = Path(), place_of(file)
    try:
        handle, name = tempfile.mkstemp(prefix=".handpress-", suffix=".part", dir=file.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        # mkstemp's files are their owner's alone; a handout without a patient is for all whom the folder is for.
        temporary.chmod(0o600 if private else 0o644)
        temporary.replace(file)
    except OSError as error:
        raise HandpressError([unwritable(file, error)]) from None
    finally:
        # Also when the user stops the program: nothing half-written stays behind.
        if temporary.name:
            temporary.unlink(missing_ok=True)


def place_of(file: Path) -> Path:
    """Where a file is to stand: at the end of a link. Raises HandpressError for what is there and is no file, such as
    a device, which a file would take the place of."""
    place = file.resolve() if file.is_symlink() else file
    if place.exists() and not place.is_file():
        message = "the file cannot be written: what is there is no file"
        raise HandpressError([Problem(Severity.ERROR, message, file, hint="name another place")])
    return place


def unwritable(file: Path, error: OSError) -> Problem:
    """The Problem of a file that the system does not take."""
    hint = "is it open in another program?" if isinstance(error, PermissionError) else ""
    return Problem(Severity.ERROR, f"the file cannot be written: {error.strerror or error}", file, hint=hint)


def sweep(folder: Path) -> None:
    """Take away what writers left that were killed, below a folder in which nobody writes now."""
    for part in folder.rglob(".handpress-*.part"):
        part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """See that a folder is there, and those above it. Raises HandpressError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder cannot be made: {error.strerror or error}"
        raise HandpressError([Problem(Severity.ERROR, message, folder)]) from None
