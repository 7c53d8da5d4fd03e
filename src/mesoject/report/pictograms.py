"""The pictures of the safety card: how the strips are printed, worn and photographed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from mesoject.capture.target import Target
from mesoject.report import pictures

STRIPS_APART_MM = (20, 140)
CAMERA_DISTANCE_MM = (250, 450)


@dataclass(frozen=True)
class Pictogram:
    """One cell of the card: the picture (SVG), the words under it, and the words for who cannot see it."""

    svg: str
    caption: str
    alt: str
    wide: bool = False


def pictograms(target: Target) -> list[dict[str, str | bool]]:
    """Return the cells of the card in order, as plain data."""
    apart, distance = _words(STRIPS_APART_MM), _words(CAMERA_DISTANCE_MM)
    cells = [
        Pictogram(
            pictures.printing(), "Print at 100 %, never fitted to the page", "A printer prints the sheet at 100 %"
        ),
        Pictogram(pictures.bar(), "Measure the bar, write its length down", "A ruler along the bar reads 100 mm"),
        Pictogram(pictures.clean(), "Clean, dry skin", "A cloth wipes the leg; drops are forbidden"),
        Pictogram(
            pictures.place(target),
            "One strip on each side of the scar, arrows towards it.\nP nearer the hip, D nearer the foot.",
            "A leg with strip P above the scar and strip D below it, arrows of both towards the scar",
            wide=True,
        ),
        Pictogram(
            pictures.tape(), "Close with tape behind the limb, without tension", "The limb cut across, taped behind"
        ),
        Pictogram(
            pictures.apart(target, STRIPS_APART_MM),
            f"{apart} between the strips",
            f"Strips {apart} apart, the scar free between them",
        ),
        Pictogram(
            pictures.square(CAMERA_DISTANCE_MM),
            f"Camera {distance} away, square to the skin",
            f"Camera at a right angle, {distance} away",
        ),
        Pictogram(
            pictures.twice(), "Two photographs: move the camera between them", "The camera at two places round the limb"
        ),
        Pictogram(pictures.light(), "No flash, no glare", "Flash and glare are forbidden"),
    ]
    return [asdict(cell) for cell in cells]


def _words(limits: tuple[int, int]) -> str:
    return f"{limits[0]} to {limits[1]} mm"
