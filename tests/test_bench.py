"""The bench's own side, for which no peer is needed: used seldom, it would break unseen as the program changes."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from bench import flat, ours


def test_our_side_makes_the_handout_that_ships() -> None:
    read = PdfReader(BytesIO(ours.load().pdf()), strict=True)
    assert len(read.pages) == 4
    assert "Sample text: not yet approved by a clinician" in read.pages[0].extract_text()


def test_peers_are_given_the_handouts_words() -> None:
    copy = ours.load()
    said = str(flat.document(copy.loaded, copy.clinic, copy.edition))
    for words in ("Sample text: not yet approved by a clinician", "020 7946 0123", "you feel sick, vomit or have"):
        assert words in said
