"""For an integrator: a FHIR bundle in, a coded answer and CDS Hooks cards out, all in this process."""

import marimo

app = marimo.App(width="medium", app_title="Bundle in, cards out")


@app.cell
def _():
    import json
    import tempfile
    import time
    from datetime import UTC, datetime
    from pathlib import Path
    from uuid import uuid4

    import marimo as mo
    import matplotlib.pyplot as plt
    from joserfc import jwt
    from joserfc.jwk import ECKey, KeySet
    from starlette.testclient import TestClient

    import myotome as mt
    from myotome.interop import answer_bundle, case_bundle, case_of_bundle, cds_application, read_clients

    return (
        ECKey,
        KeySet,
        Path,
        TestClient,
        UTC,
        answer_bundle,
        case_bundle,
        case_of_bundle,
        cds_application,
        datetime,
        json,
        jwt,
        mo,
        mt,
        plt,
        read_clients,
        tempfile,
        time,
        uuid4,
    )


@app.cell
def _(mo):
    mo.md(
        """
        # Bundle in, cards out

        Your system sends the findings of a patient as FHIR R4 and receives either a coded answer (`$explain`) or CDS
        Hooks cards. This notebook runs both without a network, so that you can see every message before you
        connect anything. In production the same service runs behind `myotome serve`.
        """
    )
    return


@app.cell
def _(mo):
    case_file = mo.notebook_dir().parent / "cauda-equina.yaml"
    return (case_file,)


@app.cell
def _(case_bundle, case_file, case_of_bundle, json, mo, mt):
    bundle = case_bundle(mt.read_case(case_file).without_truth())  # what your system would send
    imported = case_of_bundle(bundle)
    _observation = next(one for one in bundle["entry"][::-1] if one["resource"]["resourceType"] == "Observation")
    mo.vstack(
        [
            mo.md(
                f"""
                ## In: a bundle

                One Observation is one finding: its code names the kind, `bodySite` the place and the side. What became
                of the {len(imported.entries)} entries: {", ".join(f"{n} {k}" for k, n in imported.counts().items())}.
                """
            ),
            mo.accordion({"One of its Observations": mo.md(f"```json\\n{json.dumps(_observation, indent=1)}\\n```")}),
        ]
    )
    return bundle, imported


@app.cell
def _(UTC, answer_bundle, datetime, imported, mo, mt, plt):
    answered = [one["resource"] for one in answer_bundle(mt.assess(imported.case), datetime.now(UTC))["entry"]]
    flags = [one for one in answered if one["resourceType"] == "DetectedIssue"]
    _risk = next(one for one in answered if one["resourceType"] == "RiskAssessment")
    _shown = _risk["prediction"][:6][::-1]
    figure, _axes = plt.subplots(figsize=(8, 3), layout="constrained")
    _labels = [one["outcome"]["text"] for one in _shown]
    _axes.barh(
        [text if len(text) < 60 else f"{text[:57]}..." for text in _labels],
        [one["probabilityDecimal"] for one in _shown],
    )
    _axes.set(xlabel="RiskAssessment.prediction.probabilityDecimal (per cent in R4)", xlim=(0, 100))
    mo.vstack(
        [
            mo.md("## Out: the coded answer\n\nEvery red flag is a DetectedIssue; every explanation is a prediction."),
            mo.ui.table(
                [
                    {"code": one["code"]["coding"][0]["code"], "severity": one["severity"], "detail": one["detail"]}
                    for one in flags
                ],
                selection=None,
            ),
            figure,
        ]
    )
    return figure, flags


@app.cell
def _(ECKey, KeySet, Path, TestClient, cds_application, json, jwt, read_clients, tempfile, time, uuid4):
    BASE, ISSUER, SERVICE = "https://myotome.example/cds", "https://ehr.example", "/cds-services/myotome-spine"
    _key = ECKey.generate_key("P-384", {"kid": "1"})
    _folder = Path(tempfile.mkdtemp())
    (_folder / "ehr-jwks.json").write_text(json.dumps(KeySet([_key]).as_dict(private=False)))
    (_folder / "clients.toml").write_text(f'base = "{BASE}"\n[[client]]\niss = "{ISSUER}"\nkeys = "ehr-jwks.json"\n')
    _service = TestClient(cds_application(read_clients(_folder / "clients.toml")))

    def call(body):
        """Call the service as your system would, with a token signed for this address and good once."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": BASE + SERVICE, "iat": now, "exp": now + 300, "jti": str(uuid4())}
        token = jwt.encode({"alg": "ES384", "kid": "1", "typ": "JWT"}, claims, _key, algorithms=["ES384"])
        return _service.post(SERVICE, json=body, headers={"authorization": f"Bearer {token}"})

    return (call,)


@app.cell
def _(bundle, call, mo, uuid4):
    _patient, *_others = (entry["resource"] for entry in bundle["entry"])
    _about = {"reference": "Patient/p1"}
    _found = [
        {**{key: part for key, part in one.items() if key != "encounter"}, "subject": _about}
        for one in _others
        if one["resourceType"] == "Observation"
    ]
    _sent = {
        "hook": "patient-view",
        "hookInstance": str(uuid4()),
        "context": {"userId": "Practitioner/d1", "patientId": "p1"},
        "prefetch": {
            "patient": {**_patient, "id": "p1"},
            "findings": {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in _found]},
            "conditions": None,  # null: there are none; a missing key: could not be fetched
        },
    }
    cards = call(_sent).json()["cards"]
    _kinds = {"critical": "danger", "warning": "warn", "info": "info"}
    mo.vstack(
        [
            mo.md("## Out: cards"),
            *(
                mo.callout(mo.md(f"**{one['summary']}**\n\n{one.get('detail', '')}"), kind=_kinds[one["indicator"]])
                for one in cards
            ),
        ]
    )
    return (cards,)


if __name__ == "__main__":
    app.run()
