"""Every number has a source: all tables, all rows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from myotome.ledger import seen_shares, sources
from myotome.tables import SEEN, data_path
from myotome.tables.files import rows_as_written

DATA = data_path("sources.toml").parent
TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))
TOML_TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml") if path.name != "sources.toml")
README = Path(__file__).parents[1] / "README.md"


def rows(name: str) -> list[dict[str, str]]:
    return [dict(row) for row in rows_as_written(name)]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def cited(row: Mapping[str, str]) -> Iterator[str]:
    """Keys in every column that cites: `source`, `sources`, `evidence` and what ends in `_source`; joined by pipes."""
    for column, text in row.items():
        if column in {"source", "sources", "evidence"} or column.endswith("_source"):
            yield from (key for key in text.split("|") if key)


def entries(
    tree: Any, inherited: Mapping[str, str] | None = None, name: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a TOML file that holds a number, with the source and reason it states or inherits."""
    told = {**(inherited or {})}
    told |= {key: tree[key] for key in ("source", "seen", "note", "reason") if isinstance(tree.get(key), str)}
    numbers = [value for value in tree.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    if numbers:
        yield name, told
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from entries(value, told, f"{name}.{key}".lstrip("."))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_source_seen_and_unit(name: str) -> None:
    table = rows(name)
    assert table
    assert {"source", "seen", "unit"} <= set(table[0])
    for number, row in enumerate(table, start=2):
        assert None not in row, f"line {number} has too many cells"
        assert None not in row.values(), f"line {number} has too few cells"
        assert row["source"], f"line {number}"
        assert row["unit"], f"line {number}"
        assert row["seen"] in SEEN, f"line {number}"


@pytest.mark.parametrize("name", TABLES)
def test_every_key_is_in_the_ledger(name: str) -> None:
    unknown = {key for row in rows(name) for key in cited(row)} - set(sources())
    assert unknown == set()


@pytest.mark.parametrize("name", TABLES)
def test_every_judgement_says_why(name: str) -> None:
    judged = [(number, row) for number, row in enumerate(rows(name), start=2) if row["source"] == "judgement"]
    assert all(row["seen"] == "judgement" for _, row in judged)
    assert [number for number, row in judged if not row.get("note")] == []


@pytest.mark.parametrize("name", TABLES)
def test_ranges_are_not_reversed(name: str) -> None:
    bounded = [(n, row) for n, row in enumerate(rows(name), start=2) if row.get("low") and row.get("high")]
    assert [number for number, row in bounded if float(row["low"]) > float(row["high"])] == []


@pytest.mark.parametrize("name", TABLES)
def test_lines_end_as_on_unix(name: str) -> None:
    assert b"\r" not in (DATA / name).read_bytes()


@pytest.mark.parametrize("name", TOML_TABLES)
def test_every_entry_of_a_toml_table_has_source_and_reason(name: str) -> None:
    found = dict(entries(read(name)))
    assert found
    for entry, told in found.items():
        assert told.get("source") in sources(), entry
        assert told.get("seen") in SEEN, entry
        assert told.get("note") or told.get("reason"), entry


def test_model_constants_lie_in_their_ranges() -> None:
    for section in (section for room in ("pathology", "explain") for section in read(f"{room}/model.toml").values()):
        for name, entry in section.items():
            assert entry["unit"], name
            assert entry["low"] <= entry["value"] <= entry["high"], name


def test_every_source_is_well_formed() -> None:
    for key, source in sources().items():
        assert re.fullmatch(r"[a-z0-9_]+", key), key
        assert source.text.strip(), key
        assert source.kind.strip(), key


def test_every_source_is_used() -> None:
    """A key that no table, module or page of the documentation names is a citation of nothing."""
    files = [path for path in DATA.parent.rglob("*") if path.suffix in {".py", ".csv", ".toml", ".yaml", ".json"}]
    files = [path for path in files if path.name != "sources.toml"] + sorted((README.parent / "docs").rglob("*.md"))
    named = {word for path in files for word in re.findall(r"[a-z0-9_]+", path.read_text(encoding="utf-8"))}
    assert set(sources()) - named == set()


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def test_no_author_is_made_from_the_key() -> None:
    """`Atlas 2018: people with sciatica` under `atlas2018`, `Csm 67: people operated` under `csm67` cite nothing."""
    made = []
    for key, source in sources().items():
        name, end = re.match(r"(.*?)($|[:;,(]| doi| PMID| PMC)", source.text).groups()
        alone = end == ":" or (re.search(r"(19|20)\d\d[a-z]*$", key) and "not seen" not in source.text)
        if (letters(name) == letters(key) and alone) or letters(source.authors or "") == letters(key):
            made.append(key)
    assert made == []


def test_authors_stand_in_the_text() -> None:
    told = {key: source for key, source in sources().items() if source.authors}
    assert [key for key, source in told.items() if source.authors.split()[0] not in source.text] == []


def test_identifiers_are_whole() -> None:
    """An identifier with a bracket that is opened and not closed was cut off."""
    told = {key: f"{source.doi} {source.url}" for key, source in sources().items()}
    assert [key for key, text in told.items() if text.count("(") != text.count(")")] == []


def test_one_publication_has_one_key() -> None:
    """Unless all but one of the keys say that another page tells of the publication."""
    by_doi: dict[str, list[str]] = {}
    for key, source in sources().items():
        if source.doi:
            by_doi.setdefault(source.doi.lower(), []).append(key)
    retold = re.compile(
        r"\bas (told|reported|stated|given|cited|tabulated|summarised|quoted|restated|reprinted|described)\b"
    )
    first_hand = {doi: [key for key in keys if not retold.search(sources()[key].text)] for doi, keys in by_doi.items()}
    assert {doi: keys for doi, keys in first_hand.items() if len(keys) > 1} == {}


def test_shares_of_what_was_seen_add_up() -> None:
    shares = seen_shares()
    coordinates = {name for name in TABLES if "x_m" in rows(name)[0] or name.startswith("report/figures/")}
    medicine = [row["seen"] for name in TABLES if name not in coordinates for row in rows(name)]
    count = {seen: medicine.count(seen) for seen in SEEN}
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares == pytest.approx({seen: number / sum(count.values()) for seen, number in count.items()})


def test_readme_states_the_shares() -> None:
    """Lines of the README such as `| full | 12.3 % |`."""
    lines = re.findall(r"^\|\s*`?(\w+)`?\s*\|\s*([\d.]+)\s*%", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    stated = {name: float(percent) for name, percent in lines if name in SEEN}
    assert stated == pytest.approx({seen: 100 * share for seen, share in seen_shares().items()}, abs=0.6)
