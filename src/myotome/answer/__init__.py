"""One answer document: everything that is shown or sent about a patient."""

from myotome.answer.answer import Answer, assess

__all__ = ["Answer", "assess"]
