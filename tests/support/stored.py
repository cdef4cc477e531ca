"""What the tests of records keep: a key, a short case, and as much of an answer document as records look at."""

from __future__ import annotations

from myotome.exam import Case, case_from_mapping

SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
KEY = {"MYOTOME_RECORDS_KEY": SECRET}
DOCUMENT = {"version": "0.1.0", "tables_hash": "ab" * 32, "seed": 0, "explanation": {"causes": []}}


def case_of(grade: float = 3) -> Case:
    """A case with a weak great toe."""
    weak = {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": grade}
    return case_from_mapping({"id": "a", "demographics": {"age": 44, "sex": "male"}, "findings": [weak]})
