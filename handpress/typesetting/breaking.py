"""Where a line may end, and which way its parts run.

For scripts with spaces: after a space, after a hyphen or dash between words, and at U+200B; not inside a phone
number, not between a number and its unit, and not at a no-break space (after UAX #14, tailored). For Chinese, Japanese
and Thai: where ICU's line breaker says, which knows the rules of UAX #14 and the words of Thai.
"""

from __future__ import annotations

import re

from icu4py.breakers import LineBreaker

from handpress.runs import Inline, Run
from handpress.typesetting.bidi import is_plain, levels

# Units as the BIPM's SI brochure writes them, and those of medicine labels.
_UNITS = "°C|°F|%|mg|mcg|µg|μg|g|kg|ml|mL|l|L|mm|cm|m|km|mmHg|mmol|kcal|kJ|IU|units?|st|lb|oz|am|pm|a\\.m\\.|p\\.m\\."
_GLUED = re.compile(
    rf"(?<![0-9A-Za-z])\d[\d.,]*[ ](?:{_UNITS})(?![0-9A-Za-z])"  # 38 °C, 500 mg, beside ideographs too
    r"|\+?\(?\d[\d()./-]*(?:[ ]\(?\d[\d()./-]*)+"  # 020 7946 0123, 1 (212) 555-0123
    r"|\(\d{3}\)[ ]\d[\d-]*"
)
_BREAK = re.compile(
    r"[ \n\u200b]+"
    r"|(?<=\w\w)[-\u2010](?=[^\W\d]\w)"  # well-known, but not X-ray, 8-10 or B-12
    r"|(?<!\d)[\u2013\u2014](?=\w)|[\u2013\u2014](?=[^\W\d])"
    r"|(?<=[^\W\d]{3})/(?=[^\W\d]{3})"
)
_GROUP = r"(?:(?:[.,/:\u2013-]|[ \u00a0\u202f]\(?|\)[ -]?)\d+)"  # of 020 7946 0123, 1-800-222-1222, 38.5, 5–7
_UNIT = rf"[ \u00a0\u202f]?(?:{_UNITS})(?:/[A-Za-z]+)?(?![0-9A-Za-z])"  # 38 °C, 5 mg/kg
_NUMBERS = rf"[+(]*\d+(?:{_GROUP}*{_UNIT}|{_GROUP}+\)?)"
_ADDRESS = (
    r"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+[A-Za-z]"
    r"|(?:https?://)?(?=[0-9.-]*[A-Za-z])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[A-Za-z0-9._~%/#?=&+-]*[A-Za-z0-9/])?"
)
# These are compiled when a text first asks for them, and kept by `re`: most texts never do.
_ONE_WAY = rf"{_ADDRESS}|{_NUMBERS}"
"""What runs from left to right as a whole, whatever stands round it. A bare number goes with its neighbours."""

_HAN = "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WESTERN = "[0-9A-Za-z\u00c0-\u024f]"
_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]"
)
_URL_JOINT = re.compile(r"(?<=[/.?&=_@-])(?=[^\s/.?&=_@-])")
_SPACE_JOINT = re.compile(r"(?<= )(?=\S)")


def opportunities(text: str) -> tuple[int, ...]:
    """The offsets in `text` before which a line may begin, rising, the end not among them."""
    glued = [(m.start(), m.end()) for m in _GLUED.finditer(text)]
    ends = [m.end() for m in _BREAK.finditer(text)]
    if not text.isascii() and re.search(_UNSPACED, text):
        ends = sorted({*ends, *_unspaced_breaks(text)})
    return tuple(e for e in ends if 0 < e < len(text) and not any(a < e < b for a, b in glued))


def _unspaced_breaks(text: str) -> list[int]:
    """Where a line may end beside a letter of a script that is written without spaces."""
    ends, at = list[int](), 0
    for segment in LineBreaker(text, "und"):
        at += len(segment)
        if re.match(_UNSPACED, text[at - 1]) or re.match(_UNSPACED, text[at : at + 1]):
            ends.append(at)
    return ends


def directions(text: str, runs: tuple[Inline, ...], leftward: bool) -> tuple[int, ...]:
    """The level of each character of the common text of `runs` (UAX #9); nothing where all are 0.

    Phone numbers, doses, web addresses and what the clinic supplies are isolated: they take their direction from
    themselves alone, and what stands round them takes none from them.
    """
    if not leftward and is_plain(text):
        return ()
    isolates, at, rest = list[tuple[int, int]](), 0, list(text)
    for run in runs:
        length = len(run.text) if isinstance(run, Run) else 1
        if isinstance(run, Run) and run.supplied and length:
            isolates.append((at, at + length))
            rest[at : at + length] = "\ufffc" * length
        at += length
    # What the clinic supplies ends where it ends: a number after it is another one.
    isolates += [found.span() for found in re.finditer(_ONE_WAY, "".join(rest))]
    starts, ends = {start for start, _ in isolates}, {end for _, end in isolates}
    steered, kept = list[str](), list[int]()
    for n, letter in enumerate(text):
        steered += ["\u2068"] * (n in starts)
        kept.append(len(steered))
        steered += [letter, *(["\u2069"] * (n + 1 in ends))]
    found = levels("".join(steered), int(leftward))
    return tuple(found[n] for n in kept)


def meet_with_air(text: str, at: int) -> bool:
    """Whether a Han letter and a Latin one, or a digit, meet at an offset: practice leaves some air between them."""
    if text.isascii() or not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return any(re.match(_HAN, one) and re.match(_WESTERN, other) for one, other in ((left, right), (right, left)))


def joints(word: str) -> tuple[int, ...]:
    """Where an over-long word is best cut: at the joints of a web address or the spaces of a number kept together."""
    joint = _SPACE_JOINT if " " in word else _URL_JOINT
    return tuple(m.start() for m in joint.finditer(word) if m.start() > 0)
