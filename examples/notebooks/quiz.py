"""For a teacher: a set of quiz questions made of case files, with the answer after each group of findings."""

import marimo

app = marimo.App(width="medium", app_title="A quiz on localisation")


@app.cell
def _():
    import marimo as mo
    import matplotlib.pyplot as plt

    import myotome as mt

    return mo, mt, plt


@app.cell
def _(mo):
    mo.md(
        """
        # A quiz on localisation

        Each question is a case file. The history comes first, the examination second, and images or tests last. After
        each step students commit to an answer, then open the solution. Put your own case files in `case_files`. Use the
        figure in class: it shows how far each step of the examination moves the diagnosis.
        """
    )
    return


@app.cell
def _(mo):
    _names = ("l5-foraminal-disc", "peroneal-palsy", "carpal-tunnel-or-c6", "myelopathy-not-arm", "cauda-equina")
    case_files = [mo.notebook_dir().parent / f"{name}.yaml" for name in _names]
    return (case_files,)


@app.cell
def _(case_files, mt):
    STEPS = {
        "history": ("history", "pain"),
        "examination": ("strength", "sensation", "reflex", "sign"),
        "images and tests": ("imaging", "emg", "ncs", "lab", "questionnaire"),
    }
    cases = [mt.read_case(path).without_truth() for path in case_files]

    def seen_after(case, step):
        """The case with the findings of this step and of those before it."""
        kinds = [kind for name in list(STEPS)[: list(STEPS).index(step) + 1] for kind in STEPS[name]]
        return case.with_findings(one for one in case.findings if one.kind in kinds)

    answers = [{step: mt.assess(seen_after(case, step)) for step in STEPS} for case in cases]
    return STEPS, answers, cases


@app.cell
def _(STEPS, answers, cases, mo):
    def _who(case):
        sex = {"male": "man", "female": "woman"}.get(case.demographics.sex or "", "person")
        return f"A {sex}" if case.demographics.age is None else f"A {sex} of {case.demographics.age:g}"

    def _findings(case, step):
        told = [one.label for one in case.findings if one.kind in STEPS[step]]
        return "\n".join(f"- {one}" for one in told) or "- nothing recorded"

    def _solution(answer):
        causes = answer.explanation.causes
        told = "\n".join(f"- {one.label}: {100 * one.probability:.0f} %" for one in causes[:3]) or "- undetermined"
        tests = answer.explanation.next_tests
        return f"{told}\n\nMost informative next: {tests[0].label}." if tests else told

    mo.vstack(
        [
            item
            for number, (case, told) in enumerate(zip(cases, answers, strict=True), start=1)
            for item in (
                mo.md(f"## Question {number}\n\n{_who(case)}. Where is the lesion, and what would you examine next?"),
                *(
                    mo.vstack(
                        [
                            mo.md(f"**{step.capitalize()}**\n\n{_findings(case, step)}"),
                            mo.accordion({"Solution so far": mo.md(_solution(told[step]))}),
                        ]
                    )
                    for step in STEPS
                    if any(one.kind in STEPS[step] for one in case.findings)
                ),
            )
        ]
    )
    return


@app.cell
def _(STEPS, answers, mo, plt):
    figure, _axes = plt.subplots(figsize=(7, 4), layout="constrained")
    for _number, _told in enumerate(answers, start=1):
        _final = _told[list(STEPS)[-1]].explanation.causes
        _leading = _final[0].label if _final else ""
        _shares = [
            next((100 * one.probability for one in _told[step].explanation.causes if one.label == _leading), 0.0)
            for step in STEPS
        ]
        _axes.plot(list(STEPS), _shares, marker="o", label=f"Question {_number}")
    _axes.set(ylabel="Probability of the final diagnosis, %", ylim=(0, 105))
    _axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    mo.vstack([mo.md("## What each step contributes"), figure])
    return (figure,)


if __name__ == "__main__":
    app.run()
