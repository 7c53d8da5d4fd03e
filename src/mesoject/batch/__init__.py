"""Photographs and scans in, results out: one or many, and a bad one never stops the rest."""

from mesoject.batch.request import SCAN_SUFFIXES, Request, source_of
from mesoject.batch.run import Result, read_skin, run

__all__ = ["SCAN_SUFFIXES", "Request", "Result", "read_skin", "run", "source_of"]
