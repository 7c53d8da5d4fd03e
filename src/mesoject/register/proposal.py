"""An outline and the healthy ring of one visit, carried over to another for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from mesoject.records import Outline, Reason, Refused, reason
from mesoject.records.outline import Polygons
from mesoject.register.picture import Array
from mesoject.register.registration import Registration

RING_FROM_MM, RING_TO_MM = 5.0, 20.0
UNSURE_MM = 1.0


@dataclass(frozen=True)
class Proposal:
    """A carried outline: a start for drawing, not a finding.

    Measured as it is, it would give back the first visit's size, stretched by the map. And it repeats the first
    visit's judgement of the border, so that its error is missing from the spread between visits: who measures with
    carried outlines adds the outline's error back, once.

    Attributes
    ----------
    outline : Outline
        In ``skin_mm`` of the moving visit.
    error_mm : float
        Standard error of the carrying, RMS along the border; the drawing's own error is not in it.
    reasons : tuple of Reason
        Always says that the outline was carried, and how well.
    """

    outline: Outline
    error_mm: float
    reasons: tuple[Reason, ...]


def carry_outline(registration: Registration, outline: Outline, *, source_sha256: str | None = None) -> Proposal:
    """Carry an outline of the fixed visit over to the moving one, as a proposal.

    Parameters
    ----------
    outline : Outline
        In ``skin_mm`` of the fixed visit.
    source_sha256 : str
        Of the moving visit's photograph, which the proposal is then tied to.

    Raises
    ------
    Refused
        ``outline_foreign`` where the outline is in another frame; ``empty_outline`` where it has no polygon.
    """
    if outline.frame != "skin_mm":
        raise Refused([reason("outline_foreign", f"The outline's frame is {outline.frame}; skin_mm can be carried.")])
    if not outline.polygons:
        raise Refused([reason("empty_outline", "There is no polygon.")])
    border = np.concatenate([np.array(ring, float) for polygon in outline.polygons for ring in polygon])
    error = float(np.sqrt(np.mean(registration.error_mm(border) ** 2)))
    unsure = f"; beyond {UNSURE_MM:g} mm it is better drawn afresh" if error > UNSURE_MM else ""
    note = reason("outline_carried", f"Carried over from another visit, to {error:.1f} mm{unsure}.")
    carried = Outline(frame="skin_mm", source_sha256=source_sha256, polygons=_carried(registration, outline.polygons))
    return Proposal(carried, error, (note,))


def healthy_ring(
    registration: Registration, scar_mm: shapely.Geometry, *, from_mm: float = RING_FROM_MM, to_mm: float = RING_TO_MM
) -> shapely.Geometry:
    """The ring of own skin round a scar of the fixed visit, where the moving visit has it (mm): the same skin twice."""
    ring = shapely.difference(scar_mm.buffer(to_mm), scar_mm.buffer(from_mm))
    return registration.carry(ring)


def _carried(registration: Registration, polygons: Polygons) -> Polygons:
    return tuple(tuple(_points(registration.to_moving(np.array(ring, float))) for ring in rings) for rings in polygons)


def _points(mm: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(point) for point in mm.round(4).tolist())
