"""One patient, computed once."""

from myotome.patient.assessment import Assessment
from myotome.patient.case_forecast import CaseForecast, ForecastRequest
from myotome.patient.circumstances import Circumstances
from myotome.patient.forecast_start import CaseStart

__all__ = ["Assessment", "CaseForecast", "CaseStart", "Circumstances", "ForecastRequest"]
