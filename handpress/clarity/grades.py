"""The readability formulas, by textstat: the one module that imports it.

textstat is an extra (`handpress[lint]`): a ward that only prints has no use for it. So nothing imports this module by
name; `reading` loads it and goes without where textstat is not installed.
"""

from __future__ import annotations

import textstat


def flesch_kincaid(text: str) -> float:
    """The school grade of a text, by the length of its sentences and of its words."""
    return float(textstat.flesch_kincaid_grade(text))


def smog(text: str) -> float | None:
    """The school grade of a text, by its words of three syllables or more; None under the 30 sentences it is made for.

    textstat takes fewer, for a figure that means little. Sentences of one or two words do not count as such with it.
    """
    return float(textstat.smog_index(text)) if textstat.sentence_count(text) >= 30 else None
