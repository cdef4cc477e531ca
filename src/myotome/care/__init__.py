"""From answers to a plan: red flags first, then options, never orders."""

from myotome.care.person_now import CaseStart, case_start, weak_muscles

__all__ = ["CaseStart", "case_start", "weak_muscles"]
