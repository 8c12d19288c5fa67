"""Writes, one verb each. Everything that changes the database is here; ``REGISTRY`` knows all of them."""

from supervision.usecases._frame import REGISTRY, after_commit, record, usecase

__all__ = ["REGISTRY", "after_commit", "record", "usecase"]
