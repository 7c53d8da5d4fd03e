"""One photograph, from file to SkinMap or refusal."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mesoject.capture.colour.correct import ColourFit, fit_colour
from mesoject.capture.colour.profile import PrintProfile
from mesoject.capture.colour.reference import is_measured, reference_colours
from mesoject.capture.colour.samples import sample_target
from mesoject.capture.limb.fit import Fit, fit
from mesoject.capture.limb.model import CURVATURE, FOCAL, TAPER, Model, Priors, Seen
from mesoject.capture.limb.prior import limb_bumps
from mesoject.capture.markers import Sightings, find_markers, looks_mirrored
from mesoject.capture.photo import Photo, open_photo
from mesoject.capture.quality import (
    SECOND_PIECE_LEAST,
    judge_fit,
    judge_light,
    judge_markers,
    judge_sharpness,
)
from mesoject.capture.target import Target, load_target
from mesoject.capture.unroll import span, unroll
from mesoject.records import Reason, Refused, UsageError, reason
from mesoject.records.software import PHOTO_METHOD
from mesoject.skinmap import Chart, Paint, SkinMap
from mesoject.skinmap.bumps import WIDTH_ALONG_MM

BAR_NOMINAL_MM = 100.0
BAR_LIMITS_MM = (97.0, 103.0)
UNVERIFIED_PRINT_SD = 0.01  # 1 %: printers that "fit to page" shrink by 3 to 6 %, others are good to a few tenths


def read_photo(
    path: str | Path,
    *,
    target: str = "strips",
    bar_mm: float | None = None,
    bar_sd_mm: float = 0.3,
    print_profile: str | Path | None = None,
) -> SkinMap:
    """Turn one photograph into a SkinMap.

    Parameters
    ----------
    path : path
        JPEG, PNG, HEIC or 8-bit TIFF.
    target : str
        Name of a bundled target, or the path of a ``mesoject-target/1`` description.
    bar_mm, bar_sd_mm : float
        Length of the printed 100 mm bar as measured, and the SD of that reading. Not given: a warning and a larger
        print error.
    print_profile : path
        Measured CIELAB of the patches of this print batch. Not given: colours are relative to this print.

    Raises
    ------
    Refused
        With every reason why there is no SkinMap; docs/refusals.md lists them.
    UsageError
        When a file is missing or an option is wrong.
    """
    return skin_map(open_photo(path), target=target, bar_mm=bar_mm, bar_sd_mm=bar_sd_mm, print_profile=print_profile)


def skin_map(
    photo: Photo,
    *,
    target: str = "strips",
    bar_mm: float | None = None,
    bar_sd_mm: float = 0.3,
    print_profile: str | Path | None = None,
) -> SkinMap:
    """Turn a decoded photograph into a SkinMap; as :func:`read_photo`."""
    sheet = load_target(target)
    profile = PrintProfile.read(print_profile) if print_profile else None
    if profile is not None and not is_measured(sheet, profile):
        missing = next(p.key for piece in sheet.pieces for p in piece.patches if p.key not in profile.linear)
        raise UsageError(f"{print_profile} does not measure the patch {missing} of {sheet.title}")
    scale, scale_sd, notes = _print_scale(bar_mm, bar_sd_mm)
    found, more = fit_photo(photo, sheet)
    notes += [*photo.warnings, *more]
    chart, variants = unroll(found, scale)
    samples = sample_target(photo, sheet, found, chart)
    colour = fit_colour(samples, reference_colours(sheet, profile), flat=not sheet.flexible)
    notes += _refuse_fatal(judge_light(samples, colour))
    if not is_measured(sheet, profile):
        notes.append(reason("colour_relative", "The print's colours were not measured."))
    low, high, down, up = (v * scale for v in span(found))
    return SkinMap(
        chart=chart,
        variants=variants,
        paint=Paint(
            photo.rgb8,
            colour.best if colour else None,
            colour.variants if colour else (),
            tuple(_cover(found, k, sheet, chart) for k in range(len(found.model.seen))),
        ),
        print_scale_sd=scale_sd,
        trusted_mm=(low, high, down, up),
        sources={
            "photo_sha256": photo.sha256,
            "target_sha256": sheet.sha256,
            "print_profile_sha256": profile.sha256 if profile else None,
            "bar_mm": bar_mm,
            "bar_sd_mm": bar_sd_mm if bar_mm is not None else None,
            "taken": photo.taken,
            "exif_orientation": photo.exif_orientation,
            "method": PHOTO_METHOD,
        },
        warnings=tuple(notes),
        diagnostics=_diagnostics(found, colour),
    )


def fit_photo(photo: Photo, sheet: Target) -> tuple[Fit, list[Reason]]:
    """Fit camera and limb to a photograph's markers; raises :class:`Refused` where that cannot be done."""
    seen, notes = _sightings(photo, sheet)
    found = fit(_model(photo, sheet, seen))
    notes += _refuse_fatal(judge_fit(found))
    assert found is not None  # judge_fit has refused
    return found, notes


