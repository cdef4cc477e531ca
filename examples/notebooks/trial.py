"""For a trialist: a virtual trial of early surgery against waiting, and how large the real one would have to be."""

import marimo

app = marimo.App(width="medium", app_title="A virtual trial")


@app.cell
def _():
    from dataclasses import replace

    import marimo as mo
    import matplotlib.pyplot as plt

    from myotome.forecast import cohort, read_specification

    return cohort, mo, plt, read_specification, replace


@app.cell
def _(mo):
    mo.md(
        """
        # A virtual trial: early surgery or waiting in sciatica

        The specification in `trial-early-surgery.toml` states who takes part, what each arm receives, what is measured,
        and when. Both arms consist of the same simulated people with the same chance events, so that the difference
        between them is precise with far fewer people than a trial needs.
        """
    )
    return


@app.cell
def _():
    people, sizes = 20_000, (50, 140, 400)  # simulated in each arm; sizes of the real trial, per arm
    return people, sizes


@app.cell
def _(cohort, mo, people, read_specification, replace, sizes):
    specification = read_specification(mo.notebook_dir().parent / "trial-early-surgery.toml")
    found = {size: cohort(replace(specification, n=people, trial_size=size)) for size in sizes}
    return found, specification


@app.cell
def _(found, mo, plt, sizes, specification):
    figure, (_pain, _size) = plt.subplots(1, 2, figsize=(9.5, 4), layout="constrained")
    _middle = sizes[len(sizes) // 2]
    _weeks = sorted({cell.week for cell, _ in found[_middle].estimates if cell.outcome.name == "leg_pain"})
    for _arm in specification.arms:
        _told = [found[_middle].value(_arm.name, "leg_pain", week) for week in _weeks]
        _errors = [[one.value - one.low for one in _told], [one.high - one.value for one in _told]]
        _pain.errorbar(_weeks, [one.value for one in _told], _errors, marker="o", capsize=4, label=_arm.name)
    _pain.set(xlabel="Weeks after randomisation", ylabel="Leg pain, 0 to 10", ylim=(0, None))
    _pain.legend(frameon=False)
    for _row, _trial in enumerate(sizes):
        _difference = next(
            one for cell, one in found[_trial].differences if cell.outcome.name == "leg_pain" and cell.week == _weeks[0]
        )
        _size.plot([_difference.low, _difference.high], [_row, _row], color="tab:blue")
        _size.plot([_difference.value], [_row], "o", color="tab:blue")
    _size.axvline(0, color="0.6", linestyle="--")
    _size.set(yticks=range(len(sizes)), yticklabels=[f"{size} per arm" for size in sizes])
    _size.set(xlabel=f"Difference in leg pain at {_weeks[0]} weeks", ylim=(-0.5, len(sizes) - 0.5))
    mo.vstack(
        [
            mo.md(
                f"""
                ## What a real trial can be expected to find

                Left, leg pain by arm; bars are the 95 % interval within which a trial with {_middle} people per arm is
                expected to land. It allows for chance, for differences between studies, and for uncertainty in the
                model's parameters. Right, the difference at the first visit (early surgery less waiting) for three
                sizes of trial. A larger trial narrows the interval only as far as chance was the cause of its width.
                """
            ),
            figure,
        ]
    )
    return (figure,)


@app.cell
def _(found, mo, sizes):
    _result = found[sizes[len(sizes) // 2]]

    def _shown(number):
        return "" if number is None else f"{number:.2f}"

    mo.vstack(
        [
            mo.md("## All outcomes\n\nDifferences of the early arm against waiting."),
            mo.ui.table(
                [
                    {
                        "outcome": cell.outcome.name.replace("_", " ").replace("odi", "ODI"),
                        "week": cell.week,
                        "difference": _shown(one.value),
                        "95 % interval of such a trial": f"{_shown(one.low)} to {_shown(one.high)}",
                        "of the model": f"{_shown(one.model_low)} to {_shown(one.model_high)}",
                    }
                    for cell, one in _result.differences
                ],
                selection=None,
                pagination=False,
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
