"""Photograph to SkinMap: the only room that knows a camera."""
