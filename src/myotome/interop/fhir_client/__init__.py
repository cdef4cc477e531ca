"""Asking a FHIR server of a hospital: what stands there of one patient, and nothing else."""

from myotome.interop.fhir_client.addresses import is_safe
from myotome.interop.fhir_client.asking import RefusedByServerError, asked
from myotome.interop.fhir_client.errors import RemoteError
from myotome.interop.fhir_client.reading import resources_at

__all__ = ["RefusedByServerError", "RemoteError", "asked", "is_safe", "resources_at"]
