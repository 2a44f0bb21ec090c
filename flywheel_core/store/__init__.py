"""Keeping assessments: every change saved as it is made, opened again by a private link.

Importing this loads SQLAlchemy and Alembic; `import flywheel_core` alone does not.
"""

from flywheel_core.store.errors import ReadOnlyLink, StoreError, UnknownLink
from flywheel_core.store.records import Opened, Saved
from flywheel_core.store.store import Store

__all__ = ["Opened", "ReadOnlyLink", "Saved", "Store", "StoreError", "UnknownLink"]
