"""Is it the same person? A Patient against the one who is kept, and the subjects of findings against the Patient."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from myotome.interop.fhir.places import Where
from myotome.interop.fhir_server.replies import RefusedRequestError

__all__ = ["check_same_person", "check_subjects", "is_comparable", "words_of_name"]

_VERSION: Final = re.compile(r"/_history/[^/]+$")
_TAIL: Final = re.compile(r"https?://.*/(Patient/[A-Za-z0-9\-.]{1,64})")
_SEXES: Final = ("male", "female")
_Node = Mapping[str, Any]


def check_same_person(sent: _Node, kept: _Node, numbers: str = "") -> None:
    """Refuse findings of one person for the record of another: what is kept of the patient is never overwritten.

    Parameters
    ----------
    sent, kept : mapping
        Patients; either may say less than the other.
    numbers : str
        System of the numbers that patients have here; empty where it is not known.

    Raises
    ------
    RefusedRequestError
        With 409, where name, date of birth, sex or number contradict each other.

    Examples
    --------
    >>> kept = {"name": [{"text": "Ada Example"}], "birthDate": "1980-05-17"}
    >>> check_same_person({"name": [{"family": "EXAMPLE"}], "birthDate": "1980"}, kept)
    >>> check_same_person({"birthDate": "1999-01-01"}, kept)
    Traceback (most recent call last):
    myotome.interop.fhir_server.replies.RefusedRequestError: ifNoneExist finds a patient who is someone else, ...
    """
    told = {
        "name": _names_differ(sent, kept),
        "birthDate": _born_differs(sent.get("birthDate"), kept.get("birthDate")),
        "gender": {sent.get("gender"), kept.get("gender")} == {*_SEXES},
        "identifier": _numbers_differ(sent, kept, numbers),
    }
    different = ", ".join(name for name, differs in told.items() if differs)
    if different:
        message = f"ifNoneExist finds a patient who is someone else, by {different}. Nothing was kept or changed."
        raise RefusedRequestError(409, message)


def is_comparable(sent: _Node, kept: _Node) -> bool:
    """Whether two Patients have more in common to be compared by than a number: a name, or a date of birth.

    Examples
    --------
    >>> named, numbered = {"name": [{"text": "Ada"}]}, {"name": [{"text": "77"}], "identifier": [{"value": "77"}]}
    >>> is_comparable(named, named), is_comparable(named, numbered)
    (True, False)
    """
    born = bool(sent.get("birthDate") and kept.get("birthDate"))
    return born or bool(any(_own_names(sent)) and any(_own_names(kept)))


def words_of_name(name: _Node) -> str:
    """A name as one line."""
    return str(name.get("text") or " ".join([*name.get("given", ()), name.get("family", "")])).strip()


def _names_differ(sent: _Node, kept: _Node) -> bool:
    """Whether no name of the one is part of a name of the other; a number that stands for a name is none."""
    own = [_key(words_of_name(one)) for one in sent.get("name", ())]
    pairs = [(one, other) for one in own if one for other in _own_names(kept) if other]
    return bool(pairs) and not any(one <= other or other <= one for one, other in pairs)


def _own_names(patient: _Node) -> list[frozenset[str]]:
    """Names of a Patient that are not its number."""
    number = {_key(one["value"]) for one in patient.get("identifier", ()) if "value" in one}
    return [one for one in (_key(words_of_name(name)) for name in patient.get("name", ())) if one not in number]


def _key(text: Any) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", unicodedata.normalize("NFKC", str(text)).casefold()))


def _born_differs(sent: str | None, kept: str | None) -> bool:
    """Whether two dates contradict each other; a year or a month agrees with its days."""
    return bool(sent and kept) and not (str(sent).startswith(str(kept)) or str(kept).startswith(str(sent)))


def _numbers_differ(sent: _Node, kept: _Node, numbers: str) -> bool:
    """Whether both have a number of our system, and not the same."""
    both = [
        {one.get("value") for one in who.get("identifier", ()) if numbers and one.get("system") == numbers}
        for who in (sent, kept)
    ]
    return all(both) and both[0].isdisjoint(both[1])


def check_subjects(entries: Sequence[_Node], known: _Node | None, base: str) -> None:
    """Refuse findings whose subject is not the patient of the bundle.

    Parameters
    ----------
    entries : sequence of mapping
        Entries of a bundle.
    known : mapping or None
        The patient who is kept already, where the bundle means one.
    base : str
        Address of this server.

    Raises
    ------
    RefusedRequestError
        With 422 and the place of each.
    """
    names = {name for entry in entries if entry["resource"].get("resourceType") == "Patient" for name in _names(entry)}
    if known is not None:
        names |= {f"Patient/{known['id']}", f"{base}/Patient/{known['id']}"}
    where = Where("body", [])
    for index, entry in enumerate(entries):
        for element in ("subject", "patient"):
            subject = entry["resource"].get(element)
            if isinstance(subject, Mapping) and not _is_named(subject, names):
                message = "The findings are of somebody else than the patient of the bundle; nothing was kept."
                given = str(subject.get("reference", "an identifier"))[:80]
                where.at("entry", index, "resource").at(element).wrong(given, "the patient of the bundle", message)
    if where.problems:
        raise RefusedRequestError(422, "", where.problems)


def _names(entry: _Node) -> Iterator[str]:
    """What a reference may call a Patient of the bundle."""
    resource, url = entry["resource"], str(entry.get("fullUrl", ""))
    if url:
        yield url
    if tail := _TAIL.fullmatch(url):
        yield tail[1]
    if "id" in resource:
        yield f"Patient/{resource['id']}"
    for one in resource.get("identifier", ()):
        if isinstance(one, Mapping) and "value" in one:
            yield _logical(one)


def _is_named(subject: _Node, names: set[str]) -> bool:
    if "reference" in subject:
        return _VERSION.sub("", str(subject["reference"])) in names
    identifier = subject.get("identifier")
    return not isinstance(identifier, Mapping) or _logical(identifier) in names


def _logical(identifier: _Node) -> str:
    """A number with its system, which no reference looks like."""
    return f"{identifier.get('system', '')} | {identifier.get('value', '')}"
