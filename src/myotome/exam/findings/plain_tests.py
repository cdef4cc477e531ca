"""Findings of images, of electrodiagnosis, of the laboratory and of the history, for other languages than English.

In English they stand as they are labelled. Elsewhere the chief thing is said: what was found, where, and by what; how
much of it, and what it touches, is left to the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from myotome.exam.findings.bedside import Finding, Sign
from myotome.exam.findings.investigations import Emg, History, Imaging, Lab, Ncs, Questionnaire
from myotome.exam.vocabulary_table import vocabulary
from myotome.exam.wording import words
from myotome.language import first_sentence, listed, message, verbatim, worded

__all__ = ["MODALITIES", "plain_sided", "plain_test"]

#: Kinds of images as they are called in short.
MODALITIES: Final[Mapping[str, str]] = {
    "MRI": message("MRI"),
    "CT": message("CT"),
    "CT_myelogram": message("CT_myelogram"),
    "MR_neurography": message("MR_neurography"),
    "XR": message("XR"),
    "XR_dynamic": message("XR_dynamic"),
    "US": message("US"),
    "bone_scan": message("bone_scan"),
    "PET": message("PET"),
    "DXA": message("DXA"),
    "angiography": message("angiography"),
}
_RESULTS: Final[Mapping[str, str]] = {
    "normal": message("normal"),
    "raised": message("raised"),
    "low": message("low"),
    "positive": message("positive"),
    "negative": message("negative"),
}
_BOTH: Final = ("bilateral ", "left and right ")


def plain_sided(what: str, side: str) -> str:
    """Name something with its side; both sides are left and right."""
    if side == "left":
        return message("left {what}", what=what)
    if side == "right":
        return message("right {what}", what=what)
    if side == "bilateral":
        return message("left and right {what}", what=what)
    return message("midline {what}", what=what) if side == "midline" else what


def plain_test(finding: Finding) -> str:
    """Say a finding that was not made by looking and touching alone."""
    return worded(finding.label.replace(*_BOTH), _said(finding))


def _said(finding: Finding) -> str:
    if isinstance(finding, Imaging):
        return _image(finding)
    if isinstance(finding, Emg):
        tested = listed((*(words(name, "muscles", "muscle_groups") for name in finding.names), *_roots(finding)))
        test = message("needle EMG, {muscle}", muscle=plain_sided(tested, finding.side))
        return message("{what}: {found}", what=test, found=_abnormal(finding.value))
    if isinstance(finding, Ncs):
        conducted = message(
            "nerve conduction, {nerve}", nerve=plain_sided(words(finding.nerve, "nerves"), finding.side)
        )
        return message("{what}: {found}", what=conducted, found=_abnormal(finding.value))
    if isinstance(finding, Lab):
        number = verbatim(finding.label.rpartition(": ")[2])
        result = _RESULTS.get(finding.value or "", number)
        return message("{what}: {found}", what=words(finding.test, "lab_tests"), found=result)
    if isinstance(finding, Questionnaire | Sign):
        return _sign(finding) if isinstance(finding, Sign) else verbatim(finding.label)
    return _history(finding) if isinstance(finding, History) else finding.label


def _roots(finding: Emg) -> tuple[str, ...]:
    return tuple(verbatim(root) for root in finding.roots)


def _abnormal(value: str) -> str:
    return message("normal") if value == "normal" else message("positive")


def _image(finding: Imaging) -> str:
    what = plain_sided(words(finding.finding, "imaging_findings"), finding.side)
    found = what if finding.present else message("no {what}", what=what)
    kind = MODALITIES.get(finding.modality, verbatim(finding.modality))
    places = listed(_level(level) for level in finding.levels)
    return message("{kind}, {place}: {found}", kind=kind, place=places, found=found)


def _level(level: str) -> str:
    """A disc or a vertebra by its name; a part of the body in words."""
    return verbatim(level) if level[:1].isupper() else words(level, "levels")


def _sign(finding: Sign) -> str:
    """What the sign looks like, for people who do not know its name."""
    look = vocabulary().signs[finding.sign].positive
    what = first_sentence(look) if look else words(finding.sign, "signs")
    result = message("positive") if finding.positive else message("negative")
    return message("{what}: {found}", what=plain_sided(what, finding.side), found=result)


def _history(finding: History) -> str:
    item = words(finding.item, "history")
    if isinstance(finding.value, bool):
        return message("{what}: {found}", what=item, found=message("yes") if finding.value else message("no"))
    return item
