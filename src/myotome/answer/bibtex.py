"""A source as an entry of BibTeX: its citation taken apart; what the citation does not say is left out."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from myotome.ledger import Source, sources

__all__ = ["entry", "entry_of"]

_VERBATIM: Final = frozenset({"doi", "url"})
#: Journal, year, and what of volume, number and pages follows: `Spine 1983;8:131-140`.
_ISSUE: Final = re.compile(
    r"(?P<journal>[A-Z][\w'-]*(?: (?:&|[A-Z][\w'-]*))*),? (?P<year>(?:19|20)\d\d)"
    r"(?:;(?P<volume>\d[\w-]*)(?:\((?P<number>[^)]*)\))?(?::(?P<pages>[A-Za-z]?\d[\w.-]*))?)?(?=$|[,.;) ])"
)
_AUTHORS: Final = re.compile(r"[^.:;()\d]*\bet al\.? ?")
#: Where the title ends at the latest: what follows says where the source lies and how it was read.
_TAIL: Final = re.compile(r"(?:,|;)? (?:doi:|PMID |PMC\d|https?://|\(|as (?:cited|quoted|listed|summarised|restated) )")
_REMARK: Final = re.compile(r"\(([^()]+)\)\.?$|(as (?:cited|quoted|listed|summarised|restated) .+)$")
_FRONT: Final = re.compile(r"^(?:PMC\d+|(?:19|20)\d\d)[:,]? ")
_YEAR_BEHIND: Final = re.compile(r"[.,] (?:Published online )?(?:19|20)\d\d$")
_FEW_WORDS: Final = 4
_NAME: Final = re.compile(r"(?P<family>[^\W\d][\w'’ -]*) (?P<initials>[A-Z]{1,4})")


def entry_of(source: Source) -> str:
    """Write one source as BibTeX: an article where its journal and year are known.

    Parameters
    ----------
    source : Source
        Of the ledger.

    Examples
    --------
    >>> print(entry_of(sources()["postacchini2002"]))
    @article{postacchini2002,
      author = {Postacchini, F. and Giannicola, G. and Cinotti, G.},
      title = {Recovery of motor deficits after microdiscectomy for lumbar disc herniation},
      journal = {J Bone Joint Surg Br},
      year = {2002},
      volume = {84-B},
      pages = {1040--1045},
      doi = {10.1302/0301-620X.84B7.0841040},
    }
    """
    after_authors = _without_authors(source)
    issue = _issue(after_authors, source)
    published = {name: text for name, text in issue.groupdict().items() if text} if issue else {}
    title = _title(after_authors[: issue.start()].rstrip(" .,") if issue else after_authors)
    fields = {
        "author": _authors(source.authors or ""),
        "title": title,
        "journal": published.get("journal", ""),
        "year": published.get("year") or str(source.year or ""),
        "volume": published.get("volume", ""),
        "number": published.get("number", ""),
        "pages": published.get("pages", "").replace("-", "--"),
        "doi": source.doi or "",
        "url": source.url or "",
        "note": _note(source),
    }
    return entry("article" if issue else "misc", source.key, {name: text for name, text in fields.items() if text})


def entry(kind: str, key: str, fields: dict[str, str]) -> str:
    """Write one entry; what BibTeX would read as its own is escaped."""
    lines = [f"  {name} = {{{text if name in _VERBATIM else _escaped(text)}}}," for name, text in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _escaped(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", text.replace("{", "(").replace("}", ")"))


def _without_authors(source: Source) -> str:
    """Citation after its authors."""
    if not source.authors:
        return source.text
    if source.text.startswith(source.authors):
        return source.text[len(source.authors) :].lstrip("., ")
    named = _AUTHORS.match(source.text)
    return source.text[named.end() :].lstrip(", ") if named else source.text


def _issue(text: str, source: Source) -> re.Match[str] | None:
    """Last place of a citation where a journal stands with its year; what may be a name or a title is none."""
    starts = [0, *(hit.end() for hit in re.finditer(r"[.?,] ", text))]
    issues = [issue for start in starts if (issue := _ISSUE.match(text, start)) and _is_journal(issue, source)]
    return issues[-1] if issues else None


def _is_journal(issue: re.Match[str], source: Source) -> bool:
    """Whether it has a volume, or is known by one, or nothing else can stand there."""
    untitled = issue.start() == 0 and source.text.endswith("title not seen)")
    return bool(issue["volume"]) or issue["journal"] in _journals() or untitled


@cache
def _journals() -> frozenset[str]:
    """Every journal that a citation of the ledger gives with a volume, after a full stop or at its beginning."""
    texts = [text for source in sources().values() for text in re.split(r"[.?] ", _without_authors(source))]
    issues = [issue for text in texts if (issue := _ISSUE.match(text)) and issue["volume"]]
    return frozenset(issue["journal"] for issue in issues)


def _title(text: str) -> str:
    """Title in front of the journal or of an address; where only few words stand there, the whole citation."""
    title = _TAIL.split(f" {_FRONT.sub('', text)}", maxsplit=1)[0].strip(" .,;")
    title = _YEAR_BEHIND.sub("", title)
    return title if len(title.split()) >= _FEW_WORDS and title.split()[-1] not in ("at", "in", "of") else text


def _note(source: Source) -> str:
    """How it was read, and its numbers in PubMed."""
    remark = _REMARK.search(source.text)
    parts = (
        next(filter(None, remark.groups()), "") if remark else "",
        f"PMID {source.pmid}" if source.pmid else "",
        source.pmcid or "",
    )
    return ", ".join(filter(None, parts))


def _authors(text: str) -> str:
    """Names as BibTeX reads them.

    Examples
    --------
    >>> _authors("Gardner-Morse MG, Stokes IAF et al")
    'Gardner-Morse, M. G. and Stokes, I. A. F. and others'
    """
    named, more = re.subn(r",? et al\.?$", "", text)
    names = [_name(one) for one in named.split(", ") if one]
    return " and ".join([*names, *(["others"] if more else [])])


def _name(written: str) -> str:
    name = _NAME.fullmatch(written)
    if name is None:
        return written
    return f"{name['family']}, {' '.join(f'{letter}.' for letter in name['initials'])}"
