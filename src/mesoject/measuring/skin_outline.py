"""An outline in millimetres on the skin, read without its photograph: all that a treatment map needs of a scar."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from shapely import MultiPolygon

from mesoject.measuring.formats.files import contents
from mesoject.measuring.formats.strict_json import parsed
from mesoject.measuring.polygons import validated
from mesoject.records import Outline, Refused, reason


def read_skin_outline(path: str | PathLike[str]) -> MultiPolygon:
    """Read a ``mesoject-outline/1`` file in frame ``skin_mm``.

    Parameters
    ----------
    path : path
        As the page of ``mesoject outline`` saves it; the photograph is not needed.

    Returns
    -------
    shapely.MultiPolygon
        [s, z] in mm; valid, not empty, overlaps united.

    Raises
    ------
    UsageError
        The file cannot be read.
    Refused
        ``outline_frame`` for another frame; ``outline_invalid`` or ``empty_outline`` for a broken one.
    """
    outline = parsed(Outline, contents(Path(path)))
    if outline.frame != "skin_mm":
        raise Refused([reason("outline_frame", f"{Path(path).name} is in frame {outline.frame}.")])
    return validated(outline.polygons)