def _print_scale(bar_mm: float | None, bar_sd_mm: float) -> tuple[float, float, list[Reason]]:
    if not 0 <= bar_sd_mm < BAR_NOMINAL_MM:
        raise UsageError(f"the SD of the bar's reading (--bar-sd-mm) is {bar_sd_mm:g} mm; 0 to 1 mm is usual")
    if bar_mm is None:
        return 1.0, UNVERIFIED_PRINT_SD, [reason("print_not_verified", "The printed bar's length was not given.")]
    if not 50 <= bar_mm <= 150:
        raise UsageError(f"the bar's length (--bar-mm) is {bar_mm:g}; give millimetres, 100 for a true print")
    if not BAR_LIMITS_MM[0] <= bar_mm <= BAR_LIMITS_MM[1]:
        message = f"The 100 mm bar measures {bar_mm:g} mm; 97 to 103 mm can be corrected."
        raise Refused([reason("print_scale", message)])
    return bar_mm / BAR_NOMINAL_MM, bar_sd_mm / BAR_NOMINAL_MM, []


def _refuse_fatal(notes: list[Reason]) -> list[Reason]:
    """Raise where a reason is fatal; return the warnings."""
    fatal = [r for r in notes if r.fatal]
    if fatal:
        raise Refused(fatal)
    return notes


def _sightings(photo: Photo, sheet: Target) -> tuple[tuple[Seen, ...], list[Reason]]:
    """Markers of each piece that can take part, and warnings."""
    sightings = find_markers(photo, sheet)
    seen = tuple(s for s in (_seen(sightings, sheet, k) for k in range(len(sheet.pieces))) if s is not None)
    notes = judge_markers(photo, sightings, seen, sheet, lambda: looks_mirrored(photo, sheet))
    blurred = judge_sharpness(photo, sightings)
    if any(note.code == "too_few_markers" and note.fatal for note in notes):  # then blur is why, not a reservation
        blurred = [note.model_copy(update={"fatal": True}) for note in blurred]
    notes = blurred + notes
    _refuse_fatal(notes)
    return tuple(s for s in seen if len(s.uv_mm) // 4 >= SECOND_PIECE_LEAST), notes


def _seen(sightings: Sightings, sheet: Target, k: int) -> Seen | None:
    piece = sheet.pieces[k]
    rows = [(m, i) for m in piece.markers for i in np.flatnonzero(sightings.ids == m.id)[:1]]
    if not rows:
        return None
    uv = np.concatenate([m.corners_mm for m, _ in rows])
    px = np.concatenate([sightings.corners_px[i] for _, i in rows])
    middle = float(uv[:, 0].min() + uv[:, 0].max()) / 2
    return Seen(piece.name, piece.turned, piece.flexible, uv, px, (middle, piece.size_mm[1] / 2))


def _model(photo: Photo, sheet: Target, seen: tuple[Seen, ...]) -> Model:
    beyond = 0.0 if len(seen) == 2 else (-WIDTH_ALONG_MM if seen[0].turned else WIDTH_ALONG_MM)
    priors = Priors(photo.focal_sd_rel, photo.centre_sd_px, bumps=limb_bumps(beyond))
    centre = ((photo.size[0] - 1) / 2, (photo.size[1] - 1) / 2)
    return Model(seen, photo.focal_px, centre, priors, sheet.paper_thickness_mm)


def _cover(found: Fit, k: int, sheet: Target, chart: Chart) -> np.ndarray:
    """Outline of a piece on the skin, in mm, as far as the chart holds it."""
    piece = next(p for p in sheet.pieces if p.name == found.model.seen[k].name)
    uv = found.model.seen[k].uv_mm
    u = np.linspace(max(0, uv[:, 0].min() - 16), min(piece.size_mm[0], uv[:, 0].max() + 16), 24)
    edge = np.concatenate([np.stack([u, 0 * u], -1), np.stack([u[::-1], 0 * u + piece.size_mm[1]], -1)])
    camera = found.model.camera(found.x[None])
    mm = chart.to_mm(camera.project(found.model.points(found.x[None], k, edge))[0])
    return mm[np.isfinite(mm).all(1)]


def _diagnostics(found: Fit, colour: ColourFit | None) -> dict[str, float]:
    return {
        "patch_residual_lab": float(np.median(colour.residual_lab)) if colour else float("nan"),
        "markers": float(len(found.model.observed) // 4),
        "residual_rms_px": found.rms_px,
        "limb_curvature_per_mm": float(found.x[CURVATURE]),
        "limb_taper": float(found.x[TAPER]),
        "focal_length_drift_rel": float(np.expm1(found.x[FOCAL])),
    }
