"""Whatever a file holds, reading it ends in a value or in Problems that can be shown; no text changes on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st

from handpress.content import FragmentFile, Handout
from handpress.fields import MAX_TEXT, MAX_WORD, Prose
from handpress.problems import Problems
from handpress.runs import Run
from handpress.source import read
from tests.faulty.harness import FOLDER
from tests.helpers import property_of

HANDOUT = (FOLDER / "base/handouts/demo/en-GB.yaml").read_bytes()
PIECES = [
    *b"\n :-#&*!|>'\"%@`{}[],?~<=\\\t\r\0\x80\xff",
    b"  ", b"\n  - ", b"---", b"...", b"&a ", b"*a", b"<<: ", b"!!int ", b"null", b"\xef\xbb\xbf", b"\xe2\x80\xa8",
    b"title: ", b"version: 1\n", b"sections:\n", b"- role: urgent\n", b"body: ", b"list: ", b"note: ", b"table: ",
    b"text: ", b"signs: [x]", b"**", b"[x](y)", b"{x}", b"*x*", b"{{", b"2026-01-01", b"choose: ", b"cases: {a: [b]}",
]  # fmt: skip


def soup() -> st.SearchStrategy[bytes]:
    """What YAML and handouts are made of, in any order."""
    return st.lists(st.sampled_from([p if isinstance(p, bytes) else bytes([p]) for p in PIECES]), max_size=40).map(
        b"".join
    )


@st.composite
def spliced(draw: st.DrawFn) -> bytes:
    """The handout of the base library with something cut out and something put in."""
    start = draw(st.integers(0, len(HANDOUT)))
    end = draw(st.integers(start, min(len(HANDOUT), start + 30)))
    return HANDOUT[:start] + draw(soup() | st.binary(max_size=6)) + HANDOUT[end:]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("properties") / "en-GB.yaml"


@property_of(400)
@given(data=st.binary(max_size=200) | st.text(max_size=80).map(str.encode) | soup() | spliced())
def test_any_bytes_are_a_handout_or_have_problems(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    problems = Problems()
    handout = read(file, Handout, problems)
    assert (handout is None) == bool(problems.errors)
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for problem in problems:
        assert 0 <= problem.line <= lines
        assert all(line.isprintable() for line in problem.show(file.parent).split("\n"))
    event("read" if handout else "refused")


def escaped(text: str) -> str:
    """`text` in such a form that nothing in it is a mark."""
    return re.sub(r"([*_\[\]\\])", r"\\\1", text).replace("{", "{{")


def printable(text: str) -> bool:
    """Whether a paragraph may say this: it has letters, nothing strange, and neither it nor a word is endless."""
    letters = any(c.isprintable() and not c.isspace() for c in text)
    strange = any(not c.isprintable() and c not in "\n\u00a0\u202f" for c in text)
    short = len(escaped(text)) <= MAX_TEXT and all(len(word) <= MAX_WORD for word in escaped(text).split())
    return letters and not strange and short


words = st.text("abcÄßéñøžабв好עבר 0123456789\n\u00a0\u202f:#-?&*!|>'\"%@`{}[](),~_\\/<=.", max_size=80)
dumps = st.fixed_dictionaries(
    {
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([20, 80, 1000]),
        "default_style": st.sampled_from([None, "'", '"', "|", ">"]),
        "default_flow_style": st.booleans(),
    }
)


@property_of(500)
@given(text=words | st.text(st.characters(exclude_categories=["Cs"]), max_size=60), how=dumps)
def test_a_paragraph_says_what_was_written(file: Path, text: str, how: dict[str, Any]) -> None:
    """All but a text without quotes that is broken before a dash, which looks like a new point."""
    file.write_text(yaml.safe_dump({"body": [escaped(text)]}, **how), encoding="utf-8", newline="\n")
    problems = Problems()
    found = read(file, FragmentFile, problems)
    assert (found is None) == bool(problems.errors)
    if found is None:
        dashed = any("this dash" in problem.message for problem in problems)
        assert dashed or not printable(text)
        event("refused")
        return
    (paragraph,) = found.body
    assert isinstance(paragraph, Prose)
    assert all(isinstance(run, Run) and not run.strong and not run.link for run in paragraph.runs)
    said = "".join(run.text for run in paragraph.runs if isinstance(run, Run))
    assert said == re.sub("[ \n]+", " ", text).strip(" ")
