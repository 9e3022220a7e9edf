"""What other programs find in the files: qpdf's structure check, Poppler's fonts and text, and veraPDF's rules.

Skipped where the tools are missing, unless HANDPRESS_CONFORMANCE=required. The jars of veraPDF are looked for in the
folder that HANDPRESS_VERAPDF names; `.ci/verapdf/pom.xml` says which they are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

from handpress.inspection import Node, facts
from handpress.plate import Job
from handpress.platemaking import make_plate
from tests import test_accessibility as accessibility
from tests.test_documents import EVERY, pdf, reader, words

pytestmark = pytest.mark.conformance


def lacking(what: str) -> NoReturn:
    """Skip the test for want of a tool; fail it where all of them are required."""
    if os.environ.get("HANDPRESS_CONFORMANCE") == "required":
        pytest.fail(f"{what}, and it is required")
    pytest.skip(what)


def tool(name: str, *arguments: str) -> str:
    """What a tool prints."""
    if shutil.which(name) is None:
        lacking(f"{name} is not installed")
    done = subprocess.run([name, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def file(tmp_path: Path, topic: str, clinic: str, large: bool) -> Path:
    made = tmp_path / "handout.pdf"
    made.write_bytes(pdf(topic, clinic, large))
    return made


@pytest.mark.parametrize(("topic", "clinic", "large"), EVERY)
def test_qpdf_and_poppler_find_nothing_wrong(file: Path, topic: str, clinic: str, large: bool) -> None:
    assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", str(file))
    fonts = tool("pdffonts", str(file)).splitlines()[2:]
    assert fonts
    for line in fonts:
        # The columns: name, type, encoding, then whether it is embedded, a subset, and has ToUnicode.
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line


def test_poppler_reads_every_script_back(tmp_path: Path) -> None:
    """Polish, Vietnamese, Greek and Cyrillic words, ligatures and kerned pairs come back as they were written."""
    said = {
        "Polish": "Zażółć gęślą jaźń, proszę źle się czuję",
        "Vietnamese": "Hãy gọi cho chúng tôi ngay nếu bạn bị sốt và ớn lạnh",
        "Greek": "Καλέστε μας αμέσως αν έχετε πυρετό",
        "Cyrillic": "Телефонуйте нам негайно, якщо у вас гарячка",
        "Latin": "Efficient office staff offer fluffy waffles: AVATAR, To, Ty, P.T.",
    }
    root = Path(__file__).resolve().parent.parent
    for part in ("layouts", "fonts"):
        shutil.copytree(root / part, tmp_path / part)
    topic = tmp_path / "handouts" / "scripts"
    shutil.copytree(root / "handouts" / "head-injury", topic)
    text = (topic / "en-GB.yaml").read_text(encoding="utf-8")
    paragraphs = "".join(f'      - "{value}"\n' for value in said.values())
    (topic / "en-GB.yaml").write_text(text.replace("    body:\n", f"    body:\n{paragraphs}", 1), encoding="utf-8")
    made = tmp_path / "scripts.pdf"
    made.write_bytes(make_plate(Job(tmp_path, "scripts", "riverside")).plate.pdf)
    read = words(tool("pdftotext", "-raw", str(made), "-"))
    printed = " ".join(read)
    for value in said.values():
        assert " ".join(words(value)) in printed


@pytest.mark.parametrize("document", accessibility.OTHERS, ids=str)
def test_all_other_documents_are_read_out_word_for_word(document: accessibility.Document) -> None:
    """What `test_accessibility` shows of English, of each script and of half the torture, of the rest."""
    read = accessibility.file(document)
    assert [finding for check in accessibility.CHECKS.values() for finding in check(read)] == []
    assert accessibility.told(document).misread(read) == []


def visible(node: Node) -> str:
    """The words of a tag tree that stand on the page, every element's on lines of their own."""
    return "".join(kid if isinstance(kid, str) else f"\n{visible(kid)}\n" for kid in node.kids)


def test_poppler_reads_the_tags_as_the_leaflet(tmp_path: Path) -> None:
    made = tmp_path / "handout.pdf"
    made.write_bytes(pdf("neutropenia", "riverside", False))
    lines = [line.strip() for line in tool("pdfinfo", "-struct-text", str(made)).splitlines()]
    read = words("\n".join(line[1:-1] for line in lines if line.startswith('"') and line.endswith('"')))
    tree = facts(reader("neutropenia", "riverside", False)).tree
    assert tree is not None
    assert read == words(visible(tree))
    assert len(read) > 500


# veraPDF

FLAVOURS = ("ua1", "2a")
DOCUMENTS = [*accessibility.EVERY, *accessibility.OTHERS]


def broken_rules(flavour: str, files: list[Path]) -> dict[str, list[str]]:
    """The rules of a profile that each file breaks, by the file's name, as veraPDF finds them; all in one run of it."""
    folder = Path(os.environ.get("HANDPRESS_VERAPDF") or Path.home() / ".cache" / "handpress" / "verapdf")
    if shutil.which("java") is None:
        lacking("java is not installed")
    if not any(folder.glob("greenfield-apps-*.jar")):
        lacking("veraPDF is not in the folder that HANDPRESS_VERAPDF names, nor in ~/.cache/handpress/verapdf")
    command = ["java", "-cp", str(folder / "*"), "org.verapdf.apps.GreenfieldCliWrapper"]
    command += ["--flavour", flavour, "--format", "text", "-v", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    found, name = dict[str, list[str]](), ""
    for line in done.stdout.splitlines():
        verdict, _, rest = line.strip().partition(" ")
        if line.startswith(("PASS ", "FAIL ")) and rest.endswith(f" {flavour}"):
            name = Path(rest.removesuffix(f" {flavour}")).name
            found[name] = [] if verdict == "PASS" else ["it fails"]
        elif name and line.startswith(" "):
            found[name] = [*(rule for rule in found[name] if rule != "it fails"), rest]
    # A file of which veraPDF says neither was not checked at all.
    assert set(found) == {file.name for file in files}, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def every_verdict(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What each profile finds in every shipped document in every language, and in those that ask everything at once."""
    folder = tmp_path_factory.mktemp("files")
    for document in DOCUMENTS:
        (folder / f"{document}.pdf").write_bytes(accessibility.pdf(document))
    files = sorted(folder.iterdir())
    with ThreadPoolExecutor() as pool:
        return dict(zip(FLAVOURS, pool.map(lambda flavour: broken_rules(flavour, files), FLAVOURS), strict=True))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_verapdf_finds_no_rule_broken(flavour: str, every_verdict: dict[str, dict[str, list[str]]]) -> None:
    assert {name: rules for name, rules in every_verdict[flavour].items() if rules} == {}
    assert len(every_verdict[flavour]) == len(DOCUMENTS)


def test_verapdf_finds_a_broken_rule(tmp_path: Path) -> None:
    """ISO 14289-1, 7.3: a figure has an alternative description; as its test 1 in veraPDF's profile."""
    whole, broken = tmp_path / "whole.pdf", tmp_path / "broken.pdf"
    whole.write_bytes(accessibility.pdf(accessibility.SPECIMEN))
    broken.write_bytes(accessibility.broken_bytes(accessibility.without("Figure", "/Alt", "/ActualText")))
    assert broken_rules("ua1", [whole, broken]) == {"whole.pdf": [], "broken.pdf": ["7.3-1"]}
