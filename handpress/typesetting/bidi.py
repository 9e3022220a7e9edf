"""Directions: the Unicode bidirectional algorithm (UAX #9), whose rules are named as they are there.

No maintained library that installs everywhere gives the level of each character: python-bidi gives only the reordered
text, the others bring a PDF writer, or have no wheels. So it is written out, and held against Unicode's own tests.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import groupby
from unicodedata import bidirectional, normalize

MAX_DEPTH = 125
_BRACKETS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b\u2329\u232a"
    "\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775\u27c5\u27c6\u27e6\u27e7"
    "\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988\u2989\u298a\u298b\u298c"
    "\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd"
    "\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009"
    "\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a"
    "\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
_CLOSING = dict(zip((normalize("NFC", c) for c in _BRACKETS[::2]), _BRACKETS[1::2], strict=True))
_CLOSERS = {normalize("NFC", c) for c in _BRACKETS[1::2]}

_EMBEDDINGS = {"LRE": ("", 0), "RLE": ("", 1), "LRO": ("L", 0), "RLO": ("R", 1)}
_INITIATORS = ("LRI", "RLI", "FSI")
_REMOVED = {"LRE", "RLE", "LRO", "RLO", "PDF", "BN"}
_NEUTRAL = {"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"}
_RIGHT = {"R": "R", "AL": "R", "EN": "R", "AN": "R", "L": "L"}
"""What a type counts as beside a neutral one or inside brackets (N0, N1): numbers count as R."""
_STEPS = ({"R": 1, "AN": 2, "EN": 2}, {"L": 1, "EN": 1, "AN": 1})
"""How far above an even and above an odd level a type stands in the end (I1, I2)."""
_NOT_PLAIN = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def base_level(text: str) -> int:
    """The level of a paragraph that says nothing of its direction: that of its first strong character (P2, P3)."""
    return _first_strong([bidirectional(c) for c in text], 0, len(text))


def is_plain(text: str) -> bool:
    """Whether nothing in `text` runs from right to left."""
    return text.isascii() or _NOT_PLAIN.isdisjoint(map(bidirectional, text))


@lru_cache(maxsize=4096)
def levels(text: str, base: int) -> tuple[int, ...]:
    """The embedding level of each character of a paragraph of level `base`; odd levels run from right to left.

    Characters that only steer the algorithm (X9) get the level of what they stand in.
    """
    paragraph = _Paragraph(text, base)
    found = list(paragraph.levels)
    for at in _sequences(paragraph):
        sequence = _Sequence(at, paragraph)
        _weak(sequence)
        _brackets(sequence)
        _neutral(sequence)
        for n, kind in zip(at, sequence.types, strict=True):
            found[n] = sequence.level + _STEPS[sequence.level % 2].get(kind, 0)
    _reset_ends(found, paragraph.classes, base)
    return tuple(found)


def visual_order(levels: list[int]) -> list[int]:
    """The places of characters, or of longer stretches, of one line from left to right (L2)."""
    order = list(range(len(levels)))
    lowest = min((level for level in levels if level % 2), default=0)
    for level in range(max(levels, default=0), lowest - 1, -1) if lowest else ():
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _first_strong(classes: list[str], start: int, end: int) -> int:
    depth = 0
    for kind in classes[start:end]:
        if kind in _INITIATORS:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and start:
                break
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def _isolates(classes: list[str]) -> dict[int, int]:
    """Each isolate's initiator and its PDI, both ways (BD9)."""
    partners, waiting = dict[int, int](), list[int]()
    for at, kind in enumerate(classes):
        if kind in _INITIATORS:
            waiting.append(at)
        elif kind == "PDI" and waiting:
            first = waiting.pop()
            partners[first], partners[at] = at, first
        elif kind == "B":
            waiting.clear()
    return partners


