"""Compiled: likelihoods of one group of states with a run of later ones, from a table of pairs."""

from __future__ import annotations

from numba import njit

__all__ = ["BLOCK", "FAST", "fill_piece"]

#: Groups at a time: what they need stays in the cache.
BLOCK = 128
#: What the compiler may do with sums and products, beyond what makes vectors of them nothing.
FAST = {"reassoc", "contract", "nsz", "nnan"}


@njit(cache=True, fastmath=FAST)
def fill_piece(row, own, start, half, pattern, added, least, left):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Likelihood of a group with each of those from `start` on, none of which comes before it."""
    stop = start + row.shape[0]
    nerves, scale, partners, patterns = added[pattern[own]], half[own], half[start:stop], pattern[start:stop]
    for place in range(row.shape[0]):
        row[place] = scale * partners[place] * nerves[patterns[place]]
    number = 0
    while number + 4 <= left.shape[0]:
        a, b, c, d = number, number + 1, number + 2, number + 3
        of_a, of_b, of_c, of_d = left[a, start:stop], left[b, start:stop], left[c, start:stop], left[d, start:stop]
        own_a, own_b, own_c, own_d = left[a, own], left[b, own], left[c, own], left[d, own]
        for place in range(row.shape[0]):
            e, f = 1.0 - own_a * of_a[place], 1.0 - own_b * of_b[place]
            g, h = 1.0 - own_c * of_c[place], 1.0 - own_d * of_d[place]
            one = (e if e > least else least) * (f if f > least else least)
            row[place] *= one * ((g if g > least else least) * (h if h > least else least))
        number += 4
    while number < left.shape[0]:
        of_a, own_a = left[number, start:stop], left[number, own]
        for place in range(row.shape[0]):
            row[place] *= max(least, 1.0 - own_a * of_a[place])
        number += 1
