"""Translations: each held beside its source text, and what is said where they differ."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from pypdf import PdfReader

from handpress import clarity, cli
from handpress.job import Edition, Job
from handpress.library import Library, audit
from handpress.library.translations import check_translations, state
from handpress.platemaking import make_plate
from handpress.problems import HandpressError, Problem, Problems, Severity
from tests.conftest import ROOT
from tests.helpers import small_root
from tests.test_batch import LOGO

SOURCE = dedent("""\
    title: Cough
    version: "1.0"
    issued: 2026-11-22
    review_by: 2099-11-22
    key_message: Ring us on {clinic.phone}.
    sections:
      - role: about
        title: What is a cough?
        body:
          - A cough clears the throat.
          - list: [one, two]
          - do: [Drink water., Rest.]
      - role: urgent
        title: Ring us if
        body:
          - signs:
              - you cough blood
              - you cannot breathe
              - text: you have
                list: [a rash, a fever]
      - role: home_care
        title: At home
        body:
          - note:
              title: Smoke
              body:
                - Stay away from it.
                - dont: [Do not smoke.]
          - choose:
              option: diet
              cases:
                plain: [Eat as ever.]
                soft: [list: [soup, bread]]
    """)

POLISH = dedent("""\
    title: Kaszel
    version: "1.0"
    issued: 2026-11-22
    review_by: 2099-11-22
    translation: {of_version: "1.0", by: a translator}
    key_message: Zadzwoń do nas pod numer {clinic.phone}.
    sections:
      - role: about
        title: Co to jest kaszel?
        body:
          - Kaszel oczyszcza gardło.
          - list: [jeden, dwa]
          - do: [Pij wodę., Odpoczywaj.]
      - role: urgent
        title: Zadzwoń do nas, jeśli
        body:
          - signs:
              - kaszlesz krwią
              - nie możesz oddychać
              - text: masz
                list: [wysypkę, gorączkę]
      - role: home_care
        title: W domu
        body:
          - note:
              title: Dym
              body:
                - Unikaj go.
                - dont: [Nie pal.]
          - choose:
              option: diet
              cases:
                plain: [Jedz jak zwykle.]
                soft: [list: [zupa, chleb]]
    """)


@pytest.fixture
def own_root(tmp_path: Path) -> Path:
    """A root with one topic in English and in Polish, and a clinic that prints both."""
    root = small_root(tmp_path / "root")
    cough = root / "handouts" / "cough"
    topic = (cough / "topic.yaml").read_text(encoding="utf-8")
    (cough / "topic.yaml").write_text(f"{topic}options: {{diet: [plain, soft]}}\n", encoding="utf-8")
    (cough / "en-GB.yaml").write_text(SOURCE, encoding="utf-8")
    (cough / "pl.yaml").write_text(POLISH, encoding="utf-8")
    layout = root / "layouts" / "quay" / "layout.yaml"
    text = layout.read_text(encoding="utf-8").replace("languages: [en-GB]", "languages: [en-GB, pl]")
    layout.write_text(text, encoding="utf-8")
    return root


def changed(root: Path, *pairs: tuple[str, str], language: str = "pl") -> Path:
    """The text in a language with some of it changed; each part must stand in it once."""
    file = root / "handouts" / "cough" / f"{language}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def found(root: Path) -> list[Problem]:
    """What the check of translations says of a root, in which nothing else is wrong."""
    library, reading, problems = Library(root), Problems(), Problems()
    loaded = [library.handout("cough", language, reading) for language in library.languages("cough")]
    assert reading == []
    check_translations([each for each in loaded if each], problems)
    audited = audit(library, date(2026, 11, 22)).problems
    assert sorted(audited, key=Problem.place) == sorted(problems, key=Problem.place)
    return list(problems)


def place_of(file: Path, needle: str) -> tuple[Path, int, int]:
    """File, line and column of a part of a file that stands in it once, as a Problem counts them."""
    text = file.read_text(encoding="utf-8")
    assert text.count(needle) == 1, needle
    before = text[: text.index(needle)]
    return file, before.count("\n") + 1, len(before) - before.rfind("\n")


def placed(problem: Problem) -> tuple[Path | None, int, int]:
    return problem.file, problem.line, problem.column


def test_a_translation_of_the_same_shape_is_right(own_root: Path) -> None:
    assert found(own_root) == []


def test_of_what_ships_no_translation_differs_from_its_source_text() -> None:
    library, problems = Library(ROOT), Problems()
    names = [(name, language) for name in library.topics() for language in library.languages(name)]
    loaded = [library.handout(name, language, problems) for name, language in names]
    translated = [each for each in loaded if each and each.text.translation]
    assert len(translated) >= 17 + 10
    assert len({each.name for each in translated if each.language == "es"}) > 10
    check_translations([each for each in loaded if each], problems)
    assert problems == []


def test_a_sign_that_is_missing_is_an_error_at_the_signs(own_root: Path) -> None:
    file = changed(own_root, ("          - nie możesz oddychać\n", ""))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR
    assert problem.message == "en-GB.yaml has 3 signs here, this text 2"
    assert placed(problem) == place_of(file, "kaszlesz krwią")


def test_a_sign_too_many_is_an_error_too(own_root: Path) -> None:
    changed(own_root, ("- nie możesz oddychać\n", "- nie możesz oddychać\n          - boli\n"))
    assert [problem.message for problem in found(own_root)] == ["en-GB.yaml has 3 signs here, this text 4"]


def test_a_sign_that_is_missing_under_another_is_an_error(own_root: Path) -> None:
    changed(own_root, ("list: [wysypkę, gorączkę]", "list: [wysypkę]"))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        ("do: [Pij wodę., Odpoczywaj.]", "do: [Pij wodę.]", "2 things to do here, this text 1", "Pij wodę."),
        ("dont: [Nie pal.]", "dont: [Nie pal., Nie pij.]", "1 thing not to do here, this text 2", "Nie pal."),
        ("list: [jeden, dwa]", "list: [jeden]", "2 items here, this text 1", "jeden"),
        ("list: [zupa, chleb]", "list: [zupa]", "2 items here, this text 1", "zupa"),
    ],
    ids=["do", "dont in a note", "list", "list in a case"],
)
def test_points_of_any_list_are_counted(own_root: Path, old: str, new: str, message: str, at: str) -> None:
    file = changed(own_root, (old, new))
    (problem,) = found(own_root)
    assert problem.message == f"en-GB.yaml has {message}"
    assert placed(problem) == place_of(file, at)


def test_a_point_that_is_missing_under_another_is_an_error_at_that(own_root: Path) -> None:
    """And not made up for by one more under its neighbour."""
    file = changed(own_root, ("list: [wysypkę, gorączkę]", "list: [wysypkę]"))
    changed(own_root, ("- nie możesz oddychać", "- {text: nie możesz oddychać, list: [a]}"))
    first, second = found(own_root)
    assert first.message == "en-GB.yaml has 0 points under this one, this text 1"
    assert placed(first) == place_of(file, "nie możesz oddychać")
    assert second.message == "en-GB.yaml has 2 points under this one, this text 1"
    assert placed(second) == place_of(file, "masz")


BLOCKS = {
    "columns and rows": (
        "table: {columns: [Tablet, Why], rows: [[a, b], [c, d], [e, f]]}",
        "table: {columns: [Tabletka], rows: [[a]]}",
        ["has 2 columns here, this text 1", "has 3 rows here, this text 1"],
        "Tabletka",
    ),
    "a table's caption": (
        "table: {caption: Tablets, columns: [Tablet], rows: [[a]]}",
        "table: {columns: [Tabletka], rows: [[a]]}",
        ["has 1 caption here, this text 0"],
        "Tabletka",
    ),
    "a log": (
        "log: {title: Weight, columns: [Day, Weight], rows: 14}",
        "log: {title: Waga, columns: [Dzień], rows: 7}",
        ["has 2 columns here, this text 1", "has 14 rows here, this text 7"],
        "Waga",
    ),
    "lines to write on": (
        "write_in: {label: Notes, lines: 3}",
        "write_in: {label: Notatki}",
        ["has 3 lines to write on here, this text 1"],
        "Notatki",
    ),
    "a picture's caption": (
        "picture: {file: mug.svg, alt: A mug, caption: Drink.}",
        "picture: {file: mug.svg, alt: Kubek}",
        ["has 1 caption here, this text 0"],
        "Kubek",
    ),
    "a box": (
        "note: {title: Tea, body: [Drink tea., Rest.]}",
        "note: {body: [Pij herbatę.]}\n      - Odpoczywaj dużo.",
        ["has 1 title here, this text 0", "has 2 blocks in this box, this text 1"],
        "Pij herbatę.",
    ),
    "cases": (
        "choose: {option: diet, cases: {plain: [Eat., Rest.], soft: [Drink.]}}",
        "choose: {option: diet, cases: {plain: [Jedz.], soft: [Pij., Śpij.]}}",
        ["what is not translated differs from en-GB.yaml"],
        "Jedz.",
    ),
    "when": (
        "do: [{text: Drink., when: daily}, Sleep.]",
        "do: [Pij., {text: Śpij., when: daily}]",
        ["what is not translated differs from en-GB.yaml"] * 2,
        "Pij.",
    ),
}


@pytest.mark.parametrize(("english", "polish", "messages", "at"), BLOCKS.values(), ids=BLOCKS)
def test_what_a_block_is_made_of_is_compared(
    english: str, polish: str, messages: list[str], at: str, own_root: Path
) -> None:
    (own_root / "handouts" / "cough" / "mug.svg").write_text(LOGO, encoding="utf-8")
    changed(own_root, ("      - list: [one, two]\n", f"      - {english}\n"), language="en-GB")
    file = changed(own_root, ("      - list: [jeden, dwa]\n", f"      - {polish}\n"))
    problems = found(own_root)
    assert [problem.message.removeprefix("en-GB.yaml ") for problem in problems] == messages
    assert placed(problems[0]) == place_of(file, at)


def test_cases_may_stand_in_another_order(own_root: Path) -> None:
    plain, soft = "            plain: [Jedz jak zwykle.]\n", "            soft: [list: [zupa, chleb]]\n"
    changed(own_root, (f"{plain}{soft}", f"{soft}{plain}"))
    assert found(own_root) == []


def test_a_value_to_ring_at_stands_in_the_same_column(own_root: Path) -> None:
    topic = own_root / "handouts" / "cough" / "topic.yaml"
    topic.write_text(f"{topic.read_text('utf-8')}needs: {{limit: number}}\n", encoding="utf-8")
    layout = own_root / "layouts" / "quay" / "layout.yaml"
    layout.write_text(f"{layout.read_text('utf-8')}values: {{limit: 38}}\n", encoding="utf-8")
    english = "log: {title: Heat {limit}, columns: [Day, {text: Heat, threshold: limit}], rows: 9}"
    polish = "log: {title: Ciepło {limit}, columns: [{text: Dzień, threshold: limit}, Ciepło], rows: 9}"
    for language, old, new in (("en-GB", "list: [one, two]", english), ("pl", "list: [jeden, dwa]", polish)):
        changed(own_root, (old, re.sub(r"title: ([^,]*)", r'title: "\1"', new)), language=language)
    (problem,) = found(own_root)
    assert problem.hint == "it has here: threshold: limit (column 2)"


def test_a_section_that_is_missing_is_an_error_where_another_stands_instead(own_root: Path) -> None:
    about = POLISH[POLISH.index("  - role: about") : POLISH.index("  - role: urgent")]
    file = changed(own_root, (about, ""))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR
    assert problem.message == "the sections differ from those of en-GB.yaml: 'about' missing"
    assert placed(problem) == place_of(file, "Zadzwoń do nas, jeśli")


def test_a_last_section_that_is_missing_is_an_error_at_the_title(own_root: Path) -> None:
    file = changed(own_root, (POLISH[POLISH.index("  - role: home_care") :], ""))
    (problem,) = found(own_root)
    assert problem.message == "the sections differ from those of en-GB.yaml: 'home_care' missing"
    assert placed(problem) == place_of(file, "Kaszel\n")


def test_a_section_too_many_is_an_error_where_it_stands(own_root: Path) -> None:
    more = "  - {role: causes, title: Przyczyny, body: [Wirus.]}\n"
    file = changed(own_root, ("  - role: urgent\n", f"{more}  - role: urgent\n"))
    (problem,) = found(own_root)
    assert problem.message == "the sections differ from those of en-GB.yaml: 'causes' added"
    assert placed(problem) == place_of(file, "Przyczyny")


def test_sections_in_another_order_are_an_error_at_the_first_that_differs(own_root: Path) -> None:
    about = POLISH[POLISH.index("  - role: about") : POLISH.index("  - role: urgent")]
    file = changed(own_root, (about, ""))
    file.write_text(file.read_text(encoding="utf-8") + about, encoding="utf-8")
    (problem,) = found(own_root)
    assert problem.message == "the sections differ from those of en-GB.yaml: in another order"
    assert placed(problem) == place_of(file, "Zadzwoń do nas, jeśli")


def test_another_kind_of_block_is_an_error_where_it_stands(own_root: Path) -> None:
    file = changed(own_root, ("- list: [jeden, dwa]", "- steps: [jeden, dwa]"))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR
    assert problem.message == "en-GB.yaml has 'list' here"
    assert problem.hint == "block for block it has: a paragraph, list, do"
    assert placed(problem) == place_of(file, "jeden")


def test_a_block_that_is_missing_is_an_error_where_the_next_one_stands(own_root: Path) -> None:
    file = changed(own_root, ("      - Kaszel oczyszcza gardło.\n", ""))
    (problem,) = found(own_root)
    assert problem.message == "en-GB.yaml has 'a paragraph' here"
    assert placed(problem) == place_of(file, "jeden")


def test_a_last_block_that_is_missing_is_an_error_at_its_sections_title(own_root: Path) -> None:
    file = changed(own_root, ("      - do: [Pij wodę., Odpoczywaj.]\n", ""))
    (problem,) = found(own_root)
    assert problem.message == "en-GB.yaml has 'do' here"
    assert placed(problem) == place_of(file, "Co to jest kaszel?")


def test_a_block_too_many_is_an_error_where_it_stands(own_root: Path) -> None:
    file = changed(own_root, ("Odpoczywaj.]\n", "Odpoczywaj.]\n      - Na koniec.\n"))
    (problem,) = found(own_root)
    assert problem.message == "en-GB.yaml has nothing more here"
    assert placed(problem) == place_of(file, "Na koniec.")


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("            - dont: [Nie pal.]\n", "", "Jedz jak zwykle."),
        ("soft: [list: [zupa, chleb]]", "soft: [Zupa.]", "Zupa."),
    ],
    ids=["in a note", "in a case"],
)
def test_blocks_inside_of_others_are_compared_too(own_root: Path, old: str, new: str, at: str) -> None:
    file = changed(own_root, (old, new))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR
    assert problem.message.startswith("en-GB.yaml has ")
    assert placed(problem) == place_of(file, at)


def test_a_placeholder_that_is_lost_is_an_error_where_it_is(own_root: Path) -> None:
    file = changed(own_root, (" pod numer {clinic.phone}", ""))
    (problem,) = found(own_root)
    assert problem.severity is Severity.ERROR
    assert problem.message == "en-GB.yaml says '{clinic.phone}' here, this text does not"
    assert placed(problem) == place_of(file, "Zadzwoń do nas.")


def test_a_placeholder_in_another_sign_or_title_is_an_error_where_it_lacks(own_root: Path) -> None:
    """Two limits that have changed places: the text has both, and each sign the wrong one."""
    signs = (("you cough blood", "below {clinic.phone}"), ("you cannot breathe", "above {clinic.emergency}"))
    changed(own_root, *signs, ("title: What is a cough?", 'title: "Ask {clinic.name}"'), language="en-GB")
    wrong = (("kaszlesz krwią", "poniżej {clinic.emergency}"), ("nie możesz oddychać", "powyżej {clinic.phone}"))
    file = changed(own_root, *wrong)
    said = [(problem.message, placed(problem)) for problem in found(own_root) if problem.severity is Severity.ERROR]
    assert sorted(said) == sorted(
        (f"en-GB.yaml says '{{clinic.{key}}}' here, this text does not", place_of(file, at))
        for key, at in (("phone", "poniżej"), ("emergency", "powyżej"), ("name", "Co to jest"))
    )


def test_a_placeholder_too_many_is_a_warning_at_itself(own_root: Path) -> None:
    file = changed(own_root, ("title: W domu", 'title: "W domu {clinic.name}"'))
    (problem,) = found(own_root)
    assert problem.severity is Severity.WARNING
    assert problem.message == "en-GB.yaml does not say '{clinic.name}'"
    assert placed(problem) == place_of(file, "{clinic.name}")
    assert problem.width == len("{clinic.name}")


def test_a_placeholder_in_a_link_counts_as_any_other(own_root: Path) -> None:
    changed(own_root, ("Kaszel oczyszcza gardło.", '"[Kaszel]({clinic.web}) oczyszcza gardło."'))
    layout = own_root / "layouts" / "quay" / "layout.yaml"
    text = layout.read_text(encoding="utf-8").replace('phone: "020 7946 0123"', 'phone: "111", web: "https://a.org"')
    layout.write_text(text, encoding="utf-8")
    assert [problem.message for problem in found(own_root)] == ["en-GB.yaml does not say '{clinic.web}'"]


def test_a_version_that_is_stale_is_a_warning_at_the_version(own_root: Path) -> None:
    changed(own_root, ('version: "1.0"', 'version: "1.1"'), language="en-GB")
    (problem,) = found(own_root)
    assert problem.severity is Severity.WARNING
    assert problem.message == "the source text is at version 1.1; this translates version 1.0"
    assert problem.hint == "compare it with en-GB.yaml, then change this"
    file = own_root / "handouts" / "cough" / "pl.yaml"
    line = next(n for n, text in enumerate(POLISH.splitlines(), 1) if text.startswith("translation:"))
    assert (problem.file, problem.line) == (file, line)
    assert problem.excerpt[problem.column - 1 :].startswith('"1.0"')


def test_all_that_differs_is_said_in_one_go(own_root: Path) -> None:
    changed(
        own_root, ("          - nie możesz oddychać\n", ""), (" pod numer {clinic.phone}", ""), ("Nie pal.", "a, b")
    )
    changed(own_root, ('version: "1.0"', 'version: "2"'), language="en-GB")
    assert sorted(problem.message for problem in found(own_root)) == [
        "en-GB.yaml has 1 thing not to do here, this text 2",
        "en-GB.yaml has 3 signs here, this text 2",
        "en-GB.yaml says '{clinic.phone}' here, this text does not",
        "the source text is at version 2; this translates version 1.0",
    ]


def test_a_regions_own_text_that_is_no_translation_may_differ(own_root: Path) -> None:
    """en-US says some things in its own way."""
    english = own_root / "handouts" / "cough" / "en-GB.yaml"
    text = english.read_text("utf-8").replace("          - you cannot breathe\n", "")
    english.with_name("en-US.yaml").write_text(text, "utf-8")
    assert found(own_root) == []


def test_a_text_in_another_language_says_what_it_was_translated_from(own_root: Path) -> None:
    """Without that it would be compared with nothing, and could be approved though nobody reviewed it."""
    changed(own_root, ('translation: {of_version: "1.0", by: a translator}\n', ""))
    (problem,) = found(own_root)
    assert problem.message == "this does not say what it was translated from"
    assert problem.hint == "is it a translation of en-GB.yaml? Then add 'translation: {of_version: …, by: …}'"
    assert problem.severity is Severity.ERROR
    with pytest.raises(HandpressError, match="this does not say what it was translated from"):
        make_plate(Job(own_root, "cough", "quay", Edition("pl")))


def test_a_translation_that_lacks_a_sign_is_not_printed(own_root: Path) -> None:
    changed(own_root, ("          - nie możesz oddychać\n", ""))
    with pytest.raises(HandpressError, match="en-GB.yaml has 3 signs here, this text 2"):
        make_plate(Job(own_root, "cough", "quay", Edition("pl")))


def test_a_stale_translation_is_printed_as_one(own_root: Path) -> None:
    """What it lacks may be what its source text has grown; the band says so."""
    changed(own_root, ("          - nie możesz oddychać\n", ""))
    changed(own_root, ('version: "1.0"', 'version: "2"'), language="en-GB")
    assert make_plate(Job(own_root, "cough", "quay", Edition("pl"))).plate.pages


# Lists for staff

ROUNDS = dedent("""\
    title: Rounds
    version: "1.0"
    issued: 2026-11-22
    review_by: 2099-11-22
    sections:
      - title: Before
        tasks:
          - Wash your hands.
          - text: Look at the wound.
            if: there is one
            note: Both sides.
            tasks:
              - Take off the dressing.
              - Ring {clinic.phone} if it bleeds.
      - title: After
        tasks: [Wash them again., Sign.]
    """)

OBCHOD = dedent("""\
    title: Obchód
    version: "1.0"
    issued: 2026-11-22
    review_by: 2099-11-22
    translation: {of_version: "1.0", by: a translator}
    sections:
      - title: Przedtem
        tasks:
          - Umyj ręce.
          - text: Obejrzyj ranę.
            if: jakaś jest
            note: Z obu stron.
            tasks:
              - Zdejmij opatrunek.
              - Zadzwoń {clinic.phone}, jeśli krwawi.
      - title: Potem
        tasks: [Umyj je znowu., Podpisz.]
    """)


@pytest.fixture
def staff_root(own_root: Path) -> Path:
    """The root with lists for staff in place of the handouts."""
    cough = own_root / "handouts" / "cough"
    topic = (cough / "topic.yaml").read_text(encoding="utf-8").partition("options:")[0]
    (cough / "topic.yaml").write_text(f"kind: checklist\n{topic}", encoding="utf-8")
    (cough / "en-GB.yaml").write_text(ROUNDS, encoding="utf-8")
    (cough / "pl.yaml").write_text(OBCHOD, encoding="utf-8")
    return own_root


def test_a_list_for_staff_with_the_same_tasks_is_right(staff_root: Path) -> None:
    assert found(staff_root) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "at"),
    [
        (", Podpisz.", "", "has 2 tasks here, this text 1", "Potem"),
        ("      - Umyj ręce.\n", "", "has 2 tasks here, this text 1", "Przedtem"),
        ("          - Zdejmij opatrunek.\n", "", "has 2 tasks under it, this text 1", "Obejrzyj ranę."),
        ("        if: jakaś jest\n", "", "has 1 'if' here, this text 0", "Obejrzyj ranę."),
        ("        note: Z obu stron.\n", "", "has 1 note here, this text 0", "Obejrzyj ranę."),
        ("  - title: Potem\n    tasks: [Umyj je znowu., Podpisz.]\n", "", "has 2 sections here, this text 1", "Obchód"),
    ],
    ids=["a task", "a first task", "a part of a task", "for whom", "what to mind", "a section"],
)
def test_what_is_missing_in_a_list_for_staff_is_an_error(
    old: str, new: str, message: str, at: str, staff_root: Path
) -> None:
    file = changed(staff_root, (old, new))
    problem, *others = found(staff_root)
    assert (problem.severity, problem.message) == (Severity.ERROR, f"en-GB.yaml {message}")
    assert placed(problem) == place_of(file, at)
    assert others == []


def test_a_placeholder_that_a_task_lost_is_an_error_at_it(staff_root: Path) -> None:
    file = changed(staff_root, ("Zadzwoń {clinic.phone}", "Zadzwoń"))
    (lost,) = found(staff_root)
    assert lost.message == "en-GB.yaml says '{clinic.phone}' here, this text does not"
    assert placed(lost) == place_of(file, "Zadzwoń")


def test_a_list_for_staff_that_lacks_a_task_is_not_printed(staff_root: Path) -> None:
    changed(staff_root, (", Podpisz.", ""))
    with pytest.raises(HandpressError, match="en-GB.yaml has 2 tasks here, this text 1"):
        make_plate(Job(staff_root, "cough", "quay", Edition("pl", kind="checklist")))


# Numbers


def warnings_of(root: Path) -> list[str]:
    """What the rules of plain language find in all texts."""
    audited = audit(Library(root), date(2026, 11, 22))
    assert not audited.problems
    return [problem.message for problem in clarity.check(list(audited.texts)) if "[numbers]" in problem.message]


@pytest.mark.parametrize(
    ("english", "polish", "differ"),
    [
        ("Rest for 10 days.", "Odpoczywaj 10 dni.", ""),
        ("Rest for 10 days.", "Odpoczywaj 15 dni.", "10 only in en-GB.yaml and 15 only here"),
        ("Rest for 10 days.", "Odpoczywaj.", "10 only in en-GB.yaml"),
        ("Rest.", "Odpoczywaj 10 dni.", "10 only here"),
        ("Take 2 of 2.5 ml.", "Weź 2 po 2,5 ml.", ""),
        ("Take 2 of 2 ml.", "Weź 2 po 4 ml.", "2 only in en-GB.yaml and 4 only here"),
    ],
)
def test_numbers_of_a_translation_are_those_of_its_source_text(
    english: str, polish: str, differ: str, own_root: Path
) -> None:
    changed(own_root, ("A cough clears the throat.", english), language="en-GB")
    changed(own_root, ("Kaszel oczyszcza gardło.", json.dumps(polish)))
    message = f"numbers of this section differ from those of en-GB.yaml: {differ} [numbers]"
    assert warnings_of(own_root) == ([message] if differ else [])


def test_numbers_of_the_key_message_are_compared_too(own_root: Path) -> None:
    changed(own_root, ("Ring us on", "In 2 days, ring us on"), language="en-GB")
    changed(own_root, ("Zadzwoń do nas pod", "Za 20 dni zadzwoń do nas pod"))
    message = "numbers of this key message differ from those of en-GB.yaml: 2 only in en-GB.yaml and 20 only here"
    assert warnings_of(own_root) == [f"{message} [numbers]"]


def test_numbers_that_differ_can_be_allowed_with_a_reason(own_root: Path) -> None:
    changed(own_root, ("Kaszel oczyszcza gardło.", "Odpoczywaj 15 dni."))
    head = "review_by: 2099-11-22\n"
    changed(own_root, (head, f"{head}allow: [{{rule: numbers, at: Co to, why: so}}]\n"))
    assert warnings_of(own_root) == []
    changed(own_root, ("Odpoczywaj 15 dni.", "Odpoczywaj."))
    audited = audit(Library(own_root), date(2026, 11, 22))
    idle = [problem.message for problem in clarity.check(list(audited.texts)) if "numbers" in problem.message]
    assert idle == ["nothing is found for this: 'numbers' at 'Co to'"]


# What the commands say


def run(*arguments: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["handpress", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def languages_of(root: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> list[list[str]]:
    """The rows of `list languages`."""
    status, out, _ = run("list", "languages", "--root", str(root), capsys=capsys, monkeypatch=patch)
    assert status == 0
    return [re.split(r"\s{2,}", line) for line in out.splitlines()]


def test_the_list_of_languages_says_what_nobody_has_reviewed(
    own_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    english, polish = languages_of(own_root, capsys, monkeypatch)
    assert english == ["en-GB", "English (United Kingdom)", "1 topic"]
    assert polish == ["pl", "Polish", "1 topic", "unreviewed: cough"]
    changed(own_root, ("by: a translator", "by: a translator, reviewed_by: Dr Nowak"))
    assert languages_of(own_root, capsys, monkeypatch)[1] == ["pl", "Polish", "1 topic", "reviewed: cough"]


def test_the_list_of_languages_says_what_is_stale_even_where_it_was_reviewed(
    own_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(own_root, ("by: a translator", "by: a translator, reviewed_by: Dr Nowak"))
    changed(own_root, ('version: "1.0"', 'version: "1.1"'), language="en-GB")
    assert languages_of(own_root, capsys, monkeypatch)[1] == ["pl", "Polish", "1 topic", "stale: cough"]
    changed(own_root, (", reviewed_by: Dr Nowak", ""))
    assert languages_of(own_root, capsys, monkeypatch)[1] == ["pl", "Polish", "1 topic", "unreviewed and stale: cough"]


def test_the_list_of_languages_says_which_topics_are_missing_in_each(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {row[0]: row[1:] for row in languages_of(ROOT, capsys, monkeypatch)}
    assert len(rows) >= 19
    library = Library(ROOT)
    for language, row in rows.items():
        written = sum(language in library.languages(name) for name in library.topics())
        missing = len(library.topics()) - written
        said = f"{written} topic{'' if written == 1 else 's'}"
        assert row[1] == (f"{said}, {missing} missing" if missing else said), language
    loaded = library.handout("neutropenia", "pl", Problems())
    source = library.handout("neutropenia", "en-GB", Problems())
    assert loaded is not None
    missing = f"1 topic, {len(library.topics()) - 1} missing"
    assert rows["pl"] == ["Polish", missing, f"{state(loaded, source)}: neutropenia"]


@pytest.mark.parametrize("name", ["polski", "Polish", "POLSKI", "pl"])
def test_a_handout_is_printed_in_a_language_that_is_asked_for_by_its_name(
    name: str, own_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["handout", "cough", "--clinic", "quay", "--language", name, "--root", str(own_root)]
    status, out, err = run(*asked, capsys=capsys, monkeypatch=monkeypatch)
    assert (status, out.strip()) == (0, "cough-quay-pl.pdf"), err
    reader = PdfReader(out.strip())
    assert reader.root_object["/Lang"] == "pl"
    assert "Kaszel" in reader.pages[0].extract_text()


def test_a_shipped_handout_is_printed_in_polish_by_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["handout", "neutropenia", "-c", "riverside", "--language", "polski", "--root", str(ROOT)]
    status, out, err = run(*asked, capsys=capsys, monkeypatch=monkeypatch)
    assert (status, out.strip()) == (0, "neutropenia-riverside-pl.pdf"), err
    assert PdfReader(out.strip()).root_object["/Lang"] == "pl"


def test_a_language_that_is_asked_for_by_its_name_is_no_substitute(own_root: Path) -> None:
    problems = Problems()
    assert Library(own_root).choose_language("cough", "polski", problems) == "pl"
    assert problems == []


@pytest.mark.parametrize(("name", "tag"), [("हिन्दी", "hi"), ("বাংলা", "bn"), ("தமிழ்", "ta"), ("Tiếng Việt", "vi")])
def test_a_name_may_have_signs_and_spaces(
    name: str, tag: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["handout", "neutropenia", "-c", "riverside", "--language", name, "--root", str(ROOT)]
    assert run(*asked, capsys=capsys, monkeypatch=monkeypatch)[0] == 0


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("pl", "pl"), ("pl-PL", "pl"), ("polski", "pl"), ("Polish", "pl"), ("en", "en-GB"), ("en-AU", "en-GB"),
        ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("Chinese", "zh-Hans"), ("中文", "zh-Hans"), ("fa-AF", "fa"),
        ("العربية", "ar"), ("pt-BR", "pt"), ("zh-TW", None), ("zh-Hant", None), ("zh-HK", None), ("sw", None),
        ("German", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_is_chosen_by_its_tag_its_script_or_its_name(asked: str, chosen: str | None) -> None:
    problems = Problems()
    assert Library(ROOT).choose_language("neutropenia", asked, problems) == chosen
    assert bool(problems.errors) == (chosen is None)
    if asked == chosen:
        assert problems == []


@pytest.mark.parametrize("asked", ["pa-PK", "pa-Arab", "pl-Cyrl"])
def test_a_parent_in_another_script_is_no_substitute(asked: str) -> None:
    assert Library(ROOT).choose_language("neutropenia", asked, Problems()) is None


def test_a_text_in_a_language_that_cldr_does_not_know_breaks_no_command(
    own_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """'prs' is Dari."""
    file = own_root / "handouts" / "cough" / "prs.yaml"
    file.write_text(POLISH, encoding="utf-8")
    assert [row[0] for row in languages_of(own_root, capsys, monkeypatch)] == ["en-GB", "pl", "prs"]
    assert Library(own_root).choose_language("cough", "fr", Problems()) is None
