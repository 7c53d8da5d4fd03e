"""What the outline page says of a photograph, and what of a scan."""

from __future__ import annotations

from dataclasses import dataclass

from mesoject.skinmap.map import Source


@dataclass(frozen=True)
class Words:
    """Sentences of the page that differ.

    Attributes
    ----------
    source : str
        What the outline is drawn on.
    argument : str
        How the command line calls it.
    frame : str
        What the dashed frame means.
    untrusted, unseen : str
        Findings: the outline leaves the frame, or what is known at all.
    hatched : str
        What to do where the scar reaches unknown skin.
    up, down : str
        The two ends of the limb.
    """

    source: str
    argument: str
    frame: str
    untrusted: str
    unseen: str
    hatched: str
    up: str
    down: str


WORDS: dict[Source, Words] = {
    "photo": Words(
        source="photograph",
        argument="PHOTO",
        frame="The dashed frame is the part that the strips support.",
        untrusted="Part of the outline lies outside the dashed frame that the strips support.",
        unseen="The outline leaves the skin that the camera saw (hatched).",
        hatched="Hatched parts were not seen by the camera. If the scar reaches there, take another photograph.",
        up="<span>towards the</span> hip",
        down="<span>towards the</span> foot",
    ),
    "scan": Words(
        source="scan",
        argument="SCAN",
        frame="The dashed frame is the box round the scan; what is hatched in it was not scanned.",
        untrusted="Part of the outline lies outside the dashed frame, the box round the scan.",
        unseen="The outline leaves the skin that was scanned (hatched).",
        hatched="Hatched parts were not scanned. If the scar reaches there, scan it again.",
        up="thicker end",
        down="thinner end",
    ),
}
