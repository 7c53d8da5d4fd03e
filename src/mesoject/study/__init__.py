"""Studies of many photographs: how well the numbers repeat."""

from mesoject.study.repeatability import RepeatStudy, run_study
from mesoject.study.table import Row, read_table

__all__ = ["RepeatStudy", "Row", "read_table", "run_study"]
