"""The chapter of red flags: where to refer, how soon, why, and when the patient must return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.care import Referral, ReferralFlag
from myotome.report.document.parts import Block, Bullets, Callout, Section, Subheading, cited, paragraph, spans
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["red_flag_chapter"]


def red_flag_chapter(referral: Referral) -> Section:
    """Every red flag with its service and reasons; nothing switches this chapter off."""
    blocks: list[Block] = [*_boxes(referral), paragraph(cited(referral.statement, strong=referral.urgent))]
    if referral.safety_net:
        blocks.append(Subheading("Return immediately if"))
        blocks.append(Bullets(tuple((cited(line.text, line.sources),) for line in referral.safety_net)))
    return Section("red-flags", "Red flags and referral", tuple(blocks))


def _boxes(referral: Referral) -> Iterator[Block]:
    urgent = [flag for flag in referral.flags if flag.urgency != "soon"]
    soon = [flag for flag in referral.flags if flag.urgency == "soon"]
    if urgent:
        yield Callout("urgent", "RED FLAG: refer before anything else", tuple(_lines(urgent)))
    if soon:
        yield Callout("soon", "Soon (within the time stated)", tuple(_lines(soon)))


def _lines(flags: Sequence[ReferralFlag]) -> Iterator[Block]:
    for flag in flags:
        chance = "" if flag.probability is None else f" (probability {percent(flag.probability)})"
        yield paragraph(
            cited(f"{capitalised(flag.when)}: {flag.to_whom}.", strong=True),
            f" {capitalised(flag.what)}{chance}.",
            cited("", flag.sources),
        )
        yield Bullets(tuple(spans(action) for action in flag.actions))
        yield paragraph(f"Why: {'; '.join(flag.why)}.", small=True)
