"""A registry of cases explained: part after part, resumable, the same bytes for any number of workers."""

from myotome.interop.registry.run import RegistryResult, explain_table

__all__ = ["RegistryResult", "explain_table"]
