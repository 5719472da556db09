"""The embedded PostgreSQL: started on demand, shared by all commands, stopped by the last. No Django here."""

from .binaries import MAJOR, binaries, program
from .lease import Lease, Status, acquire, status
from .roles import DATABASE, USERS, Role, rights

__all__ = [
    "DATABASE",
    "MAJOR",
    "USERS",
    "Lease",
    "Role",
    "Status",
    "acquire",
    "binaries",
    "program",
    "rights",
    "status",
]
