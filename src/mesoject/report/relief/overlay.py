"""The relief of one measured scan as files: a figure, a 3D model, and a page with the model to be turned."""

from __future__ import annotations

from pathlib import Path

from mesoject.measuring.border import border
from mesoject.measuring.relief.picture import relief_picture
from mesoject.records import Outline
from mesoject.records.files import write_atomically
from mesoject.report.relief.figures import relief_png, relief_words
from mesoject.report.relief.glb import relief_glb
from mesoject.report.relief.look import shared_look
from mesoject.report.relief.page import write_relief_page
from mesoject.report.relief.view import Shown
from mesoject.skinmap import SkinMap


def write_relief_overlays(skin: SkinMap, outline: Outline, folder: Path, stem: str) -> None:
    """Write ``STEM.relief.png``, ``STEM.relief.glb`` and ``STEM.relief.html`` of a scan.

    The figure and the model hold the scan's own heights; the page shows them smoothed for the eye.

    Raises
    ------
    Refused
        As :func:`mesoject.measuring.relief.picture.relief_picture`.
    UsageError
        When the folder cannot be written to.
    """
    found, _ = border(skin, outline)
    picture = relief_picture(skin, found)
    look = shared_look([picture])
    write_atomically(folder / f"{stem}.relief.png", relief_png(picture, look))
    glb = relief_glb(picture.xyz_mm, picture.height_mm, look.limit_mm)
    write_atomically(folder / f"{stem}.relief.glb", glb)
    shown = Shown(picture, stem, relief_words(picture))
    write_relief_page(folder / f"{stem}.relief.html", [shown], title=f"Relief of {stem}")
