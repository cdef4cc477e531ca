"""Scores of questionnaires: from their answers, with what may be left out, their bands, and whether a change counts."""

from myotome.interop.scores.changes import ScoreChange, score_change
from myotome.interop.scores.scoring import QuestionnaireScore, score_bands, scored_instruments, total_score

__all__ = ["QuestionnaireScore", "ScoreChange", "score_bands", "score_change", "scored_instruments", "total_score"]
