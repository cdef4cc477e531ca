"""For a clinician-researcher: a registry of 10,000 patients screened, and how far the answer can be trusted."""

import marimo

app = marimo.App(width="medium", app_title="A registry of 10,000 patients")


@app.cell
def _():
    import tempfile
    from pathlib import Path

    import marimo as mo
    import matplotlib.pyplot as plt
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    import myotome as mt
    from myotome.interop import explain_table
    from myotome.pathology import CLASSES

    return CLASSES, Path, explain_table, mo, mt, np, pa, plt, pq, tempfile


@app.cell
def _(mo):
    mo.md(
        """
        # A registry of 10,000 patients

        You keep a registry of people with neck, back, arm or leg complaints, and want to know which lesion their
        findings point to. Before you run it on your own records, try the method on patients whose diagnosis is known:
        here they are drawn from the model itself, each with one cause. Forty findings are picked at random from some
        250 bedside tests, so that most of them have nothing to do with the complaint; an examination aimed at it tells
        far more. Real patients also differ from the model. Repeat the calibration figure on a sample of your
        own in which surgery, electromyography or follow-up has settled the cause.
        """
    )
    return


@app.cell
def _():
    patients, explained = 10_000, 100  # in the registry; of these explained with two causes at once as well
    return explained, patients


@app.cell
def _(mt, patients):
    registry = mt.virtual_patients(patients, examined=40, seed=2026)
    screened = mt.screen(registry.table, registry.observed, registry.prior)
    return registry, screened


@app.cell
def _(CLASSES, mo, np, patients, registry, screened):
    _truth = np.array(registry.classes)
    _named = np.array(CLASSES)[screened.probability.argmax(axis=1)]
    _rows = [
        {
            "cause": name.replace("_", " "),
            "patients": int((_truth == name).sum()),
            "recognised, %": round(100 * float((_named == name)[_truth == name].mean()), 1),
        }
        for name in CLASSES
        if (_truth == name).any()
    ]
    mo.vstack(
        [
            mo.md(f"## Which causes are recognised?\n\nAll {patients:,} patients were screened, one cause at a time."),
            mo.ui.table(sorted(_rows, key=lambda row: -row["patients"]), selection=None, pagination=False),
        ]
    )
    return


@app.cell
def _(CLASSES, mo, np, patients, plt, registry, screened):
    _right = np.array(CLASSES)[screened.probability.argmax(axis=1)] == np.array(registry.classes)
    _stated = screened.probability.max(axis=1)
    _edges = np.linspace(0.2, 1.0, 9)
    _bin = np.clip(np.digitize(_stated, _edges) - 1, 0, len(_edges) - 2)
    _filled = [number for number in range(len(_edges) - 1) if (_bin == number).sum() >= 20]
    figure, _axes = plt.subplots(figsize=(5.2, 4.6), layout="constrained")
    _axes.plot([0.2, 1], [0.2, 1], color="0.6", linestyle="--", label="as sure as right")
    _shares = [float(_right[_bin == number].mean()) for number in _filled]
    _errors = [
        1.96 * np.sqrt(share * (1 - share) / (_bin == number).sum())
        for share, number in zip(_shares, _filled, strict=True)
    ]
    _axes.errorbar([float(_stated[_bin == number].mean()) for number in _filled], _shares, _errors, fmt="o", capsize=3)
    _axes.set(xlabel="Stated probability of the leading class", ylabel="Share in which it is the cause")
    _axes.legend(frameon=False)
    mo.vstack(
        [
            mo.md(
                f"""
                ## Is it as sure as it is right?

                Among all {patients:,} patients the leading class is the true one in {100 * _right.mean():.0f} %; the
                average probability stated for it is {100 * _stated.mean():.0f} %. Points on the dashed line are well
                calibrated; bars are 95 % confidence intervals.
                """
            ),
            figure,
        ]
    )
    return (figure,)


@app.cell
def _(Path, explain_table, explained, mo, pa, pq, registry, tempfile):
    import json
    from itertools import islice

    _folder = Path(tempfile.mkdtemp())
    _cases = [json.dumps(case.to_dict()) for case in islice(registry.cases(), explained)]
    _names = [json.loads(text)["id"] for text in _cases]
    pq.write_table(pa.table({"id": _names, "case": _cases}), _folder / "registry.parquet")
    summary = explain_table(_folder / "registry.parquet", _folder / "answer")
    answers = pq.read_table(sorted((_folder / "answer").glob("*.parquet"))).to_pylist()
    mo.vstack(
        [
            mo.md(
                f"""
                ## The full answer

                The screen considers one cause at a time. `myotome explain --table` also weighs combinations of causes,
                and states red flags and whether a disc is to blame. Here are the first {explained} patients; the same
                command takes your whole registry, picks up where it stopped, and runs on several machines.
                Same-day red flags: {summary.red_flags} of {summary.patients}.
                """
            ),
            mo.ui.table(
                [
                    {
                        "patient": one["patient"],
                        "most likely": one["cause"],
                        "probability, %": None if one["cause"] is None else round(100 * one["cause_probability"]),
                        "disc": (one["verdict"] or "").replace("_", " "),
                        "same-day red flag": "yes" if one["red_flag"] else "no",
                    }
                    for one in answers
                ],
                selection=None,
                page_size=10,
            ),
        ]
    )
    return answers, summary


if __name__ == "__main__":
    app.run()
