"""SMART App Launch 2.2: the examination of a patient whom a hospital's record shows, and what stands there already."""

from myotome.interop.smart.errors import SmartError
from myotome.interop.smart.launching import Launching, Pending
from myotome.interop.smart.record import SmartRecord
from myotome.interop.smart.servers import SmartServer, SmartServers, read_servers

__all__ = ["Launching", "Pending", "SmartError", "SmartRecord", "SmartServer", "SmartServers", "read_servers"]
