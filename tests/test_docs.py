"""The pages for people hold: every command is typed as it stands there, in a copy of the library, page by page.

After a fence's language a page says what is done with the block:

    ```console exit=1             its commands end with this status, and not with 0
    ```yaml file=PATH             it is a file of the copy from here on
    ```yaml append=PATH           it is the end of that file
    ```yaml replace=PATH          it takes the place of as many lines, from the one that is most like its first

A line under a command that begins with `$` is one that the command says; numbers may differ, and '…' is anything.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pytest
import yaml

from handpress import cli
from handpress.compose import kinds
from handpress.library import Library
from handpress.problems import Problems
from handpress.runs import Run

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
COMMANDS = ("python generate.py", "handpress")
NOT_RUN = (("--scheduler", "it needs a cluster that runs at that address"),)
"""What a command has that no test machine can run, and why."""

MOST_LINES = 200

BROKEN = {
    "handouts/neutropenia/en-GB.yaml": (("subtitle:", "subtitel:"), ("- signs:", "- sings:")),
    "layouts/riverside/layout.yaml": (("#00664f", "#7fc8a9"),),
}
"""What is amiss in the files of which README.md shows what `check` says."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what is done with it, its lines."""

    language: str
    does: dict[str, str]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)

    def commands(self) -> Iterator[tuple[str, list[str]]]:
        """Each command, on one line, and what the page shows of what it says."""
        command, said = "", list[str]()
        for line in self.text.replace("\\\n", " ").splitlines():
            typed = line.removeprefix("$ ")
            if typed.startswith(COMMANDS) and (typed != line or self.language != "console"):
                if command:
                    yield command, said
                command, said = typed, []
            elif command:
                said.append(line)
        if command:
            yield command, said


def blocks(page: Path) -> list[Block]:
    found = re.findall(r"^ *```(\w+)([^\n]*)\n(.*?)^ *```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [
        Block(language, dict(each.split("=", 1) for each in does.split()), tuple(text.splitlines()))
        for language, does, text in found
    ]


@pytest.fixture
def copy(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A root with the topics that a page's commands and files name, all clinics, and the typefaces where they are."""
    found = blocks(request.getfixturevalue("page"))
    said = "\n".join(block.text for block in found if block.language in ("console", "sh", "csv"))
    topics = [f.name for f in (ROOT / "handouts").iterdir() if re.search(rf"(?<![\w-]){f.name}(?![\w-])", said)]
    for topic in {"_fragments", *topics, "head-injury", "wound-care"}:
        shutil.copytree(ROOT / "handouts" / topic, tmp_path / "handouts" / topic)
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    (tmp_path / "fonts").mkdir()
    listed = yaml.safe_load((ROOT / "fonts" / "families.yaml").read_text("utf-8"))
    for family in listed["families"].values():
        family |= {key: (ROOT / "fonts" / family[key]).as_posix() for key in ("regular", "bold", "licence")}
    (tmp_path / "fonts" / "families.yaml").write_text(yaml.safe_dump(listed, sort_keys=False), "utf-8")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_do_what_the_page_says(
    page: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(copy)
    monkeypatch.delenv("HANDPRESS_ROOT", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # other processes take a second to start
    for block in blocks(page):
        prepare(block, copy)
        kept = spoil(copy) if page.name == "README.md" and "exit" in block.does else {}
        for command, said in block.commands():
            if any(option in command for option, _ in NOT_RUN):
                continue
            monkeypatch.setattr(sys, "argv", typed(command))
            with pytest.raises(SystemExit) as ended:
                cli.main()
            captured = capsys.readouterr()
            told = captured.out + captured.err
            assert ended.value.code in (int(block.does.get("exit", 0)), None), f"{command}\n{told}"
            for line in said:
                assert re.search(pattern(line), told, re.MULTILINE), f"{command}\ndoes not say: {line}\n{told}"
        for name, text in kept.items():
            (copy / name).write_text(text, "utf-8")


def typed(command: str) -> list[str]:
    words = shlex.split(command, comments=True)
    return ["generate.py", *words[2 if words[0] == "python" else 1 :]]


def pattern(line: str) -> str:
    """A pattern for a line that a page shows."""
    parts = re.split(r"(\d[\d.,]*|…| +)", line.strip())
    kinds = {"…": ".*", " ": " +"}
    return "".join(kinds.get(part[:1], r"[\d.,]+" if part[:1].isdigit() else re.escape(part)) for part in parts)


def prepare(block: Block, root: Path) -> None:
    """Put a block into the file that it names."""
    for what, name in block.does.items():
        file = root / name
        if what == "file":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        elif what == "append":
            file.write_text(file.read_text("utf-8") + block.text, "utf-8")
        elif what == "replace":
            lines = file.read_text("utf-8").splitlines()
            # The line most like the first of the block is where it begins.
            at = lines.index(get_close_matches(block.lines[0], lines, 1)[0])
            lines[at : at + len(block.lines)] = block.lines
            file.write_text("\n".join(lines) + "\n", "utf-8")
        else:
            assert what == "exit", f"a page says '{what}=' of a block"


def spoil(root: Path) -> dict[str, str]:
    """Put the mistakes into the copy which README.md shows; what the files held before."""
    kept = {name: (root / name).read_text("utf-8") for name in BROKEN}
    for name, changes in BROKEN.items():
        text = kept[name]
        for right, wrong in changes:
            assert right in text
            text = text.replace(right, wrong, 1)
        (root / name).write_text(text, "utf-8")
    return kept


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_short_and_its_links_lead_somewhere(page: Path) -> None:
    # What is made of the library grows with it.
    text = re.sub(r"(?<=<!-- topics -->\n).*(?=<!-- /topics -->)", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(text.splitlines()) < MOST_LINES
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)) + re.findall(r'src="([^"]+)"', text):
        name, _, anchor = link.partition("#")
        if "://" in name or name == "…":
            continue
        target = page.parent / name if name else page
        assert target.exists(), link
        heads = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in [re.sub(r"[^\w-]", "", head.lower().replace(" ", "-")) for head in heads], link


def test_the_readme_leads_to_every_page() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{page.name})" in text, page.name


def test_the_readme_says_first_that_texts_are_samples() -> None:
    first = (ROOT / "README.md").read_text("utf-8").splitlines()[:10]
    assert any("samples until a clinician approves them" in line for line in first)


def test_the_readme_lists_the_library(request: pytest.FixtureRequest) -> None:
    """Written by `pytest tests/test_docs.py --update`."""
    file = ROOT / "README.md"
    text = file.read_text("utf-8")
    begin, end = "<!-- topics -->\n", "<!-- /topics -->"
    head, rest = text.split(begin)
    shown, tail = rest.split(end)
    table = "".join(f"{row}\n" for row in library_table())
    if request.config.getoption("--update"):
        file.write_text(head + begin + table + end + tail, "utf-8")
    else:
        assert shown == table, "pytest tests/test_docs.py --update writes it anew"


def library_table() -> Iterator[str]:
    """Each topic with its title in its source language, its languages, and what can be printed of it."""
    library, problems = Library(ROOT), Problems()
    yield "| topic | title | languages | kinds |"
    yield "|---|---|---|---|"
    for name in library.topics():
        topic = library.topic(name, problems)
        loaded = library.handout(name, topic.source_language, problems) if topic else None
        assert loaded is not None, problems
        title = "".join(run.text for run in loaded.text.title.runs if isinstance(run, Run))
        yield f"| {name} | {title} | {', '.join(library.languages(name))} | {', '.join(kinds(loaded))} |"
