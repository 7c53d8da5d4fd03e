"""What is to be measured, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SOURCE_WORDS = {"photo": "photograph", "scan": "scan"}
SCAN_SUFFIXES = {".ply", ".obj", ".stl", ".glb", ".xyz"}


def source_of(path: Path) -> Literal["photo", "scan"]:
    """Whether a file is taken as a photograph or as a 3D scan, by its name; what it holds is checked when it is read.

    Examples
    --------
    >>> source_of(Path("leg.PLY")), source_of(Path("leg.jpg"))
    ('scan', 'photo')
    """
    return "scan" if path.suffix.lower() in SCAN_SUFFIXES else "photo"


@dataclass(frozen=True)
class Request:
    """One photograph or scan with its outline and the options that apply to it.

    Attributes
    ----------
    photo : Path
        A photograph, or a 3D scan: PLY, OBJ, STL, GLB or XYZ.
    outline : Path or None
        None: nothing can be measured; the photograph's own reasons come first.
    only_check : bool
        Judge the photograph and stop.
    refine : bool
        The outline is loose and is refined to the scar's border.
    core : Path or None
        An outline of what is scar for certain; helps ``refine``.
    bar_mm, bar_sd_mm : float
        The printed 100 mm bar as measured and the SD of that reading.
    print_profile : Path or None
    target : str
    unit : str or None
        Of a scan's numbers: mm, cm, m or in. The options of print and target do not apply to scans.
    rater : str or None
    """

    photo: Path
    outline: Path | None = None
    only_check: bool = False
    refine: bool = False
    core: Path | None = None
    bar_mm: float | None = None
    bar_sd_mm: float = 0.3
    print_profile: Path | None = None
    target: str = "strips"
    unit: str | None = None
    rater: str | None = None

    @property
    def source(self) -> Literal["photo", "scan"]:
        """What the file is taken for."""
        return source_of(self.photo)
