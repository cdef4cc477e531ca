"""Pages of the anatomy."""

import io

import pytest
from rich.console import Console

from myotome.anatomy import area, disc, muscle, nerve, root
from myotome.report.terminal.supply import print_supply


def page(supply, width=80):
    out = io.StringIO()
    print_supply(supply, Console(file=out, width=width, highlight=False))
    return out.getvalue()


@pytest.mark.parametrize(
    ("supply", "told"),
    [
        (muscle("tibialis_anterior"), ("tibialis anterior", "Roots", "L4", "deep peroneal", "Paths")),
        (root("L5"), ("L5 root", "exits at disc L5-S1", "traverses disc L4-L5", "extensor hallucis longus")),
        (nerve("ulnar"), ("ulnar nerve", "roots: ", "Skin areas", "little finger")),
        (disc("C5-C6"), ("disc C5-C6", "exiting root: C6", "cord segments")),
        (area("great_toe"), ("great toe", "Roots", "L5", "Nerves")),
        (area("dermatome:L5"), ("L5 dermatome", "Roots")),
    ],
)
def test_page_tells_what_was_looked_up(supply, told):
    text = page(supply)
    assert all(part in text for part in told)
    assert all(len(line) <= 80 for line in text.splitlines())


def test_a_whole_share_is_all_of_it():
    assert "100%" in page(nerve("ulnar"))
