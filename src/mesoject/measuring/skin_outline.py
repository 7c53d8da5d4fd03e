"""An outline in millimetres on the skin, read without its photograph: all that a treatment map needs of a scar."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from shapely import MultiPolygon

from mesoject.measuring.formats.files import contents
from mesoject.measuring.formats.strict_json import parsed
from mesoject.measuring.polygons import validated
from mesoject.records import Outline, Reason, Refused, reason


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
        ``outline_format`` for a file of another kind; ``outline_frame`` for another frame; ``outline_invalid`` or
        ``empty_outline`` for one that crosses itself or holds nothing.
    """
    outline = _outline(Path(path))
    if outline.frame != "skin_mm":
        raise Refused([reason("outline_frame", f"{Path(path).name} is in frame {outline.frame}.")])
    return validated(outline.polygons)


def _outline(path: Path) -> Outline:
    try:
        return parsed(Outline, contents(path))
    except Refused as refused:
        found = [r if r.code == "empty_outline" else _of_another_kind(path, r) for r in refused.reasons]
        raise Refused(found) from refused


def _of_another_kind(path: Path, told: Reason) -> Reason:
    return reason("outline_format", f"{path.name} is no outline that can be read: {told.message}")