class _Stack:
    """The directional status stack and its counters (X1)."""

    def __init__(self, base: int) -> None:
        self.entries = [(base, "", False)]
        self.isolates = self.lost_isolates = self.lost_embeddings = 0

    def push(self, odd: int, override: str, isolate: bool) -> bool:
        level = self.entries[-1][0] + 1
        level += level % 2 != odd
        if level > MAX_DEPTH or self.lost_isolates or self.lost_embeddings:
            return False
        self.entries.append((level, override, isolate))
        return True

    def end_isolate(self) -> None:
        if self.lost_isolates:
            self.lost_isolates -= 1
        elif self.isolates:
            self.lost_embeddings = 0
            while not self.entries[-1][2]:
                self.entries.pop()
            self.entries.pop()
            self.isolates -= 1

    def end_embedding(self) -> None:
        if self.lost_isolates:
            return
        if self.lost_embeddings:
            self.lost_embeddings -= 1
        elif not self.entries[-1][2] and len(self.entries) > 1:
            self.entries.pop()


def _explicit(classes: list[str], base: int) -> tuple[list[int], list[str]]:
    """Levels and types after the explicit marks (X1 to X8)."""
    stack, found, types, partners = _Stack(base), list[int](), list(classes), _isolates(classes)
    for at, kind in enumerate(classes):
        if kind == "PDI":
            stack.end_isolate()
        elif kind == "PDF":
            stack.end_embedding()
        level, override, _ = stack.entries[-1]
        found.append(base if kind == "B" else level)
        if override and kind not in _REMOVED and kind != "B":
            types[at] = override
        if kind in _EMBEDDINGS:
            forced, odd = _EMBEDDINGS[kind]
            if not stack.push(odd, forced, False) and not stack.lost_isolates:
                stack.lost_embeddings += 1
        elif kind in _INITIATORS:
            odd = int(kind == "RLI")
            if kind == "FSI":
                odd = _first_strong(classes, at + 1, partners.get(at, len(classes)))
            if stack.push(odd, "", True):
                stack.isolates += 1
            else:
                stack.lost_isolates += 1
    return found, types


def _sequences(paragraph: _Paragraph) -> list[list[int]]:
    """The isolating run sequences (BD13): runs of one level, joined over the isolates between them."""
    classes, partners = paragraph.classes, paragraph.partners
    runs = [list(run) for _, run in groupby(paragraph.kept, key=paragraph.levels.__getitem__)]
    begins = {run[0]: run for run in runs}
    sequences = list[list[int]]()
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in partners:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in _INITIATORS and partners.get(sequence[-1]) in begins:
            sequence += begins[partners[sequence[-1]]]
        sequences.append(sequence)
    return sequences


class _Paragraph:
    """What is known of all of a paragraph: its characters' bidi classes, explicit levels and types."""

    def __init__(self, text: str, base: int) -> None:
        self.text, self.base = text, base
        self.classes = [bidirectional(c) or "L" for c in text]
        self.levels, self.types = _explicit(self.classes, base)
        self.kept = [n for n, kind in enumerate(self.classes) if kind not in _REMOVED]
        self.partners = _isolates(self.classes)


class _Sequence:
    """An isolating run sequence: places in the text, and their types, which the rules change."""

    def __init__(self, at: list[int], paragraph: _Paragraph) -> None:
        self.at, self.text, self.classes = at, paragraph.text, paragraph.classes
        self.types = [paragraph.types[n] for n in at]
        self.level = paragraph.levels[at[0]]
        self.own = "R" if self.level % 2 else "L"
        self.start, self.end = self._sides(paragraph)

    def _sides(self, paragraph: _Paragraph) -> tuple[str, str]:
        """What it begins and ends beside (X10)."""
        kept, levels, base = paragraph.kept, paragraph.levels, paragraph.base
        first, last = bisect_left(kept, self.at[0]), bisect_left(kept, self.at[-1])
        before = levels[kept[first - 1]] if first else base
        open_end = self.classes[self.at[-1]] in _INITIATORS and self.at[-1] not in paragraph.partners
        after = base if open_end or last + 1 == len(kept) else levels[kept[last + 1]]
        return "R" if max(self.level, before) % 2 else "L", "R" if max(self.level, after) % 2 else "L"


