"""Marks inside a text: strong words, links, placeholders; everything else is printed as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handpress.inline import InlineError, parse
from handpress.runs import Blank, Placeholder, Run, fill, placeholders, plain
from tests.helpers import property_of


def error_of(text: str) -> InlineError:
    with pytest.raises(InlineError) as caught:
        parse(text)
    return caught.value


def test_two_stars_make_words_strong() -> None:
    assert parse("Ring **now**, not later") == (Run("Ring "), Run("now", strong=True), Run(", not later"))


def test_two_low_lines_make_words_strong() -> None:
    assert parse("__now__") == (Run("now", strong=True),)


def test_a_link_keeps_its_words_and_its_target() -> None:
    assert parse("[the NHS](https://www.nhs.uk/a_b)") == (Run("the NHS", link="https://www.nhs.uk/a_b"),)


def test_a_link_inside_strong_words_is_both() -> None:
    assert parse("**Ring [us](tel:999) now**") == (
        Run("Ring ", strong=True),
        Run("us", strong=True, link="tel:999"),
        Run(" now", strong=True),
    )


def test_strong_words_inside_a_link_are_both() -> None:
    assert parse("[**us**](mailto:a@example.org)") == (Run("us", strong=True, link="mailto:a@example.org"),)


@pytest.mark.parametrize("url", ["https://a.org", "http://a.org", "mailto:a@b.org", "tel:999", "HTTPS://a.org"])
def test_a_link_may_lead_to_the_web_to_mail_and_to_a_telephone(url: str) -> None:
    assert parse(f"[a]({url})") == (Run("a", link=url),)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc/passwd", "www.nhs.uk", "/a", "#a", ""],
)
def test_a_link_may_lead_nowhere_else(url: str) -> None:
    error = error_of(f"[a]({url})")
    assert error.message == f"a link cannot go to '{url}'"
    assert error.needle == url
    assert error.hint == "links begin with https:, http:, mailto:, tel:"


@pytest.mark.parametrize(("text", "needle"), [("a *b* c", "*b*"), ("_b_ c", "_b_"), ("*b **c** d*", "*b *")])
def test_italics_are_refused_by_name_as_rnib_clear_print_asks(text: str, needle: str) -> None:
    error = error_of(text)
    assert error.message == "handouts set no italics"
    assert error.needle == needle
    assert error.hint == "use **two stars** for strong words"


@pytest.mark.parametrize("text", ["***a***", "**a *b***"])
def test_italics_inside_strong_words_are_refused(text: str) -> None:
    assert error_of(text).message == "handouts set no italics"


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>", "a < b & c > d", "&amp; &lt; &#38;", "`code`", "# heading", "- point", "1. one", "> quote",
        "2 * 3 * 4", "snake_case_word", "*", "[a]", "[a][b]", "a } b", "https://www.nhs.uk", "<para>",
        "~~struck~~", "| a | b |", "---",
    ],
)  # fmt: skip
def test_what_is_no_mark_is_printed_as_written(text: str) -> None:
    assert parse(text) == (Run(text),)


@pytest.mark.parametrize(
    ("text", "needle"),
    [("a **b", "**b"), ("a ** b", "** b"), ("[a](https://a b)", "](https://a "), ("[](https://a.org)", "[](")],
)
def test_a_mark_that_is_not_whole_is_refused_and_not_printed(text: str, needle: str) -> None:
    assert error_of(text).needle == needle


def test_an_exclamation_mark_before_a_link_makes_no_picture() -> None:
    assert parse("![a](https://a.org)") == (Run("!"), Run("a", link="https://a.org"))


def test_a_backslash_takes_a_marks_meaning_away() -> None:
    assert parse(r"\*a\* and \[b\]") == (Run("*a* and [b]"),)


def test_line_ends_and_doubled_spaces_become_one_space() -> None:
    assert parse("one\n  two   three") == (Run("one two three"),)
    assert parse("**one**\n  two   three") == (Run("one", strong=True), Run(" two three"))


def test_a_no_break_space_is_kept_where_the_author_wrote_one() -> None:
    assert parse("Dr\u00a0Smith") == (Run("Dr\u00a0Smith"),)


@pytest.mark.parametrize("braces", ["{clinic.name}", "{ clinic.name }"])
def test_a_placeholder_is_named_by_what_stands_in_its_braces(braces: str) -> None:
    assert parse(f"Ring {braces} now") == (Run("Ring "), Placeholder("clinic.name"), Run(" now"))


def test_a_placeholder_with_low_lines_is_not_taken_for_italics() -> None:
    assert parse("{low_temperature} to {fever_threshold}") == (
        Placeholder("low_temperature"),
        Run(" to "),
        Placeholder("fever_threshold"),
    )


def test_a_placeholder_is_strong_and_linked_like_the_words_round_it() -> None:
    assert parse("**{a}** [{b}](https://b.org)") == (
        Placeholder("a", strong=True),
        Run(" "),
        Placeholder("b", link="https://b.org"),
    )


def test_two_braces_are_a_brace() -> None:
    assert parse("a {{b} c {d}") == (Run("a {b} c "), Placeholder("d"))


@pytest.mark.parametrize(("text", "needle"), [("a {b", "{b"), ("{}", "{}"), ("{ aa", "{ aa"), ("{" * 3, "{")])
def test_a_brace_without_a_name_or_its_other_half_is_refused(text: str, needle: str) -> None:
    error = error_of(text)
    assert error.needle == needle
    assert error.hint == "write {name} for a placeholder, '{{' for a brace"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ring {clinic.emergency now", "clinic.emergency"),
        ("Ring {clinic.emergency.", "clinic.emergency"),
        ("{clinic.phone or {clinic.web}", "clinic.phone"),
        ("{low_limit)", "low_limit"),
    ],
)
def test_of_a_placeholder_that_is_not_closed_that_is_said(text: str, name: str) -> None:
    assert error_of(text).hint == f"close the '{{' with '}}': {{{name}}}; write '{{{{' for a brace"


def test_what_is_shown_of_a_brace_is_not_long() -> None:
    assert error_of("{" + "a" * 20).needle == "{aaaaaaaaaaa"


@pytest.mark.parametrize("target", ["{clinic.web}", "<{ clinic.web }>"])
def test_a_link_may_lead_to_the_clinics_own_pages(target: str) -> None:
    assert parse(f"[our pages]({target})") == (Run("our pages", link="{clinic.web}"),)


@pytest.mark.parametrize(
    "url",
    ["{clinic.web}/b", "{clinic.web}{clinic.web}", "tel:{clinic.phone}", "{clinic.phone}", "{clinic.wbe}",
     "mailto:{a}@b.org", "https://{a}", "{threshold}"],
)  # fmt: skip
def test_a_link_to_another_placeholder_or_to_a_part_of_one_is_refused(url: str) -> None:
    error = error_of(f"[a]({url})")
    assert error.message == f"a link cannot go to '{url}'"
    assert error.needle == url
    assert error.hint == "a link may lead to '{clinic.web}' and to no other placeholder; write those in the text"


@pytest.mark.parametrize("url", ["{", "{{", "}", "https://a.org/{{b", "https://a.org/{", "https://a.org/b}", "tel:{}"])
def test_a_link_to_an_address_with_a_brace_is_refused(url: str) -> None:
    error = error_of(f"[a]({url})")
    assert error.message == f"a link cannot go to '{url}'"
    assert error.needle == url
    assert error.hint == "in an address, write '%7B' for '{' and '%7D' for '}'"


def test_the_keys_that_a_text_asks_for_are_those_of_words_and_of_links_in_order() -> None:
    text = "{a} [b]({clinic.web}) [{d}]({clinic.web}) f"
    assert placeholders(parse(text)) == ["a", "clinic.web", "d", "clinic.web"]


def test_filling_puts_values_in_place_with_the_marks_kept() -> None:
    runs = parse("Ring **{phone}** at [{name}](https://a.org)")
    assert fill(runs, {"phone": "999", "name": "A&E"}) == (
        Run("Ring "),
        Run("999", strong=True, supplied=True),
        Run(" at "),
        Run("A&E", link="https://a.org", supplied=True),
    )


def test_a_value_is_never_read_for_marks() -> None:
    assert fill(parse("{a}"), {"a": "**b** {c}"}) == (Run("**b** {c}", supplied=True),)


def test_filling_leaves_a_blank_to_write_on() -> None:
    assert fill(parse("Ring {phone}."), {"phone": Blank(6.0)}) == (Run("Ring "), Blank(6.0), Run("."))


def test_filling_a_link_puts_the_value_into_its_target() -> None:
    runs = parse("[us]({clinic.web}) [{clinic.web}]({clinic.web})")
    assert fill(runs, {"clinic.web": "https://a.org"}) == (
        Run("us", link="https://a.org"),
        Run(" "),
        Run("https://a.org", link="https://a.org", supplied=True),
    )


def test_a_value_in_another_language_brings_its_language_with_it() -> None:
    values = {"name": Run("Riverside", language="en-GB")}
    assert fill(parse("**{name}** [{name}](https://a.org) a"), values) == (
        Run("Riverside", strong=True, language="en-GB", supplied=True),
        Run(" "),
        Run("Riverside", link="https://a.org", language="en-GB", supplied=True),
        Run(" a"),
    )


@pytest.mark.parametrize("text", ["发热\n寒战", "请拨打，\n  立即", "すぐに\nお電話", "（发热）\n「寒战」"])
def test_lines_of_chinese_and_japanese_are_joined_without_a_space(text: str) -> None:
    assert parse(text) == (Run(text.replace("\n", "").replace(" ", "")),)


@pytest.mark.parametrize("text", ["발열\n오한", "发热 A", "A\n发热", "ไข้\nสูง", "发热\n38 °C"])
def test_lines_of_other_scripts_are_joined_with_one(text: str) -> None:
    assert parse(text) == (Run(text.replace("\n", " ")),)


def test_a_link_to_a_blank_is_no_link() -> None:
    assert fill(parse("[us]({clinic.web})"), {"clinic.web": Blank()}) == (Run("us"),)


def test_filling_without_a_value_fails() -> None:
    with pytest.raises(KeyError):
        fill(parse("{phone}"), {})


def test_plain_words_show_a_blank_as_low_lines() -> None:
    assert plain((Run("Ring ", strong=True), Blank(), Run(" now", link="tel:9"))) == "Ring ____ now"


@property_of(100)
@given(st.text("ab *_[](){}\\<&`!:/.", max_size=30))
def test_any_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        runs = parse(text)
    except InlineError as error:
        assert error.message
        assert error.hint
    else:
        spaceless = "".join(text.split())
        for run in runs:
            if isinstance(run, Run):
                assert set(run.text.replace(" ", "")) <= set(spaceless)


@property_of(100)
@given(st.lists(st.text("abcé<>&.,?!'", min_size=1, max_size=8), min_size=1, max_size=8))
def test_words_without_marks_come_out_as_they_went_in(words: list[str]) -> None:
    assert parse("  ".join(words)) == (Run(" ".join(words)),)
