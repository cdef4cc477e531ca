"""Conditions of every form, and strategies that join them."""

from __future__ import annotations

from hypothesis import strategies as st

from myotome.exam.query.condition import AllOf, AnyOf, AtLeast, Condition, Not
from myotome.exam.query.grammar import named_conditions, parse

#: One or more of every form that tables need, with those of a written convention on red flags.
FORMS = (
    "strength:any=weak",
    "strength:leg=weak",
    "strength:leg=weak@bilateral",
    "strength:leg<=3@bilateral",
    "strength:arm<4",
    "strength:limb>3",
    "strength:ankle_dorsiflexion|tibialis_anterior<=3",
    "strength:ankle_dorsiflexion<=25 percent_of_other_side",
    "sensation:level",
    "sensation:level=S2|S3",
    "sensation:saddle=changed",
    "sensation:saddle@exact=reduced",
    "sensation:S3=changed",
    "sensation:L5[pin]=reduced",
    "sensation:limb=reduced",
    "sensation:trunk=paraesthesia",
    "reflex:leg=brisk@bilateral",
    "reflex:limb=absent",
    "reflex:bulbocavernosus=reduced",
    "sign:babinski|clonus=positive",
    "sign:swelling[knee]=positive",
    "sign:muscle_atrophy[soleus]=positive",
    "sign:flaccid_paralysis=positive@bilateral",
    "pain:back@exact",
    "pain:lower_limb@bilateral",
    "pain:groin|thigh|flank",
    "pain:L5",
    "pain:onset=sudden",
    "pain:radiating=true",
    "pain:worse_with=night|straining",
    "pain:better_with=bending_forward",
    "pain:severity>=7",
    "history:cancer=any",
    "history:fever=true",
    "history:trauma=any within 12 weeks",
    "history:surgery=discectomy|laminectomy within 90 days",
    "history:pain[back]=true",
    "history:weakness_reported[lower_limb]=true@bilateral",
    "history:dislocation[knee]=true",
    "history:course=worsening",
    "lab:crp>100",
    "lab:crp>=50",
    "lab:platelets<=100",
    "lab:platelets=low",
    "lab:blood_culture=positive",
    "imaging:cord_compression=present",
    "imaging:cord_compression[thoracic_spine]=present",
    "imaging:metastasis[spine]=present",
    "imaging:haematoma[retroperitoneum]=present",
    "imaging:root_contact[cord]=contact|compression",
    "emg:reinnervation=present",
    "emg:denervation[soleus|tibialis_anterior]=present",
    "ncs:common_peroneal[motor]=absent|reduced_amplitude",
    "pattern:hemiparesis",
    "pattern:crossed_sensory",
    "age>=50",
    "age<16",
    "sex=male",
    "duration<=14 days",
    "duration<=6 weeks",
    "sign:babinski=positive AND (history:falls=true OR @sensory_level)",
    "@spinal_pain AND 2 OF {history:tuberculosis=true; lab:tuberculosis_test=positive; history:weight_loss=true}",
    "2 OF {@upper_motor_signs OR reflex:leg=brisk@bilateral; history:falls=true; strength:arm=weak}",
    "(age>=60 AND pain:onset=sudden) OR ((pain:neck OR pain:occiput) AND history:drop_attacks=true)",
)
#: What states that something is normal or missing.
ABSENCES = (
    "NOT (history:trauma=any OR history:onset_trigger=fall)",
    "history:pain=false",
    "history:cancer=none",
    "sign:babinski=negative",
    "strength:leg=normal",
    "sensation:saddle=normal",
    "reflex:limb=normal",
    "lab:crp=normal",
    "imaging:bulge[L4-L5]=absent",
)


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(AllOf),
        several.map(AnyOf),
        several.flatmap(lambda all_of: st.integers(1, len(all_of)).map(lambda number: AtLeast(number, all_of))),
    )


POSITIVE = st.recursive(
    st.one_of(
        st.sampled_from(FORMS).map(parse), st.sampled_from([f"@{name}" for name in named_conditions()]).map(parse)
    ),
    _joined,
    max_leaves=6,
)
ANY_CONDITION = st.recursive(
    st.one_of(POSITIVE, st.sampled_from(ABSENCES).map(parse)),
    lambda parts: st.one_of(_joined(parts), parts.map(Not)),
    max_leaves=6,
)
