"""CDS Hooks 2.0: cards for the record of a hospital, as an ASGI application that a server mounts."""

from myotome.interop.cds.application import cds_application, mount_cds
from myotome.interop.cds.clients import CdsClients, read_clients

__all__ = ["CdsClients", "cds_application", "mount_cds", "read_clients"]
