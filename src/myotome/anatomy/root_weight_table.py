"""Make the table of root weights: the evidence on each muscle, merged by the rule.

Run as `python -m myotome.anatomy.root_weight_table` after a change of `muscles.csv`, `muscle_root_evidence.csv` or
`merge_rule.toml`. A part tested alone, of which no source speaks, has the weights of its whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.anatomy.root_weight_merge import RootEvidence, RootShare, merge, merge_rule, root_evidence
from myotome.anatomy.tables import ROOT_WEIGHTS, Muscle, muscles

__all__ = ["main", "root_weight_rows"]

_JUDGEMENT = "judgement"
_MERGED = "merged by the rule of merge_rule.toml from all sources named"
_JUDGED = "judged; no used source names this root"


def root_weight_rows() -> list[dict[str, str]]:
    """Rows of the table as the evidence gives them now, muscles in the order of their table."""
    return [row for muscle in muscles().values() for row in _rows(muscle)]


def _rows(muscle: Muscle) -> Iterator[dict[str, str]]:
    used = [row for row in root_evidence() if row.used]
    own = [row for row in used if row.muscle == muscle.id]
    whole = "" if own else muscle.part_of or ""
    rows = own or [row for row in used if row.muscle == whole]
    for share in merge(rows, merge_rule()):
        yield _row(muscle.id, whole, share, [row for row in rows if row.root == share.root])


def _row(muscle: str, whole: str, share: RootShare, rows: Sequence[RootEvidence]) -> dict[str, str]:
    """One row, with the sources that name the root in the order of the evidence; the first one stands for it."""
    keys = tuple(dict.fromkeys(row.source for row in rows))
    read = [key for key in keys if key != _JUDGEMENT]
    part = f"as {whole}, of which it is a part; " if whole else ""
    return {
        "muscle": muscle,
        "root": share.root,
        "weight": f"{share.weight:.4f}",
        "spread": f"{share.spread:.4f}",
        "n_sources": str(len(read)),
        "sources": "|".join(keys),
        "unit": "share",
        "source": read[0] if read else _JUDGEMENT,
        "seen": "fitted" if read else _JUDGEMENT,
        "note": part + (_MERGED if read else _JUDGED),
    }


def main() -> None:
    """Write the table anew."""
    ROOT_WEIGHTS.write(root_weight_rows())


if __name__ == "__main__":
    main()
