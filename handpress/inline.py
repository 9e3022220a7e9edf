"""The marks inside a text: `**strong**`, `[links](https://...)`, `{placeholders}` and `{{` for a brace.

Nothing else is a mark: `<b>` prints as written, and a single `*word*` is refused, because handouts set no italics
(RNIB clear print). So are marks that lack their other half, which would be printed as stars and brackets.
markdown-it-py does the reading, with only the rules named here switched on.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handpress.runs import Marking, Placeholder, Run

LINK_SCHEMES = ("https", "http", "mailto", "tel")
LINK_PLACEHOLDER = "clinic.web"
"""The one placeholder that a link may lead to: its value is always an address, while a phone number may be words."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BRACES = re.compile(r"\{\{|\{\s*([^{}\s][^{}]*)\}|\{")
_UNCLOSED = re.compile(r"\{([A-Za-z_][\w.-]*\w)(?![^{]*\})")
_FOLDED = re.compile(r"[ \t\n]+")
# A line of YAML that goes on in the next one is joined with a space, which Chinese and Japanese do not have.
_BETWEEN_HAN = re.compile(
    "(?<=[\u3001-\u30ff\u3400-\u9fff\uff00-\uff65]) (?=[\u3001-\u30ff\u3400-\u9fff\uff00-\uff65])"
)
_LEFT_OVER = re.compile(r"\*\*|\]\(")


class InlineError(ValueError):
    """A text whose marks cannot be read; `needle` is the part of it that is at fault."""

    def __init__(self, message: str, needle: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.needle, self.hint = message, needle, hint


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # Without text_join, what an author has escaped stays apart from what only failed to be a mark.
    reader = MarkdownIt("zero").enable(["emphasis", "link", "escape"]).disable("text_join")
    # Every link is let through here, and judged in _link(), where it can be named in a Problem; markdown-it would
    # print a refused link's source on the page instead.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return reader


def parse(text: str) -> tuple[Marking, ...]:
    """The runs and placeholders of `text`. Raises InlineError."""
    folded = _BETWEEN_HAN.sub("", _FOLDED.sub(" ", text).strip(" "))
    if not any(c in text for c in "*_[]\\{"):
        return (Run(folded),)
    strong, link, runs, before = 0, "", list[Marking](), 0
    for token in _reader().parseInline(folded)[0].children or ():
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type == "em_open":
            raise _italics(text)
        elif token.type == "link_open":
            link, before = _link(token), len(runs)
        elif token.type == "link_close":
            if len(runs) == before:
                raise InlineError("a link without words", "[](", "write [words](https://…)")
            link = ""
        elif token.type == "text_special":
            runs.append(Run(token.content, bool(strong), link))
        else:
            runs.extend(_placeholders(_without_left_overs(token.content), bool(strong), link))
    return _joined(runs)


def _without_left_overs(text: str) -> str:
    """`text`, if no stars and brackets are left in it that were meant as marks and would be printed."""
    found = _LEFT_OVER.search(text)
    if found is None:
        return text
    needle = text[found.start() : found.start() + 12]
    if found[0] == "**":
        hint = "write **words**, the stars touching the words, or '\\*' for a star"
        raise InlineError("two stars without a partner", needle, hint)
    raise InlineError("a link that is not whole", needle, "write [words](https://…), without spaces in the address")


def _italics(text: str) -> InlineError:
    found = re.search(r"(?<![*_])([*_])(?![*_\s]).+?\1", text)
    return InlineError("handouts set no italics", found[0] if found else "", "use **two stars** for strong words")


def _link(token: Token) -> str:
    url = str(token.attrGet("href") or "")
    if "{" in url or "}" in url:
        return _supplied(url)
    scheme = _SCHEME.match(url)
    if scheme is None or scheme[1].lower() not in LINK_SCHEMES:
        raise InlineError(
            f"a link cannot go to '{url}'", url, f"links begin with {', '.join(s + ':' for s in LINK_SCHEMES)}"
        )
    return url


def _supplied(url: str) -> str:
    """The target of a link that has a brace in it, if the clinic supplies it whole."""
    whole = _BRACES.fullmatch(url)
    if whole and whole[1] and whole[1].strip() == LINK_PLACEHOLDER:
        return f"{{{LINK_PLACEHOLDER}}}"
    hint = "in an address, write '%7B' for '{' and '%7D' for '}'"
    if any(found[1] for found in _BRACES.finditer(url)):
        hint = f"a link may lead to '{{{LINK_PLACEHOLDER}}}' and to no other placeholder; write those in the text"
    raise InlineError(f"a link cannot go to '{url}'", url, hint)


def _placeholders(text: str, strong: bool, link: str) -> list[Marking]:
    runs, start = list[Marking](), 0
    for found in _BRACES.finditer(text):
        runs.append(Run(text[start : found.start()], strong, link))
        start = found.end()
        if found[0] == "{":
            raise _half_brace(text[found.start() :])
        runs.append(Placeholder(found[1].strip(), strong, link) if found[1] else Run("{", strong, link))
    runs.append(Run(text[start:], strong, link))
    return runs


def _half_brace(text: str) -> InlineError:
    """The error for a '{' with which `text` begins, and which is no placeholder's."""
    named = _UNCLOSED.match(text)
    hint = f"close the '{{' with '}}': {{{named[1]}}}; write" if named else "write {name} for a placeholder,"
    return InlineError("a brace without a name and its other half", text[:12], f"{hint} '{{{{' for a brace")


def _joined(runs: list[Marking]) -> tuple[Marking, ...]:
    """The runs without empty ones, neighbours of one kind as one."""
    joined = list[Marking]()
    for run in runs:
        last = joined[-1] if joined else None
        if isinstance(run, Run) and not run.text:
            continue
        if isinstance(run, Run) and isinstance(last, Run) and (run.strong, run.link) == (last.strong, last.link):
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
