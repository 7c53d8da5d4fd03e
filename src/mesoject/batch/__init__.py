"""Photographs in, results out: one or many, and a bad one never stops the rest."""

from mesoject.batch.request import Request
from mesoject.batch.run import Result, run

__all__ = ["Request", "Result", "run"]
