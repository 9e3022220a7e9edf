"""Where a line may end.

For scripts with spaces: after a space, after a hyphen or dash between words, and at U+200B; not inside a phone
number, not between a number and its unit, and not at a no-break space (after UAX #14, tailored). Scripts without
spaces will bring rules of their own to `opportunities`.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Units as the BIPM's SI brochure writes them, and those of medicine labels.
_UNITS = "°C|°F|%|mg|mcg|µg|μg|g|kg|ml|mL|l|L|mm|cm|m|km|mmHg|mmol|kcal|kJ|IU|units?|st|lb|oz|am|pm|a\\.m\\.|p\\.m\\."
_GLUED = re.compile(
    rf"(?<![\w])\d[\d.,]*[ ](?:{_UNITS})(?!\w)"  # 38 °C, 500 mg
    r"|\+?\(?\d[\d()./-]*(?:[ ]\(?\d[\d()./-]*)+"  # 020 7946 0123, 1 (212) 555-0123
    r"|\(\d{3}\)[ ]\d[\d-]*"
)
_BREAK = re.compile(
    r"[ \n\u200b]+"
    r"|(?<=\w\w)[-\u2010](?=[^\W\d]\w)"  # well-known, but not X-ray, 8-10 or B-12
    r"|(?<!\d)[\u2013\u2014](?=\w)|[\u2013\u2014](?=[^\W\d])"
    r"|(?<=[^\W\d]{3})/(?=[^\W\d]{3})"
)
_URL_JOINT = re.compile(r"(?<=[/.?&=_@-])(?=[^\s/.?&=_@-])")
_SPACE_JOINT = re.compile(r"(?<= )(?=\S)")


@lru_cache(maxsize=8192)
def opportunities(text: str) -> tuple[int, ...]:
    """The offsets in `text` before which a line may begin, rising, the end not among them."""
    glued = [(m.start(), m.end()) for m in _GLUED.finditer(text)]
    ends = (m.end() for m in _BREAK.finditer(text))
    return tuple(e for e in ends if 0 < e < len(text) and not any(a < e < b for a, b in glued))


def joints(word: str) -> tuple[int, ...]:
    """Where an over-long word is best cut: at the joints of a web address or the spaces of a number kept together."""
    joint = _SPACE_JOINT if " " in word else _URL_JOINT
    return tuple(m.start() for m in joint.finditer(word) if m.start() > 0)
