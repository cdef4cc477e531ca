"""Findings in words that need no learning: for the patient, and for other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from myotome.exam.findings.bedside import Finding, Measurement, Pain, Reflex, Sensation, Strength
from myotome.exam.findings.plain_tests import plain_sided, plain_test
from myotome.exam.wording import words
from myotome.language import listed, message, verbatim
from myotome.units import figure

__all__ = ["FEELINGS", "plain_finding", "plain_muscle"]

#: Kinds of feeling, in words.
_MODALITIES: Final[Mapping[str, str]] = {
    "unspecified": message("sensation"),
    "light_touch": message("light touch"),
    "pin": message("pin"),
    "temperature": message("temperature"),
    "vibration": message("vibration"),
    "proprioception": message("proprioception"),
    "two_point": message("two point"),
    "deep_pressure": message("deep pressure"),
}
FEELINGS: Final[frozenset[str]] = frozenset(_MODALITIES.values())
_VALUES: Final[Mapping[str, str]] = {
    "weak": message("weak"),
    "normal": message("normal"),
    "absent": message("absent"),
    "reduced": message("reduced"),
    "brisk": message("brisk"),
    "increased": message("increased"),
    "paraesthesia": message("paraesthesia"),
    "mild": message("mild"),
    "moderate": message("moderate"),
    "severe": message("severe"),
}
_PAINS: Final[Mapping[str, str]] = {
    "sudden": message("sudden"),
    "gradual": message("gradual"),
    "burning": message("burning"),
    "aching": message("aching"),
    "sharp": message("sharp"),
    "stabbing": message("stabbing"),
    "shooting": message("shooting"),
    "electric": message("electric"),
    "dull": message("dull"),
    "cramping": message("cramping"),
    "throbbing": message("throbbing"),
    "tight": message("tight"),
    "band_like": message("band_like"),
    "tingling": message("tingling"),
    "deep": message("deep"),
    "superficial": message("superficial"),
    "localised": message("localised"),
    "diffuse": message("diffuse"),
}


def plain_finding(finding: Finding) -> str:
    """Say a finding to a patient.

    Examples
    --------
    >>> plain_finding(Strength(0, 0, "soleus", "muscle", ("soleus",), "bilateral", mrc=3.0))
    'left and right soleus: strength 3 of 5, where 5 is full'
    """
    if isinstance(finding, Strength):
        return message("{what}: {found}", what=plain_muscle(finding.name, finding.side), found=_strength(finding))
    if isinstance(finding, Reflex):
        reflex = plain_sided(words(finding.reflex, "reflexes"), finding.side)
        return message("{what}: {found}", what=reflex, found=_VALUES[finding.value])
    if isinstance(finding, Sensation):
        return _sensation(finding)
    if isinstance(finding, Pain):
        return _pain(finding)
    return plain_test(finding)


def plain_muscle(name: str, side: str) -> str:
    """Name a muscle, a group of muscles or a movement with its side."""
    return plain_sided(words(name, "muscles", "muscle_groups", "movements"), side)


def _strength(finding: Strength) -> str:
    if finding.mrc is not None:
        return message("strength {grade} of 5, where 5 is full", grade=finding.mrc)
    return _VALUES[finding.value] if finding.value else _measured(finding.measured)


def _measured(measured: Measurement | None) -> str:
    if measured is None:
        return ""
    amount = float(figure(measured.value))
    if measured.unit == "percent_of_other_side":
        return message("{amount} percent of other side", amount=amount)
    if measured.unit == "percent_of_predicted":
        return message("{amount} percent of predicted", amount=amount)
    return message("{amount} {unit}", amount=amount, unit=verbatim(measured.unit))


def _place(areas: Sequence[str], dermatomes: Sequence[str]) -> str:
    roots = verbatim(", ".join(dermatomes))
    one, many = message("{roots} dermatome", roots=roots), message("{roots} dermatomes", roots=roots)
    skin = "" if not dermatomes else many if len(dermatomes) > 1 else one
    return listed((*(words(area, "areas") for area in areas), skin))


def _sensation(finding: Sensation) -> str:
    below = message("below {level}", level=verbatim(finding.sensory_level)) if finding.sensory_level else ""
    where = plain_sided(_place(finding.areas, finding.dermatomes) or below, finding.side)
    value = _VALUES[finding.value]
    if finding.severity:
        value = message("{value} ({severity})", value=value, severity=_VALUES[finding.severity])
    return message("{where}: {feeling} {value}", where=where, feeling=_MODALITIES[finding.modality], value=value)


def _pain(finding: Pain) -> str:
    radiating = message("radiating") if finding.radiating else ""
    kinds = [_PAINS[kind] for kind in (finding.onset, *finding.character) if kind]
    how = listed((message("pain"), radiating, *kinds))
    return message(
        "{what}: {found}", what=plain_sided(_place(finding.areas, finding.dermatomes), finding.side), found=how
    )
