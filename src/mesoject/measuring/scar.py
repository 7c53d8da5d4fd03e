"""One SkinMap and one outline to one Measurement."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mesoject.measuring.border import Border, border, load_outline
from mesoject.measuring.colour import colours
from mesoject.measuring.relief import BeyondSize, relief
from mesoject.measuring.size import BORDER_SD_MM, sizes
from mesoject.measuring.skin import find_parts
from mesoject.measuring.texture import texture_ratio
from mesoject.records import Measurement, Outline, Provenance
from mesoject.records.software import software
from mesoject.skinmap import SkinMap

MM_PER_PX = 0.1


def measure(
    skin: SkinMap, scar: Outline | str | Path, *, border_sd_mm: float = BORDER_SD_MM, rater: str | None = None
) -> Measurement:
    """Measure a scar on a SkinMap.

    Parameters
    ----------
    skin : SkinMap
    scar : Outline or path
        The border, or a file of any known outline format.
    border_sd_mm : float
        How far, in common, the border may lie further out or in (one standard deviation, mm).
    rater : str
        Who drew it, for provenance.

    Raises
    ------
    Refused
        When the outline cannot be used, or the scar cannot be seen well enough.
    """
    outline = scar if isinstance(scar, Outline) else load_outline(skin, scar)
    found, notes = border(skin, outline)
    beyond_size = relief if skin.source == "scan" else _appearance
    more = beyond_size(skin, found, border_sd_mm=border_sd_mm)
    size = sizes(skin, found, border_sd_mm=border_sd_mm, area_ratio=more.area_ratio)
    quantities = [*size, *more.quantities]
    reasons = (*skin.warnings, *notes, *more.notes)
    return Measurement(
        status="warned" if reasons else "measured",
        reasons=reasons,
        quantities=tuple(quantities),
        provenance=provenance(skin, outline, rater),
    )


def _appearance(skin: SkinMap, found: Border, *, border_sd_mm: float) -> BeyondSize:
    """What only a calibrated photograph shows: colour and texture."""
    del border_sd_mm  # colour hardly changes with the last tenths of the border
    parts, notes = find_parts(skin, found, MM_PER_PX)
    return BeyondSize([*colours(skin, parts), *texture_ratio(parts)], notes, 1.0)


def provenance(skin: SkinMap, outline: Outline | None = None, rater: str | None = None) -> Provenance:
    """What made a result: hashes of the inputs, the method and the versions of the libraries."""
    known = {k: v for k, v in skin.sources.items() if k in Provenance.model_fields}
    drawn = hashlib.sha256(outline.model_dump_json().encode()).hexdigest() if outline is not None else None
    return Provenance.model_validate({**known, "outline_sha256": drawn, "software": software(), "rater": rater})
