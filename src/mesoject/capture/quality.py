"""Is this picture good enough? Every threshold stands here, with what it was chosen from (docs/refusals.md)."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.capture.colour.correct import ColourFit
from mesoject.capture.colour.samples import Samples
from mesoject.capture.limb.fit import Fit
from mesoject.capture.limb.model import Seen
from mesoject.capture.markers import Sightings
from mesoject.capture.photo import Photo
from mesoject.capture.target import Target
from mesoject.records import Reason, reason

SHARP_ENOUGH = 0.45  # no markers and less than this: blurred. Sharp phone pictures reach 0.5 to 0.9, shaken ones 0.3
EDGE_WARN_MM, EDGE_REFUSE_MM = 1.2, 2.0  # width of a marker's edge: a scar's border is no sharper in the picture
MISFIT_REFUSE, MISFIT_WARN_MARKER = 0.035, 0.08  # of a marker's side: 0.35 mm on average, 0.8 mm for one marker
SECOND_PIECE_LEAST = 2
PAPER_DARK_CODE, PAPER_CLIPPED_SHARE, PATCHES_CLIPPED_SHARE = 90, 0.9, 0.3
MIRRORED = "The target's markers can be read in a mirror only."
RESIDUAL_WARN_LAB, RESIDUAL_REFUSE_LAB = 4.0, 10.0


def judge_markers(
    photo: Photo, sightings: Sightings, seen: tuple[Seen, ...], target: Target, mirrored: Callable[[], bool]
) -> list[Reason]:
    """Reasons that the markers alone give."""
    if not len(sightings):
        return [_nothing_found(photo, target, mirrored)]
    misplaced = _misplaced(sightings, seen)
    counts = {s.name: len(s.uv_mm) // 4 for s in seen}
    least = target.min_markers_per_piece
    if (misplaced or max(counts.values()) < least) and mirrored():  # a few markers look like others in a mirror
        return [reason("mirrored", MIRRORED)]
    if misplaced:
        return [reason("strip_misplaced", misplaced)]
    if max(counts.values()) < least:
        found = " and ".join(f"{n} of {name}" for name, n in counts.items())
        return [reason("too_few_markers", f"Only {found} can be read; {least} of one piece are the least.")]
    return _judge_count(counts, target)


def _judge_count(counts: dict[str, int], target: Target) -> list[Reason]:
    """Reservations where one of two pieces shows little or nothing."""
    missing = " and ".join(p.name for p in target.pieces if counts.get(p.name, 0) < SECOND_PIECE_LEAST)
    if missing:
        return [reason("one_strip", f"Strip {missing} cannot be read; the limb's form is known on one side.")]
    few = [name for name, n in counts.items() if n < target.min_markers_per_piece]
    if few:
        message = f"Strip {few[0]} shows {counts[few[0]]} readable markers; {target.min_markers_per_piece} are wanted."
        return [reason("too_few_markers", message, fatal=False)]
    return []


def judge_sharpness(photo: Photo, sightings: Sightings) -> list[Reason]:
    """Whether the markers' edges are so wide that a scar's border would be lost in them."""
    if not len(sightings):
        return []
    width = edge_width_mm(photo, sightings)
    if width <= EDGE_WARN_MM:
        return []
    message = f"Sharp edges are {width:.1f} mm wide in the picture; {EDGE_WARN_MM:g} mm is the most for a good one."
    return [reason("blur", message, fatal=width > EDGE_REFUSE_MM)]


def judge_fit(fit: Fit | None) -> list[Reason]:
    """Whether one smooth limb explains the markers."""
    if fit is None:
        return [
            reason(
                "strip_not_flat",
                "No limb of any form puts the markers where they are seen; or the photograph shows another target.",
            )
        ]
    quad = fit.residual_px.reshape(-1, 4, 2)
    observed = fit.model.observed.reshape(-1, 4, 2)
    side = np.linalg.norm(observed - np.roll(observed, -1, axis=1), axis=2).mean(1)
    misfit = np.linalg.norm(quad.mean(1), axis=1) / side
    typical = float(np.sqrt(np.mean(misfit**2)))
    if typical > MISFIT_REFUSE:
        message = f"The markers lie {typical:.1%} of their side off any smooth limb; {MISFIT_REFUSE:.1%} is the limit."
        return [reason("strip_not_flat", message)]
    if misfit.max() > MISFIT_WARN_MARKER:
        message = f"One marker lies {misfit.max():.0%} of its side off the limb that the others show."
        return [reason("strip_not_flat", message, fatal=False)]
    return []


def judge_light(samples: Samples, colour: ColourFit | None) -> list[Reason]:
    """Whether the patches carry colour."""
    paper = samples.keys == "paper"
    dark = float(np.median(samples.code[paper])) if paper.any() else 255.0
    if dark < PAPER_DARK_CODE:
        return [reason("underexposed", f"White paper has the code {dark:.0f} of 255; {PAPER_DARK_CODE} is the least.")]
    clipped_paper = float(samples.clipped[paper].mean()) if paper.any() else 0.0
    clipped = float(samples.clipped[~paper].mean()) if (~paper).any() else 1.0
    if clipped > PATCHES_CLIPPED_SHARE:
        message = f"{clipped:.0%} of the patches and {clipped_paper:.0%} of the paper are clipped to white."
        return [reason("overexposed", message)]
    if colour is None:
        return [reason("colour_unreliable", "Too few different patches are in view to correct colour.")]
    residual = float(np.median(colour.residual_lab))
    if residual > RESIDUAL_WARN_LAB:
        message = f"The patches lie {residual:.1f} CIELAB units off; {RESIDUAL_WARN_LAB:g} is usual at worst."
        return [reason("colour_unreliable", message, fatal=residual > RESIDUAL_REFUSE_LAB)]
    return []


def edge_width_mm(photo: Photo, sightings: Sightings, side_mm: float = 10.0) -> float:
    """Median width of the markers' outer edges: contrast over steepest slope, in mm of a ``side_mm`` marker."""
    quad = sightings.corners_px
    ahead = np.roll(quad, -1, axis=1)
    middle, along = (quad + ahead) / 2, ahead - quad
    out = middle - quad.mean(axis=1, keepdims=True)
    step = np.linspace(0.74, 1.26, 61)
    at = quad.mean(axis=1)[:, None, None] + step[:, None] * out[:, :, None]
    at = at.reshape(-1, len(step), 2).astype(np.float32)
    grey = cv2.cvtColor(photo.rgb8, cv2.COLOR_RGB2GRAY)
    profile = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR).astype(float)
    per_step_mm = side_mm / 2 * (step[1] - step[0])
    rise = np.gradient(profile, per_step_mm, axis=1).max(1)
    contrast = np.percentile(profile, 95, axis=1) - np.percentile(profile, 5, axis=1)
    usable = (contrast > 30) & (np.linalg.norm(along, axis=2).ravel() > 12)
    return float(np.median(contrast[usable] / np.maximum(rise[usable], 1e-6))) if usable.any() else 0.0


