"""The command line as a person meets it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from handpress import cli

ROOT = Path(__file__).resolve().parent.parent
NEUTROPENIA = sorted(f.stem for f in (ROOT / "handouts" / "neutropenia").glob("*.yaml") if f.stem != "topic")


def run(*arguments: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["handpress", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


class Command:
    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        return run(*arguments, capsys=self.capsys, monkeypatch=self.monkeypatch)


@pytest.fixture
def handpress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The command, called from an empty folder, with the shipped library as its root."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDPRESS_ROOT", str(ROOT))
    return Command(capsys, monkeypatch)


def test_handout_writes_a_file_named_after_what_it_is(handpress: Command, tmp_path: Path) -> None:
    status, out, err = handpress("handout", "wound-care", "--clinic", "riverside", "--large-print")
    assert (status, out.strip(), err) == (0, "wound-care-riverside-en-GB-large.pdf", "")
    assert len(PdfReader(tmp_path / out.strip()).pages) > 3
    assert [f.name for f in tmp_path.iterdir()] == [out.strip()]


def test_handout_replaces_an_existing_file_with_a_complete_one(handpress: Command, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"old")
    assert handpress("handout", "wound-care", "-c", "riverside", "-o", "x.pdf")[0] == 0
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_handout_to_standard_output() -> None:
    command = [sys.executable, str(ROOT / "generate.py"), "handout", "wound-care", "-c", "lakeshore", "-o", "-"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0
    assert len(PdfReader(BytesIO(done.stdout)).pages) == 3
    assert done.stderr == b""


def test_a_sibling_language_is_printed_and_said(handpress: Command) -> None:
    status, out, err = handpress("handout", "neutropenia", "-c", "riverside", "-l", "EN_au")
    assert (status, out.strip()) == (0, "neutropenia-riverside-en-GB.pdf")
    assert "warning: 'neutropenia' is not written in 'en-AU'; 'en-GB' is printed" in err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ["handout", "neutropena", "-c", "riverside"],
            1,
            "did you mean 'neutropenia' or 'pneumonia'? there are: abdominal-pain, ",
        ),
        (["handout", "neutropenia", "-c", "rivrside"], 1, "did you mean 'riverside'? there are: genomic-medicine-uk"),
        (
            ["handout", "neutropenia", "-c", "riverside", "-l", "sw"],
            1,
            f"'neutropenia' is not written in 'sw' hint: it is written in: {', '.join(NEUTROPENIA)}",
        ),
        (["handout", "wound-care", "-c", "riverside", "-l", "fr"], 1, "hint: it is written in: en-GB, en-US"),
        (["handout", "neutropenia", "-c", "riverside", "-l", "english!"], 2, "is not a language tag"),
        (
            ["handout", "neutropenia"],
            2,
            "Missing option '--clinic' / '-c'. There are: genomic-medicine-uk, lakeshore, riverside.",
        ),
        (["packet", "neutropenia", "wound-care"], 2, "'--clinic' / '-c'. There are: genomic-medicine-uk, lakeshore,"),
        (
            ["approve", "neutropenia", "--by", "Dr A. Quorthwick"],
            2,
            f"Missing argument 'LANGUAGE'. 'neutropenia' is written in: {', '.join(NEUTROPENIA)}.",
        ),
        (["approve", "neutropena", "--by", "Dr A. Quorthwick"], 2, "Missing argument 'LANGUAGE'."),
        (
            ["checklist", "neutropenia", "-c", "riverside", "--start", "23/11/2026"],
            2,
            "'--start': '23/11/2026' is not a date; write year-month-day, such as 2026-11-23",
        ),
        (
            ["checklist", "neutropenia", "-c", "riverside", "--start", "2026-02-30"],
            2,
            "there is no day '2026-02-30'; write year-month-day, such as 2026-11-23",
        ),
        (
            ["checklist", "neutropenia", "-c", "riverside", "--start", "9999-12-31"],
            2,
            "'--start': there are no 14 days from '9999-12-31' on",
        ),
        (["approve", "neutropenia", "en-GB", "--by", "Dr A", "--date", "today"], 2, "'--date': 'today' is not a date;"),
        (["list", "topics", "--code", "."], 2, "'--code': '.' is not a diagnosis code, such as D70.1 or 165517008"),
        (["list", "topics", "--code", "D"], 2, "'D' is not a diagnosis code"),
        (["list", "topics", "--code", "70"], 2, "'70' is not a diagnosis code"),
        (["list", "topics", "--code", "cough"], 2, "'cough' is not a diagnosis code"),
        (["list", "--date", "2026-1-1"], 2, "'--date': '2026-1-1' is not a date;"),
        (["handout", "neutropenia", "-c", "riverside", "--date", "1"], 2, "'--date': '1' is not a date;"),
        (["hanout", "neutropenia"], 2, "there is no command 'hanout'; did you mean 'handout'?"),
        (["batch", "-c", "nowhere", "-o", "out"], 1, "there is no clinic 'nowhere'"),
        (["new", "topic", "No Name"], 2, "use small letters, digits and '-'"),
        (["new", "topic", "neutropenia"], 1, "this is there already"),
        (["check", "nothing-here"], 2, "does not exist"),
        (["list", "things"], 2, "'things' is not one of"),
    ],
)
def test_mistakes_are_told_in_one_breath(handpress: Command, arguments: list[str], status: int, said: str) -> None:
    ended, out, err = handpress(*arguments)
    assert (ended, out) == (status, "")
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert not list(Path.cwd().glob("*.pdf"))


def test_a_folder_that_cannot_be_written_gives_one_line(handpress: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, out, err = handpress("handout", "wound-care", "-c", "riverside", "-o", "file/x.pdf")
    assert (status, out, len(err.strip().splitlines())) == (1, "", 1)
    assert "the file cannot be written" in err


def test_every_command_has_help_with_an_example(handpress: Command) -> None:
    for name in cli.COMMANDS:
        status, out, _ = handpress(name, "--help")
        assert status == 0
        assert f"python generate.py {name}" in out, name
    status, out, _ = handpress("--help")
    assert status == 0
    assert all(name in out for name in cli.COMMANDS)


def test_list(handpress: Command) -> None:
    rows = [line.split("  ") for line in handpress("list")[1].splitlines()]
    topics = sorted(file.parent.name for file in ROOT.glob("handouts/*/topic.yaml"))
    assert [row[0].strip() for row in rows] == topics
    (ankle,) = (row for row in rows if row[0].strip() == "ankle-sprain")
    told = [cell.strip() for cell in ankle if cell.strip()]
    assert told == [
        "ankle-sprain",
        "Sprained ankle",
        "handout, checklist",
        "injury",
        "sample: en-GB, en-US; unreviewed: es",
    ]
    assert "Lakeshore Cancer Center  Letter  en-US" in handpress("list", "clinics")[1]
    languages = [re.split(r"\s{2,}", line) for line in handpress("list", "languages")[1].splitlines()]
    assert [row[0] for row in languages] == NEUTROPENIA
    assert ["en-US", "English (United States)", f"{len(topics)} topics"] in languages
    assert ["pl", "Polish", f"1 topic, {len(topics) - 1} missing", "unreviewed: neutropenia"] in languages
    assert "Atkinson Hyperlegible Next" in handpress("list", "fonts")[1]


def test_check_finds_nothing_wrong_with_what_ships(handpress: Command) -> None:
    status, out, err = handpress("check")
    count = len(list(ROOT.glob("handouts/*/topic.yaml")))
    assert (status, out, err.strip()) == (0, "", f"{count} topics, 3 clinics: 0 errors, 0 warnings")


def test_schema_is_for_the_yaml_that_authors_write(handpress: Command) -> None:
    handout = json.loads(handpress("schema", "handout")[1])
    assert {"title", "key_message", "sections"} <= set(handout["required"])
    assert handout["additionalProperties"] is False
    assert "list" in handout["$defs"]["BulletList"]["properties"]
    blocks = handout["$defs"]["NoteBox"]["properties"]["body"]["items"]["oneOf"]
    assert blocks[0]["type"] == ["string", "number", "boolean"]
    assert {"$ref": "#/$defs/Table"} in blocks
    assert "languages" in json.loads(handpress("schema", "layout")[1])["required"]
    assert "sources" in json.loads(handpress("schema", "topic")[1])["required"]


@pytest.fixture
def own_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root of one's own with two of the shipped families, and no topic or clinic yet."""
    for part in ("handouts", "layouts"):
        (tmp_path / part).mkdir()
    (tmp_path / "fonts").mkdir()
    listed = yaml.safe_load((ROOT / "fonts" / "families.yaml").read_text(encoding="utf-8"))["families"]
    two = {name: dict(listed[name]) for name in ("atkinson", "noto-sans")}
    for family in two.values():
        family |= {key: (ROOT / "fonts" / family[key]).as_posix() for key in ("regular", "bold", "licence")}
    (tmp_path / "fonts" / "families.yaml").write_text(yaml.safe_dump({"families": two}), encoding="utf-8")
    monkeypatch.setenv("HANDPRESS_ROOT", str(tmp_path))
    return tmp_path


