"""What the last entry changed, and what a screen reader says of it, once."""

from __future__ import annotations

import json

from myotome.explain import Explanation, said_together
from myotome.web.answer.shares import percent, place_and_cause

__all__ = ["changed", "remembered", "spoken"]


def remembered(told: Explanation) -> str:
    """The lead and the verdict, as the next answer is compared with them."""
    lead = said_together(told.causes, told.diseases)[0] if told.causes else None
    label, share = (lead.label, lead.probability) if lead else ("", 0.0)
    return json.dumps({"label": label, "p": share, "v": told.disc_to_blame.verdict})


def changed(before: str, did: str, now: str) -> str:
    """What the last entry changed; empty where nothing is known of it.

    Parameters
    ----------
    before, now : str
        As `remembered` wrote them.
    did : str
        What was entered since, in words.
    """
    if not before or not did:
        return ""
    try:
        label, share, verdict = _read(before)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    label_now, share_now, verdict_now = _read(now)
    place = place_and_cause(label_now)[0]
    if label == label_now:
        moved = f"{place} {percent(share)} → {percent(share_now)}"
    else:
        moved = f"{place} now leads ({percent(share_now)}), before {place_and_cause(label)[0]}"
    disc = "" if verdict == verdict_now else f"; disc {verdict} → {verdict_now}"
    return f"After {did}, {moved}{disc}."


def _read(text: str) -> tuple[str, float, str]:
    told = json.loads(text)
    return str(told["label"]), float(told["p"]), str(told["v"])


def spoken(told: Explanation, state: str, place: str) -> str:
    """What a screen reader says once."""
    if state == "empty":
        return "Nothing entered yet."
    urgent = "Same day: emergency department. " if told.red_flag.urgent else ""
    lead = (
        "Cannot tell yet."
        if state == "cannot_tell"
        else f"{place} {percent(said_together(told.causes, told.diseases)[0].probability)}."
    )
    return f"{urgent}{lead} Disc {told.disc_to_blame.verdict}."