def sharpness(rgb8: NDArray[np.uint8]) -> float:
    """Steepest edges of the picture over those of the picture four times smaller; a shaken or unfocused one is low."""
    grey = cv2.cvtColor(rgb8, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return _steepest(grey) / max(_steepest(small), 1e-6)


def _steepest(grey: NDArray[np.uint8]) -> float:
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float(np.percentile(np.hypot(across, down), 99.7))


def _nothing_found(photo: Photo, target: Target, mirrored: Callable[[], bool]) -> Reason:
    if mirrored():
        return reason("mirrored", MIRRORED)
    blur = sharpness(photo.rgb8)
    if blur < SHARP_ENOUGH:
        message = (
            f"No marker can be read, and the picture is blurred (sharpness {blur:.2f}, {SHARP_ENOUGH:g} is the least)."
        )
        return reason("blur", message)
    return reason("no_strips", f"No marker of {target.title} can be read.")


def _misplaced(sightings: Sightings, seen: tuple[Seen, ...]) -> str | None:
    """Say what is wrong with how two flexible pieces lie, or None."""
    values, counts = np.unique(sightings.ids, return_counts=True)
    if (counts > 1).any():
        return f"Marker {values[counts > 1][0]} is in the picture twice: two strips of one kind."
    if len(seen) != 2 or not all(s.flexible for s in seen):
        return None
    centres = [s.px.mean(0) for s in seen]
    down = [(q[:, 3] + q[:, 2] - q[:, 0] - q[:, 1]).mean(0) for q in (s.px.reshape(-1, 4, 2) for s in seen)]
    away = [down[0] @ (centres[0] - centres[1]) > 0, down[1] @ (centres[1] - centres[0]) > 0]
    if all(away):
        return None
    if not any(away):
        return "The arrows of both strips point away from the scar: P and D are swapped, or both are turned."
    return f"The arrows of strip {seen[away.index(False)].name} point away from the scar: it is reversed."
