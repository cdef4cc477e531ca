"""The page of the claims in the documentation: `python -m myotome.report.claims_markdown docs/claims.md`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from myotome.claims import LiteratureNumber, ReviewedClaim, review_claims
from myotome.ledger import sources
from myotome.report.words.claims import BASIS, SAYS, SEEN, TOPICS, modelled, published

__all__ = ["claims_markdown"]

_NOT_TESTED = "no source was found that tested it"
_HEAD = """# Common claims, checked

Sentences about discs and muscles that people are told, each with what kind of source says so, what the literature says
with its numbers, what the model itself gives where it can compute it, and a verdict that follows from the two by a
rule. This page is written by `make claims`; the numbers of the model are run, not typed, and a test compares them with
a fresh run. On the command line: `myotome claims`.

## How to read it

- The **literature** `supports`, `qualifies` or `contradicts` a claim, or was `not found`. Most papers were read as
  abstracts; beside each number stands how far its source was read. The word is this project's reading of the sources
  named, and can be wrong.
- The **model** speaks for a claim where its whole interval lies within the bounds in which the claim would be true
  (they are judged, and stand in `claims/computations.csv` with a reason), against it where the whole interval lies
  outside, and cannot tell in between.
- The literature leads. Where it supports a claim and the model speaks against it, or the other way round, the claim is
  `disputed`. Where no source was found, the model's word is no evidence: the claim stays `open`, or is `doubtful` where
  the model speaks against it. A claim that the literature qualifies is `qualified`, and `doubtful` where the model
  speaks against it. A model without a person in pain says nothing about pain: what it answers is the part named.
- Agreement of a model with numbers to which it was **fitted** is no second witness; what it takes **from its tables**
  says nothing new. Beside each number of the model stands which it is.
- A published number without an interval counts as agreeing within a tenth of itself.
"""


def claims_markdown(reviewed: Sequence[ReviewedClaim]) -> str:
    """Write the page of the documentation: every claim with numbers, sources and verdict.

    Parameters
    ----------
    reviewed : sequence of ReviewedClaim
        In the order of the table.

    Returns
    -------
    str
        Markdown.
    """
    lines = [_HEAD, *_summary(reviewed)]
    for topic, title in TOPICS.items():
        chosen = [one for one in reviewed if one.claim.topic == topic]
        lines += [f"\n## {title}\n", *_overview(chosen), *(line for one in chosen for line in _entry(one))]
    return "\n".join([*lines, *_sources(reviewed)]) + "\n"


def _summary(reviewed: Sequence[ReviewedClaim]) -> list[str]:
    counts = Counter(one.verdict.conclusion for one in reviewed)
    rows = [f"| {name} | {count} |" for name, count in counts.most_common()]
    return [f"{len(reviewed)} claims:\n", "| verdict | claims |", "|---|---|", *rows]


def _overview(reviewed: Iterable[ReviewedClaim]) -> list[str]:
    """Say each verdict of a topic on one line that leads to the claim."""
    rows = []
    for one in reviewed:
        words = (one.claim.literature, one.verdict.model, one.verdict.conclusion)
        rows.append(f"| [{one.claim.claim}](#{one.claim.id}) | {' | '.join(words)} |")
    return ["| claim | literature | model | verdict |", "|---|---|---|---|", *rows, ""]


def _entry(reviewed: ReviewedClaim) -> list[str]:
    claim = reviewed.claim
    numbers = [f"  - {published(number)} ({_cited(number)}{_noted(number.note)})" for number in claim.numbers]
    answers = reviewed.answers
    values = [f"  - {modelled(one.value)}; {SAYS[one.word]}, {BASIS[one.value.basis]}" for one in answers]
    found = f" {claim.finding}" if claim.finding else ""
    note = f" *{claim.note[0].upper()}{claim.note[1:]}.*" if claim.note and claim.note != _NOT_TESTED else ""
    named = ", ".join(f"`{key}`" for key in claim.source_keys if key != "judgement")
    keys = f" Sources: {named}." if named else ""
    return [
        f"({claim.id})=\n### {claim.claim}\n",
        f"**{reviewed.verdict.conclusion[0].upper()}{reviewed.verdict.conclusion[1:]}.** {reviewed.verdict.sentence}\n",
        f"- Said by: {claim.said_by}; a claim of kind *{claim.kind}*.",
        f"- Literature, {claim.literature}{':' if found or note or keys else '.'}{found}{note}{keys}",
        *numbers,
        *(["- Model:", *values] if values else ["- Model: not asked."]),
        "",
    ]


def _cited(number: LiteratureNumber) -> str:
    return f"`{number.source}`, {SEEN[number.seen]}"


def _noted(note: str) -> str:
    return f"; {note}" if note else ""


def _sources(reviewed: Iterable[ReviewedClaim]) -> list[str]:
    keys = sorted({key for one in reviewed for key in one.claim.sources()} - {"judgement"})
    rows = [f"- `{key}`: {_plain(sources()[key].text)}" for key in keys]
    return ["\n## Sources of the literature's part\n", *rows]


def _plain(text: str) -> str:
    """Keep what Markdown would take for markup."""
    return text.replace("<", r"\<").replace("*", r"\*")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(claims_markdown(review_claims()), encoding="utf-8")