def test_new_topic_and_clinic_print_as_they_come(handpress: Command, own_root: Path) -> None:
    assert handpress("new", "topic", "back-pain")[0] == 0
    assert handpress("new", "clinic", "hill-street")[0] == 0
    status, _, err = handpress("check")
    assert status == 0, err
    status, out, err = handpress("handout", "back-pain", "-c", "hill-street")
    assert (status, err) == (0, "")
    text = "".join(page.extract_text() for page in PdfReader(out.strip()).pages)
    assert "Back pain" in text
    assert "Hill street" in text


def test_check_can_be_narrowed_to_a_folder(handpress: Command, own_root: Path) -> None:
    handpress("new", "topic", "one")
    handpress("new", "topic", "two")
    bad = own_root / "handouts" / "one" / "en-GB.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("version:", "verison:"), encoding="utf-8")
    assert handpress("check", str(own_root / "handouts" / "two"))[0] == 0
    status, _, err = handpress("check", str(own_root / "handouts" / "one"))
    assert status == 1
    assert "did you mean 'version'?" in err


@pytest.mark.parametrize("name", ["draft.yaml", "handouts/stray.yaml", "handouts/one/old/en-GB.yaml", "README.md"])
def test_check_says_that_it_has_not_read_what_it_was_to_check(handpress: Command, own_root: Path, name: str) -> None:
    """A mistake in it is not found, which would look as if there were none."""
    handpress("new", "topic", "one")
    file = own_root / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("title: [", encoding="utf-8")
    status, _, err = handpress("check", str(file))
    assert status == 2
    assert f"nothing of '{file}' was checked" in err
    outside = own_root.parent / "en-GB.yaml"
    outside.write_text("title: [", encoding="utf-8")
    assert handpress("check", str(outside))[0] == 2


