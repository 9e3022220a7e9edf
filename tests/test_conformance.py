"""What other programs find in the files: qpdf's structure check, and Poppler's fonts and text.

Skipped where the tools are missing, unless HANDPRESS_CONFORMANCE=required.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from handpress.plate import Job
from handpress.platemaking import make_plate
from tests.test_documents import EVERY, pdf, words

pytestmark = pytest.mark.conformance


def tool(name: str, *arguments: str) -> str:
    """What a tool prints; the test is skipped where there is no such tool and none is required."""
    if shutil.which(name) is None:
        if os.environ.get("HANDPRESS_CONFORMANCE") == "required":
            pytest.fail(f"{name} is required and not installed")
        pytest.skip(f"{name} is not installed")
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
