"""Photograph to SkinMap: the only room that knows a camera."""

from mesoject.capture.assemble import read_photo

__all__ = ["read_photo"]
