"""Scan to SkinMap: a mesh or a cloud of points of a limb, laid flat with its height."""

from mesoject.capture.scan.assemble import read_scan

__all__ = ["read_scan"]
