"""For a biomechanist: a recorded movement with a weight in the hands, to the load of every lumbar disc."""

import marimo

app = marimo.App(width="medium", app_title="From a recorded lift to disc loads")


@app.cell
def _():
    import marimo as mo
    import matplotlib.pyplot as plt
    import numpy as np

    from myotome.load import (
        JOINTS,
        Person,
        Reading,
        Subject,
        in_motion,
        loads_of_people,
        read_recording,
        solve_trajectory,
        spine,
    )

    return (
        JOINTS,
        Person,
        Reading,
        Subject,
        in_motion,
        loads_of_people,
        mo,
        np,
        plt,
        read_recording,
        solve_trajectory,
        spine,
    )


@app.cell
def _(mo):
    mo.md(
        """
        # From a recorded lift to disc loads

        The recording is an inverse-kinematics file as OpenSim or OpenCap writes it. Replace `recording_file` with your
        own: `.mot`, `.sto`, `.trc`, `.c3d`, `.bvh` and CSV are read. Muscle forces are found by static optimisation in
        every frame, with the inertia of trunk, head, arms and load. Compression and shear act at the centre of each
        disc.
        """
    )
    return


@app.cell
def _(mo):
    recording_file = mo.notebook_dir().parent / "squat.mot"
    held_kg = (0.0, 10.0, 20.0)  # in both hands together
    body_masses_kg = (60.0, 80.0, 100.0)
    return body_masses_kg, held_kg, recording_file


@app.cell
def _(Person, Reading, held_kg, in_motion, read_recording, recording_file, solve_trajectory, spine):
    person = Person("male", 40.0, 1.78, 78.0)
    model = spine(person)
    moved = {mass: in_motion(model, read_recording(recording_file, Reading(mass_kg=mass))) for mass in held_kg}
    solved = {mass: solve_trajectory(model, one.movement) for mass, one in moved.items()}
    return moved, person, solved


@app.cell
def _(JOINTS, held_kg, mo, moved, np, person, plt, solved):
    _disc = JOINTS.index("L4-L5")
    figure, (_over_time, _by_level) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    _lumbar = [name for name in JOINTS if name in ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")]
    for _mass in held_kg:
        _load = np.concatenate([part.discs.compression_n for part in solved[_mass]])
        _over_time.plot(moved[_mass].time_s, _load[:, _disc] / 1000, label=f"{_mass:g} kg")
        _peaks = [_load[:, JOINTS.index(name)].max() / 1000 for name in _lumbar]
        _by_level.plot(_lumbar, _peaks, marker="o", label=f"{_mass:g} kg")
    _over_time.set(xlabel="Time, s", ylabel="Compression of L4-L5, kN", ylim=(0, None))
    _by_level.set(xlabel="Disc", ylabel="Peak compression, kN", ylim=(0, None))
    _over_time.legend(title="In the hands", frameon=False)
    mo.vstack(
        [
            mo.md(
                f"""
                ## Over the movement, and by level

                One man of {person.age:g} years, {person.height_m:g} m and {person.mass_kg:g} kg.
                """
            ),
            figure,
        ]
    )
    return (figure,)


@app.cell
def _(JOINTS, Person, Reading, Subject, body_masses_kg, held_kg, loads_of_people, mo, read_recording, recording_file):
    _people = [Subject(Person("male", 40.0, 1.78, mass)) for mass in body_masses_kg]
    _found = loads_of_people(_people, read_recording(recording_file, Reading(mass_kg=held_kg[-1])), workers=1)
    _disc = JOINTS.index("L4-L5")
    mo.vstack(
        [
            mo.md(
                f"""
                ## Body mass

                The same movement with {held_kg[-1]:g} kg, by people of different mass. Where less than 100 % is held,
                the model's muscles cannot hold some frames, and the load in them is not to be used.
                """
            ),
            mo.ui.table(
                [
                    {
                        "body mass, kg": mass,
                        "peak compression of L4-L5, N": round(float(_found.peak_compression_n[row, _disc])),
                        "mean compression, N": round(float(_found.mean_compression_n[row, _disc])),
                        "peak shear, N": round(float(_found.peak_shear_n[row, _disc])),
                        "held": f"{100 * _found.held[row]:.0f} %",
                    }
                    for row, mass in enumerate(body_masses_kg)
                ],
                selection=None,
            ),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
