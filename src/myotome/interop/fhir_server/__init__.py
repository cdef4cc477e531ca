"""FHIR R4 over what is kept: an ASGI application that a server mounts under `/fhir`."""

from myotome.interop.fhir_server.application import fhir_application, mount_fhir

__all__ = ["fhir_application", "mount_fhir"]
