"""Plain language: faulty and risky texts, each caught by the rule that should; good ones that raise nothing."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from PIL import Image

from handpress import clarity, cli
from handpress.clarity.allow import judge
from handpress.clarity.pemat import Grade
from handpress.clarity.plain import plain_words
from handpress.clarity.rules import COMPARING, RULES
from handpress.library import Library, Loaded
from handpress.problems import Problem, Problems, Severity
from tests.conftest import ROOT
from tests.helpers import small_root

KEY = "Ring us if you cough blood."
CARD = "- {role: urgent, title: Ring us straight away if, body: [signs: [you cough blood]]}"
EMERGENCY = "- {role: emergency, title: 'Call {clinic.emergency} now if', body: [signs: [you cannot breathe]]}"

Judged = Callable[..., Loaded]


@pytest.fixture
def text(tmp_path: Path) -> Judged:
    """Writes a text of one topic and loads it: `body` in a section of a role, or all `sections`."""
    root = small_root(tmp_path / "root")
    Image.new("RGB", (8, 8), "white").save(root / "handouts" / "cough" / "spacer.png")

    def write(body: str = "- Rest.", role: str = "home_care", **parts: str) -> Loaded:
        head = f"title: Cough\nversion: '1'\nissued: 2026-11-22\nreview_by: 2099-11-22\n{parts.get('allow', '')}"
        title = parts.get("title", "What helps?")
        section = f"- role: {role}\n  title: {title}\n  body:\n{indent(dedent(body), '    ')}\n"
        sections = dedent(parts.get("sections", f"{section}{CARD}"))
        key = parts.get("key", KEY)
        language = parts.get("language", "en-GB")
        file = root / "handouts" / "cough" / f"{language}.yaml"
        content = f"{head}key_message: {json.dumps(key)}\nsections:\n{indent(sections, '  ')}\n"
        file.write_text(content, encoding="utf-8")
        problems = Problems()
        loaded = Library(root).handout("cough", language, problems)
        assert loaded is not None, [p.show() for p in problems]
        return loaded

    return write


def rules_of(loaded: Loaded) -> list[str]:
    """The names of the rules that found something, once each."""
    return sorted({found.rule for found in judge(loaded).remaining})


LONG = "If you take it and then you feel sick or hot or sad at any time of day or at night you can ring us."
POLYSYLLABIC = (
    "- Inappropriate physiotherapeutic recommendations unnecessarily complicate rehabilitation considerably, "
    "particularly following extraordinarily debilitating operations."
)
HARD = "\n".join(
    [f"- {LONG[:80]} because everything considered individually complicates recuperation enormously." for _ in range(3)]
)

BODIES: list[tuple[str, str, str, str]] = [
    # rule, role, faulty, fine
    ("long-sentence", "home_care", f"- {LONG}", "- Ring us if you feel sick. You may ring at night too."),
    ("long-sentence", "home_care", f"- list: ['{LONG}']", "- list: [a fever of 38.5 °C or more, a cough]"),
    ("two-actions", "home_care", "- do: ['Sit up, and ring us.']", "- do: [Sit up straight.]"),
    ("two-actions", "home_care", "- do: ['Clean the cut, then cover it.']", "- do: ['If it bleeds, then press it.']"),
    ("two-actions", "home_care", "- do: [Wash your feet and dry them.]", "- do: [Wash and peel fresh fruit.]"),
    ("two-actions", "food", "- do: [Boil milk and then cool it.]", "- do: [Ask when you may sit and use your arm.]"),
    ("two-actions", "activity", "- do: [Take your inhaler and rinse your mouth.]", "- do: [Get up and walk a little.]"),
    ("two-actions", "home_care", "- do: [Rest. Drink water. Ring us.]", "- do: [Press on it. It may sting.]"),
    ("two-actions", "home_care", "- do: [Phone us. Contact your doctor.]", "- do: [Use ice. Rest helps. See page 2.]"),
    ("two-actions", "home_care", "- do: ['If it bleeds, press on it. Sit down.']",
     "- do: ['Press on it. If it bleeds on, press again.']"),
    ("two-actions", "home_care", "- do: [Take it with food. Do not crush it.]", "- do: [Your cut may itch. Wash it.]"),
    ("two-actions", "home_care", "- do: [Clean the cut and put on a plaster.]", "- do: [Wash and dry your hands.]"),
    ("two-actions", "home_care", "- do: [Rest and ring us.]", "- do: ['Gently wash, rinse and dry your feet.']"),
    ("two-actions", "home_care", "- do: [Wash and dry your feet and put on socks.]", "- do: [Sit up and take it.]"),
    ("abbreviation", "medicines", "- Take one tablet BID.", "- Take one tablet twice a day."),
    ("abbreviation", "medicines", "- Take it PO.", "- Ask at the post office (PO)."),
    ("abbreviation", "medicines", "- Take it PRN.", "- Take it when you need it."),
    ("abbreviation", "medicines", "- Take one tablet TDS.", "- We bid you well."),
    ("abbreviation", "food", "- Eat soft food, e.g. soup.", "- Eat soft food, such as soup."),
    ("abbreviation", "food", "- Soup, bread, etc.", "- Eat soup or bread. Do not fetch it."),
    ("abbreviation", "food", "- Nothing but water, i.e. no milk.", "- Do not drink milk."),
    ("abbreviation", "tests", "- NPO after midnight.", "- Do not eat or drink after midnight."),
    ("abbreviation", "about", "- We wrote down your Hx.", "- We asked about your health."),
    ("abbreviation", "medicines", "- Take one tablet bid po.", "- Take part in a bid."),
    ("abbreviation", "medicines", "- Take one tablet qid.", "- We give you a bid of 5 pounds."),
    ("abbreviation", "medicines", "- Take 1 tablet od.", "- Have you a letter for Dr OD Smith?"),
    ("abbreviation", "medicines", "- list: [od]", "- Pills can be taken in an OD, which is too much."),
    ("abbreviation", "medicines", "- Take 5 ml b.d. for a week.", "- Come at 9 a.m. to Dr B.D. Smith."),
    ("abbreviation", "medicines", "- Take 5 ml B.D. for a week.", "- Give it to the nurse, or to Dr B.P. Smith."),
    ("abbreviation", "medicines", "- Take 5 ml q.d.s. with food.", "- Ask a doctor in the U.S. or the U.K. now."),
    ("abbreviation", "medicines", "- Take one tablet q6h.", "- Take one tablet every 6 hours."),
    ("abbreviation", "medicines", "- Take one tablet q 4-6 hours.", "- This is answered under Q6."),
    ("abbreviation", "medicines", "- We give it IV.", "- It goes through a vein (IV). Then the IV comes out."),
    ("abbreviation", "medicines", "- Tell us (if you have a UTI).", "- It is a cancer of stage IV."),
    ("abbreviation", "medicines", "- We give it SC.", "- We have a clinic in Columbia, SC 29201."),
    ("abbreviation", "medicines", "- Take one tablet BID/TID.", "- See example.org/temp/etc for more."),
    ("abbreviation", "medicines", "- Wait for 5mins.", "- You can give it to the clinic at SE1 7HS."),
    ("abbreviation", "medicines", "- Take it po.", "- Take the form to PO Box 5."),
    ("jargon", "medicines", "- Rest prior to your visit.", "- Rest before your visit."),
    ("jargon", "home_care", "- Utilising a spacer helps.", "- Using a spacer helps."),
    ("jargon", "home_care", "- Discontinue the cream.", "- Stop (discontinue) the cream."),
    ("medical-term", "about", "- You have hypertension.", "- You have high blood pressure (hypertension)."),
    ("medical-term", "medicines", "- Take an analgesic.", "- Take an analgesic (painkiller)."),
    ("medical-term", "about", "- Your oedema may grow.", "- Oedema is a swelling. Your oedema may grow."),
    ("medical-term", "medicines", "- Administer it at night.", "- Give it at night."),
    ("medical-term", "about", "- Your hypertension is bad.", "- Your hypertension (high blood pressure) is bad."),
    ("medical-term", "about", "- Your hypertension is bad. Hypertension hurts.",
     "- Hypertension is high blood pressure. Hypertension hurts."),
    ("medical-term", "about", "- Hypertension is a common problem.", "- Hypertension is when blood presses too hard."),
    ("medical-term", "about", "- Your hypertension is the reason.", "- An analgesic is a medicine that eases pain."),
    ("medical-term", "about", "- Your hypertension means rest.", "- Hypertension means that blood presses hard."),
    ("medical-term", "about", "- 'For your hypertension: rest.'", "- 'Vertigo: when the room turns.'"),
    ("medical-term", "about", "- This helps (for hypertension).", "- You are sick (nausea or vomiting)."),
    ("medical-term", "about", "- Hypertension (see page 2) hurts.", "- The name for it is the word hypertension."),
    ("capitals", "home_care", "- NEVER smoke.", "- Never smoke. You have COPD or COVID-19."),
    ("capitals", "about", "- list: [a swab, DANGER]", "- list: [a special scan of bones (ABCD)]"),
    ("passive", "food", "- do: [Alcohol should be avoided.]", "- do: [Stay away from alcohol.]"),
    ("passive", "food", "- dont: [Do not forget that pills must be taken.]", "- The pills should be taken with water."),
    ("passive", "home_care", "- do: [Rest is recommended.]", "- do: [Rest when you are tired.]"),
    ("passive", "medicines", "- Tablets must not be crushed.", "- The tablets are made with care."),
    ("passive", "medicines", "- list: [The pills mustn’t be chewed.]", "- list: [pills that should be taken at night]"),
    ("passive", "medicines", "- steps: [The pill should be chewed.]", "- steps: [Chew the pill.]"),
    ("passive", "medicines", "- Pills are for you. They must not be shared.", "- You must be seen by a nurse."),
    ("passive", "medicines", "- Alcohol is not allowed.", "- Soft food is best."),
    ("passive", "home_care", "- do: [The cut needs to be dressed.]", "- do: [Ask us if you need to be seen.]"),
    ("passive", "home_care", "- do: [It has to be washed.]", "- do: [Ask us when the cut has to be dressed.]"),
    ("bare-number", "medicines", "- Take 500 twice a day.", "- Take 500 mg twice a day."),
    ("bare-number", "food", "- Keep the fridge below 5.", "- Keep the fridge below 5 °C."),
    ("bare-number", "medicines", "- Take no more than 8.", "- Take no more than 8 tablets a day."),
    ("bare-number", "medicines", "- Use 2 at bedtime.", "- Do not give aspirin to a child under 16."),
    ("bare-number", "medicines", "- Take 2 every 4 hours.", "- Take 2 tablets every 4 hours."),
    ("bare-number", "home_care", "- Take 2 every 4 hours.", "- Take a walk in 2028, or take bus 5."),
    ("bare-number", "medicines", "- Do not take more than 8 in 24 hours.", "- Take it for 10 days."),
    ("bare-number", "medicines", "- Take 2 3 times a day.", "- Take it 3 times a day."),
    ("bare-number", "medicines", "- Take 2 now or at night.", "- It helps more than 1 in 5."),
    ("bare-number", "medicines", "- Take 2000 daily.", "- Take it until 2028."),
    ("bare-number", "medicines", "- Do not take over 65 daily.", "- Do not take it if you are over 65."),
    ("bare-number", "home_care", "- Your temperature is above 38.", "- A temperature above 38 °C is high."),
    ("bare-number", "home_care", "- A fever of 38.5 or more is high.", "- A fever of 38 to 39 °C for over 38 hours."),
    ("sum", "medicines", "- Take twice the dose at night.", "- Do not take twice the dose."),
    ("sum", "medicines", "- Give 10 mg per kg.", "- Give what the label says."),
    ("sum", "food", "- Add up what you drink.", "- Write down what you drink."),
    ("sum", "medicines", "- Divide the dose.", "- Cells divide."),
    ("sum", "medicines", "- Give 10mg/kg.", "- Weigh 70 kg."),
    ("sum", "medicines", "- Give 5 ml for every kilogram you weigh.", "- A kilogram is 2.2 pounds."),
    ("sum", "medicines", "- Give 2 ml per 10 kg.", "- Lose 1 pound per week."),
    ("sum", "medicines", "- Halve the dose.", "- Do not take a double dose."),
    ("sum", "medicines", "- 'If you are sick, double the dose.'", "- 'If you miss a dose, do not double the dose.'"),
    ("sum", "medicines", "- If it is not better take half a dose.", "- You must not take half the usual dose."),
    ("sum", "medicines", "- Take a double dose at night.", "- A double dose can harm you."),
    ("emergency-number", "home_care", "- Ring 999 or 112.", "- 'Ring {clinic.emergency}, or ask NHS 111.'"),
    ("emergency-number", "home_care", "- Dial 9-1-1.", "- 'Ring 020 7946 0999, 0800 111 999 or 1-800-999-1234.'"),
    ("emergency-number", "home_care", "- 'Ring [us](tel:999).'", "- 'See example.org/999 and 111.example.org.'"),
    ("emergency-number", "home_care", "- 999/112 is the number.", "- It was 112/70. Take 112 micrograms, at 112 °F."),
    ("do-form", "food", "- dont: [Smoking is bad.]", "- dont: [Do not smoke.]"),
    ("do-form", "food", "- do: [Do not smoke.]", "- do: [Stop smoking.]"),
    ("do-form", "food", "- dont: [Never smoke.]", "- dont: [{text: Do not go near, list: [smoke, dust]}]"),
    ("too-many-items", "about", f"- list: [{', '.join('abcdefghijklm')}]", f"- list: [{', '.join('abcdefghijkl')}]"),
    ("too-many-items", "about", f"- steps: [{', '.join('abcdefghij')}]", f"- steps: [{', '.join('abcdefghi')}]"),
    ("too-many-items", "about", f"- list: [{{text: x, list: [{', '.join('abcdefghijklm')}]}}]", "- list: [a]"),
    ("heading", "about", "- note: {title: Information, body: [Rest.]}", "- note: {title: Coughs at night, body: [a]}"),
    ("alt-text", "about", "- picture: {file: spacer.png, alt: spacer.png}",
     "- picture: {file: spacer.png, alt: A spacer held to the mouth}"),
    ("alt-text", "about", "- picture: {file: spacer.png, alt: A spacer}",
     "- picture: {file: spacer.png, alt: A child breathes in}"),
    ("alt-text", "about", "- picture: {file: spacer.png, alt: spacer}",
     "- picture: {file: spacer.png, alt: One inhaler and its spacer}"),
    ("reading-grade", "about", f"{POLYSYLLABIC}\n{HARD}", POLYSYLLABIC.split(",")[0]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "role", "faulty", "fine"), BODIES, ids=[f"{b[0]}: {b[2][:40]}" for b in BODIES])
def test_a_rule_finds_its_fault_and_leaves_the_better_text_alone(
    rule: str, role: str, faulty: str, fine: str, text: Judged
) -> None:
    assert rule in rules_of(text(faulty, role))
    assert rule not in rules_of(text(fine, role))


@pytest.mark.parametrize(
    "body", ["your temperature is above 38", "your child’s temperature is over 100.4", "a fever of 38"]
)
def test_a_care_card_says_of_a_temperature_in_which_scale(body: str, text: Judged) -> None:
    card = CARD.replace("you cough blood", body)
    assert rules_of(text(sections=card)) == ["bare-number"]
    assert rules_of(text(sections=card.replace(f"{body}]", f"{body} °C, you need to be seen, you are over 65]"))) == []


@pytest.mark.parametrize("language", ["es", "zh-Hans", "fa"])
@pytest.mark.parametrize("number", ["911", "٩٩٩"])
def test_an_emergency_number_is_the_clinics_in_every_language(language: str, number: str, text: Judged) -> None:
    assert rules_of(text(f"- 拨打{number}。", language=language)) == ["emergency-number"]
    title = EMERGENCY.replace("{clinic.emergency}", number)
    assert rules_of(text(sections=title, language=language)) == ["emergency-number"]
    assert rules_of(text(sections=EMERGENCY, language=language)) == []


@pytest.mark.parametrize("title", ["Other", "Information", "Miscellaneous", "Notes", "More information"])
def test_a_heading_that_says_nothing_is_found(title: str, text: Judged) -> None:
    assert rules_of(text(title=title)) == ["heading"]
    assert rules_of(text(title=f"{title} on coughs")) == []


def test_a_heading_that_comes_twice_is_found(text: Judged) -> None:
    once = "- {role: food, title: What helps?, body: [Soup.]}"
    assert rules_of(text(sections=f"{once}\n{CARD}\n{once}")) == ["heading"]


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("{clinic.phone}", ["summary"]),
        ("One two three four five. " * 7, ["summary"]),
        ("One two three four five. " * 6, []),
        (KEY, []),
    ],
)
def test_the_key_message_is_there_and_short(key: str, found: list[str], text: Judged) -> None:
    assert rules_of(text(key=key)) == found


FOLLOW_UP = "- {role: follow_up, title: What comes next?, body: [We write to you.]}"
PHONED = FOLLOW_UP.replace("[We write to you.]", '["Ring us on {clinic.phone}."]')
ROUTINE = FOLLOW_UP.replace("[We write to you.]", "[signs: [you still cough]]")


@pytest.mark.parametrize(
    ("sections", "found"),
    [
        (f"{EMERGENCY}\n{FOLLOW_UP}", ["contact"]),
        (f"{EMERGENCY}\n{PHONED}", []),
        (f"{EMERGENCY}\n{ROUTINE}", []),
        (f"{CARD}\n{FOLLOW_UP}", []),
        (EMERGENCY, []),
        (f"{CARD}\n{CARD.replace('straight away', 'at once')}", ["care-cards"]),
        (f"{CARD}\n{EMERGENCY}\n{ROUTINE}", []),
        (f"{CARD}\n{FOLLOW_UP}\n{CARD.replace('straight away', 'at once')}", []),
    ],
)
def test_contacts_and_care_cards(sections: str, found: list[str], text: Judged) -> None:
    assert rules_of(text(sections=sections)) == found


def test_a_text_without_any_care_card_is_an_error_already(text: Judged) -> None:
    with pytest.raises(AssertionError, match="role: urgent"):
        text(sections=FOLLOW_UP)


def test_smog_is_for_thirty_sentences_or_more(text: Judged) -> None:
    hard = "- Individual investigations necessitate hospitalisation."
    assert "smog" in rules_of(text("\n".join([hard] * 30)))
    assert "smog" not in rules_of(text("\n".join([hard] * 5)))
    assert "smog" not in rules_of(text("\n".join(["- Rest when you feel ill."] * 30)))


def test_a_finding_stands_where_its_words_stand(text: Judged) -> None:
    loaded = text("- Rest well.\n- >-\n  Rest well,\n  prior to your visit.")
    (problem,) = clarity.check([loaded])
    assert problem.severity is Severity.WARNING
    assert problem.file == loaded.file
    assert problem.excerpt[problem.column - 1 :][: problem.width] == "prior to"
    assert problem.message == "'prior to' is a hard word [jargon]"
    assert "write 'before'" in problem.hint


GOOD = """\
- "Take {clinic.emergency} as the number to call. A cough mostly goes in 3 weeks."
- "For some days you may have:"
- list: [a sore throat, a runny nose, tiredness]
- steps: [Sit up straight., Breathe in slowly., Hold your breath for 10 seconds.]
- do:
    - {text: Drink plenty., when: daily}
    - Take paracetamol as the pack says.
    - Rest as long as you need to.
