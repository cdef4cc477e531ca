"""One box for one thing: flags that name a cause in common are told together, at the earliest time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from myotome.care.referral.records import MAY_MEAN, WITHIN, ReferralFlag, told_plainly
from myotome.language import SERVICES, listed

__all__ = ["one_box_each"]

_OR = " or "


def one_box_each(flags: Sequence[ReferralFlag]) -> list[ReferralFlag]:
    """Put together the flags about one cause: a reader must not choose between two times for one thing.

    Parameters
    ----------
    flags : sequence of ReferralFlag
        Of red flags.

    Returns
    -------
    list of ReferralFlag
        The most urgent first; what was due later stands among the actions of the earlier, none of them lost.

    Examples
    --------
    >>> def flag(urgency, action):
    ...     what = f"{MAY_MEAN} a fracture"
    ...     return ReferralFlag(what, urgency, WITHIN[urgency], "radiology", (action,), (action,), "", None, ())
    >>> now, today = flag("immediate", "Immobilise."), flag("urgent", "Judge stability today.")
    >>> [(one.urgency, one.actions) for one in one_box_each([today, now])]
    [('immediate', ('Immobilise.', 'Judge stability today.'))]
    """
    order = list(WITHIN)
    boxes: list[ReferralFlag] = []
    for flag in sorted(flags, key=lambda one: order.index(one.urgency)):
        place = next((at for at, box in enumerate(boxes) if _causes(box) & _causes(flag)), None)
        if place is None:
            boxes.append(flag)
        else:
            boxes[place] = _together(boxes[place], flag)
    return boxes


def _causes(flag: ReferralFlag) -> set[str]:
    return set(_parts(flag))


def _together(first: ReferralFlag, later: ReferralFlag) -> ReferralFlag:
    about = _each_once((*_parts(first), *_parts(later)))
    whom = listed(_each_once((*first.to_whom.split(SERVICES), *later.to_whom.split(SERVICES))), SERVICES)
    known = [one.probability for one in (first, later) if one.probability is not None]
    return replace(
        first,
        what=f"{MAY_MEAN} {_OR.join(about)}",
        to_whom=whom,
        actions=_each_once((*first.actions, *later.actions)),
        why=_each_once((*first.why, *later.why)),
        plain=told_plainly(first.when, whom),
        probability=max(known, default=None),
        sources=_each_once((*first.sources, *later.sources)),
    )


def _parts(flag: ReferralFlag) -> list[str]:
    return flag.what.removeprefix(f"{MAY_MEAN} ").split(_OR)


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
