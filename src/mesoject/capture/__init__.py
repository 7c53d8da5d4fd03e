"""Photograph to SkinMap: the only room that knows a camera."""

from mesoject.capture.assemble import METHOD, read_photo

__all__ = ["METHOD", "read_photo"]
