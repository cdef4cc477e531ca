"""An entry of BibTeX says what the citation says, and no more."""

from __future__ import annotations

import re

import pytest

from myotome.answer.bibtex import entry, entry_of
from myotome.ledger import Source, sources


def fields_of(source: Source) -> dict[str, str]:
    return dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry_of(source), flags=re.MULTILINE))


@pytest.mark.parametrize("key", sorted(sources()))
def test_nothing_is_invented(key: str) -> None:
    """Every field but the authors, whose initials are set apart, stands in the ledger letter by letter."""
    source, fields = sources()[key], fields_of(sources()[key])
    for name in ("title", "journal", "volume", "number", "pages"):
        assert fields.get(name, "").replace("\\", "").replace("--", "-") in source.text
    assert fields.get("doi") == source.doi
    assert fields.get("url") == source.url
    assert int(fields["year"]) == source.year if source.year else True
    families = [name.split(",")[0] for name in fields.get("author", "").split(" and ")]
    assert all(family in (source.authors or "") for family in families if family != "others")


def test_an_article_has_its_journal_and_its_year() -> None:
    articles = [key for key in sources() if entry_of(sources()[key]).startswith("@article")]
    assert len(articles) > 200
    assert all({"journal", "year"} <= fields_of(sources()[key]).keys() for key in articles)


def test_authors_are_written_as_bibtex_reads_them() -> None:
    assert fields_of(sources()["postacchini2002"])["author"] == "Postacchini, F. and Giannicola, G. and Cinotti, G."
    assert fields_of(sources()["hodges2006"])["author"] == "Hodges, P. and others"


def test_what_bibtex_would_read_as_its_own_is_escaped() -> None:
    assert entry("misc", "key", {"title": "5 % {of} A & B_1", "doi": "10.1/a_b"}).splitlines()[1:3] == [
        r"  title = {5 \% (of) A \& B\_1},",
        "  doi = {10.1/a_b},",
    ]
