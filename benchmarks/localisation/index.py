"""The index of the published patients, written anew from their files, and how many there are of each class.

``python benchmarks/localisation/index.py`` writes ``index.csv`` beside it and prints the table for ``README.md``. The
family of a source, by which a cross-validation splits, is kept where the index has one and else read from the source.
"""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
COLUMNS = ("id", "kind", "source_family", "class", "doubtful", "examination_findings", "findings")
EXAMINED = frozenset({"strength", "sensation", "reflex", "sign", "emg", "ncs"})


def family(source: str) -> str:
    """The journal of a source, as the family it is split by.

    >>> family("Pan Afr Med J 2020;37:7, doi 10.11604/pamj.2020.37.7.25226")
    'journal: Pan Afr Med J'
    """
    match = re.match(r"PMC\d+|[^\d,;]+", source)
    return "journal: " + (match.group().strip() if match else source)


def row(case: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    """The line of the index for one case."""
    findings = case["findings"]
    examined = sum(finding["type"] in EXAMINED for finding in findings)
    doubtful = "yes" if case.get("doubtful") else "no"
    source = known.get(case["id"]) or family(case["source"])
    values = (case["id"], case["kind"], source, case["truth"]["class"], doubtful, str(examined), str(len(findings)))
    return dict(zip(COLUMNS, values, strict=True))


def known_families() -> dict[str, str]:
    """The families that the index holds already."""
    with (HERE / "index.csv").open(newline="", encoding="utf-8") as file:
        return {line["id"]: line["source_family"] for line in csv.DictReader(file)}


def counts(rows: list[dict[str, str]]) -> str:
    """The table of classes, with those that are thin or doubtful."""
    of_class = Counter(line["class"] for line in rows)
    full = sum(int(line["examination_findings"]) >= 4 for line in rows)
    doubtful = sum(line["doubtful"] == "yes" for line in rows)
    lines = [f"| {name} | {number} |" for name, number in of_class.most_common()]
    lines += [f"| **all** | **{len(rows)}** |", f"| four or more examination findings | {full} |"]
    lines += [f"| doubtful | {doubtful} |"]
    return "\n".join(["| class | n |", "|---|---|", *lines])


def main() -> None:
    """Write the index and print the counts."""
    known = known_families()
    files = sorted((HERE / "cases").glob("*.yaml"))
    rows = [row(yaml.safe_load(path.read_text(encoding="utf-8")), known) for path in files]
    with (HERE / "index.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    print(counts(rows))


if __name__ == "__main__":
    main()
