"""The ledger of a folder of output: what was made of what, so that a run makes only what changed.

`manifest.json` lists every file with its job, its digest and what its plate was made of; no patients are in it. While a
run goes on, each outcome is a line at the end of `manifest.journal`: a run that is killed loses nothing that it had
done. At its end the two become a new manifest, the same whatever happened on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from handpress.inputs import Input
from handpress.press.cache import maker
from handpress.press.files import make_folder, write

FORMAT = 1
Entry = dict[str, Any]
Held = tuple[tuple[Input, str], ...]


class Ledger:
    """The entries of one folder, by their files' places in it, such as 'riverside/en-GB/neutropenia.pdf'.

    `root` is the folder of the content: what lies below it is named from there on, so that a folder may move.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.entries = dict[str, Entry]()
        self._inputs = list[list[str]]()
        self._numbers = dict[tuple[str, ...], int]()
        self._now = dict[int, bool]()
        self._journal: IO[str] | None = None
        self._read()

    def _read(self) -> None:
        kept = _json(self.folder / "manifest.json")
        if isinstance(kept, dict) and kept.get("format") == FORMAT:
            self._take(kept)
        for line in _lines(self.folder / "manifest.journal"):
            if line.get("format") == FORMAT:
                self._take(line)

    def _take(self, kept: Entry) -> None:
        """Take up entries. What another program made is not as it would be made now, but it is known to be there."""
        numbers = [self._number(tuple(each)) for each in kept["inputs"]]
        for file, entry in kept["files"].items():
            found = entry | {"inputs": [numbers[n] for n in entry["inputs"]]}
            program = found.pop("program", kept["program"])
            self.entries[file] = found if program == maker() else found | {"program": program}

    def _number(self, each: tuple[str, ...]) -> int:
        if each not in self._numbers:
            self._numbers[each] = len(self._inputs)
            self._inputs.append(list(each))
        return self._numbers[each]

    def unchanged(self, file: str, entry: Entry, verify: bool) -> bool:
        """Whether a file is there that was made for such an entry, of what its inputs still hold.

        Its size is looked at or, to `verify` it, its digest.
        """
        kept = self.entries.get(file)
        if kept is None or kept.get("outcome") != "printed" or any(kept.get(key) != entry[key] for key in entry):
            return False
        if not self.holds(file):
            return False
        place = self.folder / file
        try:
            if verify:
                return bool(sha256(place.read_bytes()).hexdigest() == kept["sha256"])
            return bool(place.stat().st_size == kept["bytes"])
        except OSError:
            return False

    def holds(self, file: str) -> bool:
        """Whether all that an entry was made of is as it was, and the program too."""
        entry = self.entries[file]
        return "program" not in entry and all(map(self._holds, entry["inputs"]))

    def _holds(self, number: int) -> bool:
        """Whether an input still holds what it held, looked at once a run."""
        if number not in self._now:
            kind, path, held = self._inputs[number]
            self._now[number] = Input(kind, self.root / path).held() == held  # type: ignore[arg-type] # its own word
        return self._now[number]

    def record(self, file: str, entry: Entry, inputs: Held = ()) -> None:
        """Put down what became of a file, at once."""
        named = [[each.kind, self._named(each.path), held] for each, held in inputs]
        files = {file: entry | {"inputs": list(range(len(named)))}}
        line = {"format": FORMAT, "program": maker(), "inputs": named, "files": files}
        self._take(line)
        try:
            if self._journal is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                # Stays open from here on; `close` ends it.
                self._journal = (self.folder / "manifest.journal").open("a", encoding="utf-8", newline="\n")
                # A line that a killed run left half written ends here.
                self._journal.write("\n")
            self._journal.write(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n")
            self._journal.flush()
        except OSError:
            # All that is lost is where a killed run would go on from. If the disk stays full, `close` says so.
            return

    def _named(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def forget(self, file: str) -> None:
        """Take out the entry of a file that is gone."""
        del self.entries[file]

    def close(self) -> None:
        """Write the manifest and take away the journal. Raises HandpressError."""
        numbers = {number for entry in self.entries.values() for number in entry["inputs"]}
        used = sorted(numbers, key=self._inputs.__getitem__)
        places = {number: place for place, number in enumerate(used)}
        files = {
            file: {**entry, "inputs": sorted(places[number] for number in entry["inputs"])}
            for file, entry in sorted(self.entries.items())
        }
        manifest = {
            "format": FORMAT,
            "program": maker(),
            "inputs": [self._inputs[number] for number in used],
            "files": files,
        }
        data = json.dumps(manifest, indent=1, ensure_ascii=False).encode("utf-8") + b"\n"
        place = self.folder / "manifest.json"
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if not place.is_file() or place.read_bytes() != data:
            make_folder(self.folder)
            write(place, data)
        (self.folder / "manifest.journal").unlink(missing_ok=True)


def digest(values: Iterable[object]) -> str:
    """A digest of values that are told by their JSON."""
    return sha256(json.dumps(list(values), ensure_ascii=False).encode("utf-8")).hexdigest()


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a journal that are whole."""
    try:
        text = file.read_text("utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
