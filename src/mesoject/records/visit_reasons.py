"""What is wrong, or odd, between two visits."""

from __future__ import annotations

from typing import Final

from mesoject.records.reason_kind import Kind

VISIT_REASONS: Final[dict[str, Kind]] = {
    "duplicate_photo": Kind(
        "The same photograph or scan was given twice.", "Give each file once; a copy adds no information.", False
    ),
    "register_failed": Kind(
        "The skin of two visits does not match.",
        "Check that both visits show the same leg and site, with 4 cm of bare skin between the strips; else draw the outline afresh on each visit.",
        True,
    ),
    "same_sitting": Kind(
        "The strips lie on the skin exactly as in the other visit.",
        "Check the dates: strips that were taken off never come back to within a millimetre, and photographs of one sitting belong to one visit.",
        False,
    ),
    "scale_disagrees": Kind(
        "The same skin is larger in one visit than in the other.",
        "Measure the printed bar of both sheets and give its length; a print that is off moves every area by twice as much.",
        False,
    ),
    "outline_carried": Kind(
        "The outline was carried over from another visit and nobody has confirmed it.",
        "Open it with `mesoject outline PHOTO`, correct it where the border has moved, and save it.",
        False,
    ),
}
