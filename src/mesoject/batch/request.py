"""What is to be measured, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """One photograph with its outline and the options that apply to it.

    Attributes
    ----------
    photo : Path
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
    rater: str | None = None
