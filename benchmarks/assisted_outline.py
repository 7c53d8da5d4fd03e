"""The assisted outline against the true one: loose outlines and core strokes made from truth, drawn in again.

python -m benchmarks.assisted_outline --bench DIR
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from benchmarks.dataset import Shot, shots
from benchmarks.tables import heading, rms
from mesoject.capture import read_photo
from mesoject.measuring.polygons import from_shapely, to_shapely
from mesoject.measuring.refine import refine
from mesoject.records import Outline, Refused
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
SEED = 20250101
LOOSE_FROM, LOOSE_TO, SHIFT, VERTICES = 0.10, 0.35, 0.10, 24
CORE_SHARE = 0.4
GOALS = "goals: Dice mean >= 0.92, p10 >= 0.88, area error median <= 6 %"


class Case(NamedTuple):
    """A photograph with the true outline and a loose one, on the skin and in the picture."""

    skin: SkinMap
    truth_mm: Polygon
    loose_px: Polygon
    loose_mm: Polygon


class Score(NamedTuple):
    """How one outline compares with the truth."""

    dice: float
    area_error: float
    distance_mm: float
    seconds: float
    errors_sd: float


def assisted(bench: Path) -> None:
    """Print the table for every photograph that is to be measured."""
    for name, even in (("margin by local radius", False), ("even margin", True)):
        heading(f"Assisted outline, {name} (10 to 35 % loose); {GOALS}")
        cases = list(_cases(bench, even))
        print(f"  {'':<34} {'Dice':>6} {'p10':>6} {'area':>6} {'bias':>7} {'border':>8} {'time':>7} {'z rms':>6}")
        _row("loose outline", cases, lambda case: (case.loose_mm, np.nan))
        kept = float(np.mean([case.truth_mm.area / case.loose_mm.area for case in cases]))
        _row("plain erosion", cases, partial(_eroded, kept=kept))
        _row("shrunk about its centre", cases, partial(_shrunk, kept=kept))
        _row("refined", cases, lambda case: _refined(case, None))
        _row("refined, with a core stroke", cases, lambda case: _refined(case, _core(case.truth_mm)))


def _cases(bench: Path, even: bool) -> Iterator[Case]:
    random = np.random.default_rng(SEED)
    for shot in shots(bench):
        if shot.accept and (px := shot.truth.get("outline_px")):
            truth, loose = Polygon(px), loosened(Polygon(px), random, even=even)
            skin = _read(shot)
            if skin is not None:
                yield Case(skin, _on_skin(skin, truth), loose, _on_skin(skin, loose))


def _read(shot: Shot) -> SkinMap | None:
    try:
        return read_photo(shot.file, bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)
    except Refused as refused:
        print(f"  {shot.name} is refused: {refused.reasons[0].code}")
        return None


def loosened(truth: Polygon, random: np.random.Generator, *, even: bool = False) -> Polygon:
    """A loose outline of at most 24 vertices: offset outwards by 10 to 35 % of the radius, and shifted by up to 10 %.

    The offset varies smoothly round the border. The radius is each border point's distance from the centroid, or, for
    an even margin, that of a circle of the same area.
    """
    dense = shapely.segmentize(truth, truth.length / 400)
    points = shapely.get_coordinates(dense.exterior)[:-1]
    usual = np.sqrt(truth.area / np.pi)
    radius = usual if even else np.linalg.norm(points - shapely.get_coordinates(truth.centroid), axis=1)
    discs = shapely.buffer(shapely.points(points), _share(len(points), random) * radius, quad_segs=6)
    grown = max(shapely.get_parts(shapely.unary_union([dense, *discs])), key=shapely.area)
    at = np.arange(VERTICES) / VERTICES
    ring = shapely.get_coordinates(shapely.line_interpolate_point(grown.exterior, at, normalized=True))
    angle, far = random.uniform(0, 2 * np.pi), SHIFT * usual * np.sqrt(random.uniform())
    return Polygon(ring + far * np.array([np.cos(angle), np.sin(angle)]))


def _share(count: int, random: np.random.Generator) -> Array:
    """Looseness round the border, four smooth waves between the least and the greatest."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    wave = sum(random.normal() / k * np.cos(k * turn + random.uniform(0, 2 * np.pi)) for k in range(1, 5))
    return LOOSE_FROM + (LOOSE_TO - LOOSE_FROM) * (wave - np.min(wave)) / np.ptp(wave)


def _on_skin(skin: SkinMap, px: Polygon) -> Polygon:
    dense = shapely.segmentize(px, 4.0)
    mm = shapely.make_valid(shapely.transform(dense, skin.to_mm))
    return max(shapely.get_parts(mm), key=shapely.area)


def _eroded(case: Case, kept: float) -> tuple[Polygon, float]:
    """The loose outline drawn in evenly to the share of its area that the scars of this set hold on average."""
    low, high = 0.0, 50.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if case.loose_mm.buffer(-middle).area > kept * case.loose_mm.area else (low, middle)
    return case.loose_mm.buffer(-low), np.nan


def _shrunk(case: Case, kept: float) -> tuple[Polygon, float]:
    """The loose outline made smaller about its centroid, to the same share."""
    centre = shapely.get_coordinates(case.loose_mm.centroid)
    return shapely.transform(case.loose_mm, lambda p: centre + (p - centre) * np.sqrt(kept)), np.nan


def _core(truth: Polygon) -> Outline:
    """What is left of the truth at two fifths of its width."""
    half_width = shapely.maximum_inscribed_circle(truth).length
    core = max(shapely.get_parts(truth.buffer(-(1 - CORE_SHARE) * half_width)), key=shapely.area)
    return Outline(frame="skin_mm", polygons=from_shapely(MultiPolygon([core])))


def _refined(case: Case, core: Outline | None) -> tuple[MultiPolygon, float]:
    ring = [(float(x), float(y)) for x, y in shapely.get_coordinates(case.loose_px)[:-1]]
    found, border_sd_mm = refine(case.skin, ring, core)
    return to_shapely(found.polygons), border_sd_mm


def _row(name: str, cases: list[Case], draw: Callable[[Case], tuple[shapely.Geometry, float]]) -> None:
    scores = []
    for case in cases:
        try:
            start = time.perf_counter()
            drawn, sd = draw(case)
            scores.append(_score(drawn, case.truth_mm, sd, time.perf_counter() - start))
        except Refused as refused:
            print(f"  {name} is refused: {refused.reasons[0].code}")
    if scores:
        dice, area, distance, seconds, errors = np.array(scores).T
        print(
            f"  {name:<34} {dice.mean():6.3f} {np.quantile(dice, 0.1):6.3f} {np.median(np.abs(area)):6.1%} "
            f"{area.mean():+7.1%} {distance.mean():5.2f} mm {seconds.mean():5.2f} s {rms(errors):6.2f}"
        )


def _score(drawn: shapely.Geometry, truth: Polygon, border_sd_mm: float, seconds: float) -> Score:
    dice = 2 * drawn.intersection(truth).area / (drawn.area + truth.area)
    along = shapely.points(shapely.get_coordinates(shapely.segmentize(truth.exterior, 0.5)))
    distance = float(shapely.distance(drawn.boundary, along).mean())
    error_mm = (drawn.area - truth.area) / truth.length
    return Score(dice, drawn.area / truth.area - 1, distance, seconds, error_mm / border_sd_mm)


def main() -> None:
    """Run on one bench."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--bench", type=Path, required=True, help="folder of photographs with truth")
    assisted(told.parse_args().bench)


if __name__ == "__main__":
    main()