def _weak(sequence: _Sequence) -> None:
    """W1 to W7."""
    types = sequence.types
    before = sequence.start
    for n, kind in enumerate(types):
        if kind == "NSM":
            types[n] = "ON" if before in (*_INITIATORS, "PDI") else before
        before = types[n]
    strong = sequence.start
    for n, kind in enumerate(types):
        if kind in ("R", "L", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            types[n] = "AN"
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    for n in range(1, len(types) - 1):
        left, right = types[n - 1], types[n + 1]
        if left == right and ((types[n] == "ES" and left == "EN") or (types[n] == "CS" and left in ("EN", "AN"))):
            types[n] = left
    _terminators(types)
    strong = sequence.start
    for n, kind in enumerate(types):
        if kind in ("ES", "ET", "CS"):
            types[n] = "ON"
        elif kind in ("R", "L"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[n] = "L"


def _terminators(types: list[str]) -> None:
    """Signs such as % and ° beside a number go with it (W5)."""
    n = 0
    while n < len(types):
        if types[n] != "ET":
            n += 1
            continue
        end = n
        while end < len(types) and types[end] == "ET":
            end += 1
        if (n and types[n - 1] == "EN") or (end < len(types) and types[end] == "EN"):
            types[n:end] = ["EN"] * (end - n)
        n = end


def _brackets(sequence: _Sequence) -> None:
    """Paired brackets take one direction (N0)."""
    types, own = sequence.types, sequence.own
    other = "L" if own == "R" else "R"
    for opening, closing in _pairs(sequence):
        inside = {_RIGHT[kind] for kind in types[opening + 1 : closing] if kind in _RIGHT}
        if own in inside:
            direction = own
        elif other in inside:
            before = next((_RIGHT[k] for k in reversed(types[:opening]) if k in _RIGHT), sequence.start)
            direction = other if before == other else own
        else:
            continue
        for bracket in (opening, closing):
            types[bracket] = direction
            n = bracket + 1
            while n < len(types) and sequence.classes[sequence.at[n]] == "NSM":
                types[n] = direction
                n += 1


def _pairs(sequence: _Sequence) -> list[tuple[int, int]]:
    """The bracket pairs of a sequence (BD16)."""
    waiting, pairs = list[tuple[str, int]](), list[tuple[int, int]]()
    for n, at in enumerate(sequence.at):
        if sequence.types[n] != "ON":
            continue
        letter = normalize("NFC", sequence.text[at])
        if letter in _CLOSING:
            if len(waiting) == 63:
                return []
            waiting.append((normalize("NFC", _CLOSING[letter]), n))
        elif letter in _CLOSERS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == letter:
                    pairs.append((waiting[depth][1], n))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _neutral(sequence: _Sequence) -> None:
    """What has no direction takes that of both its sides where they agree, else the sequence's own (N1, N2)."""
    types, n = sequence.types, 0
    while n < len(types):
        if types[n] not in _NEUTRAL:
            n += 1
            continue
        end = n
        while end < len(types) and types[end] in _NEUTRAL:
            end += 1
        left = _RIGHT[types[n - 1]] if n else sequence.start
        right = _RIGHT[types[end]] if end < len(types) else sequence.end
        types[n:end] = [left if left == right else sequence.own] * (end - n)
        n = end


def _reset_ends(found: list[int], classes: list[str], base: int) -> None:
    """Spaces at the end of the paragraph, and before a separator, stand on its own level (L1)."""
    trailing = True
    for at in range(len(classes) - 1, -1, -1):
        kind = classes[at]
        if kind in ("B", "S"):
            found[at], trailing = base, True
        elif kind in ("WS", "PDI", *_INITIATORS, *_REMOVED):
            if trailing:
                found[at] = base
        else:
            trailing = False
