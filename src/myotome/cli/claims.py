"""`myotome claims`: common claims about discs and muscles, checked."""

from __future__ import annotations

import typer

from myotome.cli.process.endings import checked_input, print_json

__all__ = ["claims"]


def claims(
    claim_id: str | None = typer.Argument(None, help="One claim, by its id.", show_default=False),
    about: str | None = typer.Option(None, "--about", help="Only claims that contain this word."),
    as_json: bool = typer.Option(False, "--json", help="One JSON list; with an id one object."),
) -> None:
    """Common claims about discs and muscles: what the literature says, what the model gives, a verdict."""
    with checked_input(as_json):
        from myotome.claims import find_claims, review, review_claims
        from myotome.errors import InputError, Problem

        reviewed = [review(claim_id)] if claim_id is not None else list(review_claims(find_claims(about)))
        if not reviewed:
            allowed = "a word that a claim contains, for example spasm, surgery or imbalance"
            raise InputError([Problem("--about", None, repr(about), allowed, (), "No claim contains it.")])
    if as_json:
        plain = [one.to_dict() for one in reviewed]
        print_json(plain[0] if claim_id is not None else plain)
        return
    from myotome.report import print_claim, print_claims

    if claim_id is not None:
        print_claim(reviewed[0])
    else:
        print_claims(reviewed)