@pytest.mark.parametrize("part", ["handouts", "handouts/one", "handouts/one/topic.yaml", "."])
def test_check_takes_whatever_it_reads(handpress: Command, own_root: Path, part: str) -> None:
    handpress("new", "topic", "one")
    assert handpress("check", str(own_root / part))[0] == 0


def test_check_takes_clinics_logos_and_typefaces(handpress: Command) -> None:
    parts = ("layouts/_uk", "layouts/riverside", "layouts/riverside/logo.svg", "fonts", "fonts/families.yaml")
    assert handpress("check", *(str(ROOT / part) for part in parts))[0] == 0


def test_batch_makes_every_topic_for_every_clinic(handpress: Command, tmp_path: Path) -> None:
    topics = ["-t", "head-injury", "-t", "discharge"]
    status, out, err = handpress("batch", *topics, "-o", "out", "--jobs", "1")
    assert status == 0
    made = sorted(f.relative_to(tmp_path / "out").as_posix() for f in (tmp_path / "out").rglob("*.*"))
    wanted = [f"head-injury{marks}.pdf" for marks in ("", "-large", "-checklist", "-large-checklist")]
    wanted += ["discharge-checklist.pdf", "discharge-large-checklist.pdf"]
    clinics = {"genomic-medicine-uk/en-GB", "lakeshore/en-US", "riverside/en-GB"}
    files = {f"{clinic}/{name}" for clinic in clinics for name in wanted}
    indexes = {f"{clinic.split('/')[0]}/index.pdf" for clinic in clinics}
    assert set(made) == files | indexes | {"manifest.json"}
    assert "18 of 18 printed" in err
    assert {Path(line).relative_to("out").as_posix() for line in out.splitlines()} == files | indexes


