"""The vocabulary is found by any of its words, and every example can be read."""

import pytest

from myotome.errors import InputError
from myotome.exam import case_from_mapping, search_words, vocabulary
from myotome.exam.word_search import _every_word

WORDS = tuple(_every_word())
SOUND = {"type": "reflex", "reflex": "achilles", "side": "left", "value": "normal"}


def test_every_example_can_be_read():
    unread = {}
    for word in WORDS:
        case = {"id": "a", "demographics": {"age": 30, "sex": None}, "findings": [SOUND]}
        case |= {"findings": [word.example]} if "type" in word.example else word.example
        try:
            case_from_mapping(case)
        except InputError as error:
            unread[word.section, word.id] = str(error)
    assert not unread


def test_every_name_finds_itself_first():
    for word in WORDS[:: max(1, len(WORDS) // 200)]:
        assert word.id in [found.id for found in search_words(word.id)[:5]]


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("ankle jerk", "achilles"),
        ("SLR", "straight_leg_raise"),
        ("pinprick", "pin"),
        ("herniat", "protrusion"),
        ("L5 myotome", "L5"),
        ("visits", "visits"),
        ("sex", "demographics"),
        ("side unknown", "side"),
        ("power", "mrc"),
        ("worsening", "course"),
        ("loss of bladder sensation", "bladder_or_bowel_disturbance"),
        ("night pain", "night_symptoms"),
        ("incontinence", "urinary_incontinence"),
        ("difficulty passing urine", "urinary_hesitancy"),
        ("diplopia", "visual_disturbance"),
        ("double vision", "visual_disturbance"),
        ("gait ataxia", "ataxic_gait"),
        ("asthma", "asthma"),
        ("eosinophils", "eosinophils"),
    ],
)
def test_synonyms_find_their_id(query, id):
    assert id in [word.id for word in search_words(query)]


@pytest.mark.parametrize("query", ["xylophone", "zzz", "quantum chromodynamics"])
def test_what_is_near_nothing_finds_nothing(query):
    assert search_words(query) == ()


def test_a_section_finds_all_its_names_and_nonsense_the_closest():
    assert {word.id for word in search_words("reflex")} >= set(vocabulary().reflexes)
    assert "achilles" in [word.id for word in search_words("acilles")]
    assert search_words("acilles")[0].allowed == ("absent", "reduced", "normal", "brisk")
