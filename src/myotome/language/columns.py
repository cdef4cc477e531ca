"""Which columns of the tables hold words that people read, and how `pybabel extract` finds them.

A sentence that stands in a table is looked up as it stands there. What is shown in parts, such as services with a
semicolon between them, is looked up part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO, Final

from myotome.tables.files import cells

__all__ = ["SERVICES", "first_sentence", "without_as_described", "words_of_table", "words_of_vocabulary"]

#: What stands between two services in a cell.
SERVICES: Final = "; "
_AS_DESCRIBED: Final = "as described"
_NOTHING_MORE: Final = ("the same", _AS_DESCRIBED)

_Cell = Callable[[str], Iterable[str]]
_Found = tuple[int, str, str, list[str]]


def without_as_described(how: str) -> str:
    """How an exercise is done at home, where that says more than its name; else empty.

    Examples
    --------
    >>> without_as_described("as described, in bed"), without_as_described("as described")
    ('in bed', '')
    """
    return "" if how in _NOTHING_MORE else how.removeprefix(f"{_AS_DESCRIBED}, ")


def first_sentence(text: str) -> str:
    """First of some sentences, to stand within another.

    Examples
    --------
    >>> first_sentence("Tapping the nerve tingles. Side: the hand.")
    'tapping the nerve tingles'
    """
    first = text.split(". ")[0].rstrip(".")
    return f"{first[:1].lower()}{first[1:]}"


def _whole(cell: str) -> Iterable[str]:
    return (cell,)


def _services(cell: str) -> Iterable[str]:
    return cell.split(SERVICES)


def _at_home(cell: str) -> Iterable[str]:
    return (without_as_described(cell),)


def _asked(cell: str) -> Iterable[str]:
    """What a test is called, or what is asked."""
    return (cell.removeprefix("ask: "),)


def _site(cell: str) -> Iterable[str]:
    """Site of a nerve, as it follows the name of the nerve."""
    return (cell.partition("@")[2].replace("_", " "),)


#: Columns with words for the patient, by table; each with how a cell is taken apart.
_COLUMNS: Final[Mapping[str, Mapping[str, _Cell]]] = {
    "anatomy/areas": {"label": _whole},
    "anatomy/muscles": {"label": _whole},
    "anatomy/nerve_tree": {"label": _whole, "place": _site},
    "anatomy/reflexes": {"label": _whole},
    "care/exercise/library": {"plain": _whole, "equipment": _whole, "home": _at_home},
    "care/exercise/limbs": dict.fromkeys(("helped", "active", "resisted", "equipment"), _whole),
    "care/exercise/stops": {"plain": _whole},
    "care/follow_up/reexamination": {"plain": _whole},
    "care/referral/condition_referral": {"when": _whole, "to_whom": _services},
    "care/referral/referral": {"to_whom": _services, "to_whom_soon": _services},
    "care/referral/safety_net": {"plain": _whole},
    "care/treatment/cautions": {"plain": _whole},
    "care/treatment/treatments": {"plain": _whole},
    "explain/examinations": {"label": _asked},
    "report/plain_words": {"words": _whole},
}
#: Of these rows the column holds words for the patient too: walking is told with the rules that hold for it.
_WALKING: Final = ("care/exercise/contraindications", "tags", "walking", "wording")
#: Tests whose names are made of the names of muscles, skin and nerves; signs are told by what they look like.
_COMPOSED: Final = ("strength", "sensation", "emg", "ncs", "sign")
_SECTIONS: Final = (
    ("muscle_groups",),
    ("movements",),
    ("signs",),
    ("imaging", "findings"),
    ("labs", "tests"),
    ("history",),
)


def words_of_table(file: BinaryIO, *_asked: object, **_options: object) -> Iterator[_Found]:
    """Words of the declared columns of one table, for Babel: line, function, words, comments."""
    name = _name(file)
    (_, head), *rows = cells(file.read().decode("utf-8"))
    for line, row in rows:
        known = dict(zip(head, row, strict=False))
        for column, parts in _columns(name, known).items():
            yield from ((line, "", words, [f"{column} of {name}"]) for words in parts(known[column]) if words)


def _columns(name: str, row: Mapping[str, str]) -> Mapping[str, _Cell]:
    table, column, wanted, words = _WALKING
    if name == table:
        return {words: _whole} if wanted in row[column].split("|") else {}
    if row.get("finding_type") in _COMPOSED:
        return {}
    known = _COLUMNS.get(name, {})
    if row.get("kind") == "word":
        return {**known, "name": _whole}
    return {"place": known["place"]} if row.get("kind") == "site" else known


def words_of_vocabulary(file: BinaryIO, *_asked: object, **_options: object) -> Iterator[_Found]:
    """Names that only the examination knows, and what each sign looks like, for Babel."""
    import yaml

    vocabulary = yaml.safe_load(file.read())
    for path in _SECTIONS:
        section = vocabulary[path[0]] if len(path) == 1 else vocabulary[path[0]][path[1]]
        for entry in section.values():
            words = first_sentence(entry.get("positive") or "") if path == ("signs",) else entry["label"]
            if words:
                yield 1, "", words, [path[-1]]
    yield from ((1, "", name.replace("_", " "), ["levels"]) for name in vocabulary["imaging"]["levels"]["other"])


def _name(file: BinaryIO) -> str:
    """Name of a table under `data/`, without its ending."""
    parts = PurePath(file.name).parts
    return "/".join(parts[len(parts) - parts[::-1].index("data") :]).removesuffix(".csv")