- dont: [Do not smoke., "Do not take more than 4 doses in 24 hours."]
- table: {caption: Your medicines, columns: [Medicine, When], rows: [[Cough syrup, 5 ml at night]]}
- log: {title: Your temperature, columns: [Date, Temperature], rows: 7}
- write_in: {label: Your next visit, lines: 1}
- note: {title: Did you know?, body: ["4 out of 5 coughs go in 2 to 3 weeks, on 1 May or by 8:30."]}
"""


@pytest.mark.parametrize("role", ["home_care", "medicines", "food"])
def test_a_good_text_raises_nothing(role: str, text: Judged) -> None:
    assert clarity.check([text(GOOD, role)]) == []


@pytest.mark.parametrize("language", ["es", "pl", "zh-Hans"])
def test_only_rules_without_words_hold_for_other_languages(language: str, text: Judged) -> None:
    body = f"- BID prior to NEVER.\n- dont: [Nada.]\n- {LONG}"
    assert rules_of(text(body, title="Notes", language=language)) == []
    picture = "- picture: {file: spacer.png, alt: spacer.png}"
    long = f"- list: [{', '.join('abcdefghijklm')}]"
    found = rules_of(text(f"{picture}\n{long}", language=language))
    assert found == ["alt-text", "too-many-items"]


# Allowances


@pytest.mark.parametrize(
    ("allow", "remaining", "idle"),
    [
        ("{rule: jargon, why: the clinic says so}", [], []),
        ("{rule: jargon, why: the clinic says so, at: Rest prior}", [], []),
        ("{rule: jargon, why: so, at: Sit}", ["jargon"], ["nothing is found for this: 'jargon' at 'Sit'"]),
        ("{rule: jargn, why: so}", ["jargon"], ["there is no rule 'jargn' to allow"]),
        ("{rule: capitals, why: so}", ["jargon"], ["nothing is found for this: 'capitals'"]),
    ],
)
def test_a_text_switches_a_finding_off_with_a_reason(
    allow: str, remaining: list[str], idle: list[str], text: Judged
) -> None:
    loaded = text("- Rest prior to your visit.", allow=f"allow:\n  - {allow}\n")
    assert rules_of(loaded) == remaining
    problems = [p for p in clarity.check([loaded]) if "[" not in p.message]
    assert [p.message for p in problems] == idle
    assert all(p.severity is Severity.WARNING and p.line == 6 for p in problems)


def test_an_allowance_without_a_reason_is_an_error(text: Judged) -> None:
    with pytest.raises(AssertionError, match="'why' is missing"):
        text(allow="allow: [{rule: jargon}]\n")


# The report


def answers(report: clarity.Report) -> dict[int, str]:
    return {each.item.number: str(each.mark) for each in (*report.understanding, *report.action)}


def test_a_report_answers_the_24_questions_of_print(text: Judged) -> None:
    report = clarity.report(text(GOOD))
    found = answers(report)
    assert list(found) == [*range(1, 13), *range(15, 27)]
    assert {n for n, mark in found.items() if mark == "a person must judge"} == {1, 2, 10, 15, 25, 26}
    assert {n for n, mark in found.items() if mark == "not applicable"} == {16, 18, 24}
    assert "disagree" not in found.values()
    assert "  understandability: 100 % (11 of 11 judged; 4 for a person)" in list(report.lines())


@pytest.mark.parametrize(
    ("number", "body", "title"),
    [
        (3, "- Rest prior to it.", "What helps?"),
        (4, "- You have hypertension.", "What helps?"),
        (5, "- do: [Rest is recommended.]", "What helps?"),
        (6, "- Take 500 twice a day.", "What helps?"),
        (7, "- Give 10 mg per kg.", "What helps?"),
        (8, f"- {'You rest well. ' * 40}", "What helps?"),
        (9, "- Rest.", "Other"),
        (17, "- picture: {file: spacer.png, alt: A spacer held to the mouth}", "What helps?"),
        (19, "- table: {columns: [a, b, c, d, e], rows: [[a, b, c, d, e]]}", "What helps?"),
        (21, "- The patient should rest.", "What helps?"),
        (22, "- do: ['Sit up, and ring us.']", "What helps?"),
        (23, "- Rest.", "What helps?"),
    ],
)
def test_a_report_disagrees_where_something_was_found(number: int, body: str, title: str, text: Judged) -> None:
    assert answers(clarity.report(text(body, "medicines", title=title)))[number] == "disagree"


def test_what_needs_english_is_left_to_a_person(text: Judged) -> None:
    found = answers(clarity.report(text(GOOD, language="es")))
    assert {found[n] for n in (3, 4, 5, 6, 7, 9, 21, 22)} == {"a person must judge"}
    assert found[20] == "agree"


def test_a_report_counts_what_was_allowed(text: Judged) -> None:
    report = clarity.report(text("- Rest prior to it.", allow="allow: [{rule: jargon, why: so}]\n"))
    assert answers(report)[3] == "agree"
    assert list(report.lines())[-1] == "  allowed, with a reason in the text: 1"
    assert report.as_json()["allowed"] == 1


# The command


def run(*arguments: str, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `check`, run in this process."""
    patch.setattr(sys, "argv", ["handpress", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_check_shows_warnings_and_passes(
    text: Judged, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = text("- Rest prior to your visit.").file.parents[2]
    status, out, err = run("--root", str(root), capsys=capsys, patch=monkeypatch)
    assert (status, out) == (0, "")
    assert "'prior to' is a hard word [jargon]" in err
    assert err.endswith("1 topic, 1 clinic: 0 errors, 1 warning\n")
    assert run(str(root / "layouts"), "--root", str(root), capsys=capsys, patch=monkeypatch)[2].endswith("0 warnings\n")


def test_without_textstat_all_other_rules_run(
    text: Judged, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textstat", None)
    monkeypatch.delitem(sys.modules, "handpress.clarity.grades", raising=False)
    loaded = text(f"{POLYSYLLABIC}\n{HARD}\n- Rest prior to it.", allow="allow: [{rule: smog, why: so}]\n")
    _, _, err = run("--root", str(loaded.file.parents[2]), capsys=capsys, patch=monkeypatch)
    assert err.count("textstat is not installed") == 1
    assert "[jargon]" in err
    assert "reading-grade" not in err
    assert "nothing is found" not in err


def test_without_textstat_nobody_says_that_words_are_everyday_ones(
    text: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textstat", None)
    monkeypatch.delitem(sys.modules, "handpress.clarity.grades", raising=False)
    for body, mark in (("- Rest.", Grade.PERSON), ("- Rest prior to it.", Grade.DISAGREE)):
        answers = {answer.item.number: answer.mark for answer in clarity.report(text(body)).understanding}
        assert answers[3] == mark
    assert not clarity.grades_at_hand()


def test_check_prints_reports(
    text: Judged, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(text(GOOD).file.parents[2])
    status, out, _ = run("--report", "--root", root, capsys=capsys, patch=monkeypatch)
    assert status == 0
    assert out.startswith("cough (en-GB): Cough\n")
    status, out, _ = run("--report", "cough", "--json", "--root", root, capsys=capsys, patch=monkeypatch)
    (report,) = json.loads(out)
    assert (status, report["topic"], report["actionability"]["percent"]) == (0, "cough", 100)
    status, out, err = run("--report", "cuogh", "--root", root, capsys=capsys, patch=monkeypatch)
    assert (status, out) == (1, "")
    assert "did you mean 'cough'?" in err


@pytest.mark.parametrize("arguments", [["--json"], ["--report", "--pdf"]])
def test_options_that_do_not_go_together_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*arguments, "--root", str(ROOT), capsys=capsys, patch=monkeypatch)[0] == 2


def test_a_checklist_for_staff_has_no_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run("--report", "discharge", "--root", str(ROOT), capsys=capsys, patch=monkeypatch)
    assert (status, out) == (0, "")
    assert "a checklist for staff" in err


# The lists


def test_the_lists_hold_together() -> None:
    lists = plain_words()
    assert len(lists.everyday) + len(lists.medical) >= 100
    assert not lists.everyday.keys() & lists.medical.keys()
    for term, plain in {**lists.everyday, **lists.medical}.items():
        assert term == term.lower(), term
        assert plain not in lists.everyday, f"'{plain}', for '{term}', is a hard word itself"


def test_every_rule_has_a_case_of_its_own() -> None:
    elsewhere = {"summary", "contact", "care-cards", "smog", "starter", "numbers"}
    assert {body[0] for body in BODIES} | elsewhere == {*RULES, *COMPARING}


def test_what_a_new_topic_is_begun_with_is_no_text_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be printed, but nobody can approve it before each of its sentences is the author's own."""
    root = small_root(tmp_path)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["handpress", *arguments, "--root", str(root)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)

    assert run("new", "topic", "nosebleed") == 0
    loaded = Library(root).handout("nosebleed", "en-GB", Problems())
    assert loaded is not None
    found = [each for each in judge(loaded).remaining if each.rule == "starter"]
    assert {"a sign of danger", "Do not do this.", "The page's title"} <= {each.words for each in found}
    assert run("handout", "nosebleed", "-c", "quay", "-o", str(tmp_path / "n.pdf")) == 0
    file = root / "handouts" / "nosebleed" / "en-GB.yaml"
    assert run("approve", "nosebleed", "en-GB", "--by", "Dr A. Quorthwick") == 1
    assert "approval:\n" not in file.read_text("utf-8")
    text = file.read_text("utf-8")
    for each in found:
        text = text.replace(each.words, f"Our own words {found.index(each)}.")
    text = re.sub(r"What it is, in two.*", "A nosebleed.", text)
    file.write_text(text, "utf-8")
    topic = file.with_name("topic.yaml")
    topic.write_text(topic.read_text("utf-8").replace("The page's title", "Nosebleed"), "utf-8")
    assert run("approve", "nosebleed", "en-GB", "--by", "Dr A. Quorthwick") == 0
    assert "approval:\n" in file.read_text("utf-8")


def test_shipped_texts_keep_the_rules_that_are_about_safety() -> None:
    """Other findings are for the authors; these would be faults of the leaflets, or false alarms."""
    library, problems = Library(ROOT), list[Problem]()
    loaded: list[Any] = [library.handout(n, t, Problems()) for n in library.topics() for t in library.languages(n)]
    problems = clarity.check([each for each in loaded if each])
    safety: tuple[str, ...] = ("abbreviation", "contact", "emergency-number", "bare-number", "sum", "alt-text")
    safety += ("care-cards", "do-form", "summary")
    assert [p.show() for p in problems if p.message.endswith(tuple(f"[{rule}]" for rule in safety))] == []