def test_batch_is_narrowed_by_options(handpress: Command, tmp_path: Path) -> None:
    options = ["-c", "lakeshore", "-t", "neutropenia", "-l", "en-US", "--large-print", "-j", "1"]
    status, out, _ = handpress("batch", *options, "-o", "out")
    assert status == 0
    made = sorted(f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*.pdf"))
    assert made == [
        "out/lakeshore/en-US/neutropenia-large-checklist.pdf",
        "out/lakeshore/en-US/neutropenia-large.pdf",
        "out/lakeshore/index.pdf",
    ]


def test_batch_makes_checklists_too(handpress: Command, tmp_path: Path) -> None:
    options = ["-c", "riverside", "-t", "discharge", "-t", "head-injury", "--standard-print", "-j", "1"]
    status, out, err = handpress("batch", *options, "-o", "out")
    assert status == 0, err
    assert sorted(f.name for f in (tmp_path / "out" / "riverside" / "en-GB").iterdir()) == [
        "discharge-checklist.pdf",
        "head-injury-checklist.pdf",
        "head-injury.pdf",
    ]


def test_checklist_takes_days_and_a_start(handpress: Command) -> None:
    options = ["-c", "riverside", "--days", "3", "--start", "2026-12-30"]
    status, out, _ = handpress("checklist", "neutropenia", *options)
    assert (status, out.strip()) == (0, "neutropenia-riverside-en-GB-checklist.pdf")
    text = " ".join(PdfReader(out.strip()).pages[0].extract_text().split())
    assert "Every day from 30 December 2026 Date 30 31 1 Take" in text
    assert handpress("checklist", "neutropenia", "-c", "riverside", "--start", "tomorrow")[0] == 2


def test_one_bad_job_does_not_stop_a_batch(handpress: Command, own_root: Path) -> None:
    for name in ("one", "two", "three"):
        handpress("new", "topic", name)
    handpress("new", "clinic", "hill-street")
    bad = own_root / "handouts" / "two" / "en-GB.yaml"
    bad.write_text(bad.read_text(encoding="utf-8").replace("role: urgent", "role: urgnt"), encoding="utf-8")
    status, out, err = handpress("batch", "-k", "handout", "--standard-print", "-o", "out", "--jobs", "2")
    assert status == 1
    assert sorted(Path(line).stem for line in out.splitlines()) == ["index", "one", "three"]
    assert "two for hill-street in en-GB: not printed" in err
    assert "did you mean 'urgent'?" in err
    assert "2 of 3 printed" in err


def test_batch_says_which_language_a_topic_lacks(handpress: Command, own_root: Path) -> None:
    handpress("new", "topic", "one")
    handpress("new", "clinic", "hill-street")
    layout = own_root / "layouts" / "hill-street" / "layout.yaml"
    text = layout.read_text(encoding="utf-8").replace("languages: [en-GB]", "languages: [en-GB, pl]")
    layout.write_text(text, encoding="utf-8")
    status, out, err = handpress("batch", "-k", "handout", "--standard-print", "-o", "out", "-j", "1")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "warning: 'one' is not written in 'pl', which 'hill-street' lists" in err


def test_a_fault_of_our_own_is_one_line_and_debug_shows_it(handpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(job: object, cache: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("handpress.commands.printing.make", fail)
    status, out, err = handpress("handout", "neutropenia", "-c", "riverside")
    assert (status, out) == (1, "")
    assert "this is a fault in handpress" in err
    assert "secret detail" not in err
    monkeypatch.setattr(sys, "argv", ["handpress", "handout", "neutropenia", "-c", "riverside", "--debug"])
    with pytest.raises(RuntimeError):
        cli.main()


def in_a_code_page(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A command in a process whose output is as on a Windows of the West, to a file or another program."""
    command = [sys.executable, str(ROOT / "generate.py"), *arguments]
    return subprocess.run(
        command, capture_output=True, cwd=folder, env=os.environ | {"PYTHONIOENCODING": "cp1252"}, check=False
    )


def test_what_a_file_says_can_be_redirected_in_any_script(handpress: Command, tmp_path: Path) -> None:
    handpress("handout", "neutropenia", "-c", "riverside", "-l", "ar", "-o", "ar.pdf")
    done = in_a_code_page("check", "--pdf", "ar.pdf", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").splitlines()[2] == "  language   ar"
    assert re.search("[\u0600-\u06ff]{3}", done.stdout.decode("utf-8"))


def test_rows_are_printed_whatever_letters_their_files_names_have(handpress: Command, tmp_path: Path) -> None:
    table = "clinic,topics,file\nriverside,wound-care,Łukasz\nriverside,wound-care,\nłódka,wound-care,\n"
    (tmp_path / "visits.csv").write_text(table, encoding="utf-8")
    done = in_a_code_page("batch", "-w", "visits.csv", "-o", "out", "-j", "1", folder=tmp_path)
    assert done.returncode == 1
    assert {Path(line).name for line in done.stdout.decode("utf-8").splitlines()} == {"Łukasz.pdf", "row-0002.pdf"}
    assert "2 of 3 printed" in done.stderr.decode("utf-8")
    assert len(json.loads((tmp_path / "out" / "worklist.json").read_text(encoding="utf-8"))) == 3


def test_a_terminal_shows_a_code_for_a_letter_that_it_lacks(handpress: Command, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, its = pty.openpty()
    command = [sys.executable, str(ROOT / "generate.py"), "handout", "wound-care", "-c", "riverside", "-o", "Łódź.pdf"]
    env = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(command, stdout=its, stderr=subprocess.PIPE, cwd=tmp_path, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert os.read(ours, 99).decode("cp1252").strip() == r"\u0141ód\u017a.pdf"
    os.close(its)
    os.close(ours)


def test_the_root_is_the_nearest_folder_upward_or_what_ships(
    handpress: Command, own_root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    handpress("new", "topic", "mine")
    monkeypatch.delenv("HANDPRESS_ROOT")
    monkeypatch.chdir(own_root / "handouts" / "mine")
    assert handpress("list")[1].split() == ["mine", "Mine", "handout,", "checklist", "general", "sample:", "en-GB"]
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "neutropenia" in handpress("list")[1]


def test_a_root_without_the_folders_is_refused(handpress: Command, tmp_path: Path) -> None:
    status, _, err = handpress("list", "--root", str(tmp_path))
    assert status == 2
    assert "holds no handouts and no layouts and no fonts folder" in " ".join(err.split())


def test_output_does_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.pdf"
        command = [
            sys.executable,
            str(ROOT / "generate.py"),
            "handout",
            "neutropenia",
            "-c",
            "lakeshore",
            "-o",
            str(file),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "HANDPRESS_ROOT": str(ROOT)}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        made.append(file.read_bytes())
    assert made[0] == made[1]
