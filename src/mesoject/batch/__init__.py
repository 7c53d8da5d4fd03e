"""Photographs and scans in, results out: one or many, and a bad one never stops the rest."""

from mesoject.batch.open import open_skin
from mesoject.batch.request import SCAN_SUFFIXES, Request, source_of
from mesoject.batch.run import Draw, Result, run

__all__ = ["SCAN_SUFFIXES", "Draw", "Request", "Result", "open_skin", "run", "source_of"]
