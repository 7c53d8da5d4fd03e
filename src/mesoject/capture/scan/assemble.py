"""One scan, from file to SkinMap or refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.scan.base import Base, fit_base, thinned
from mesoject.capture.scan.clean import cleaned
from mesoject.capture.scan.form import fit_form
from mesoject.capture.scan.header import MAX_BYTES, read_header
from mesoject.capture.scan.judge import (
    refuse_coarse,
    refuse_inside_out,
    refuse_no_form,
    refuse_no_limb,
)
from mesoject.capture.scan.lay import Laid, chart_of, lay
from mesoject.capture.scan.load import load_mesh
from mesoject.capture.scan.mesh import Mesh
from mesoject.capture.scan.rasterise import Grid, rasterise
from mesoject.capture.scan.shape import shaded
from mesoject.capture.scan.spikes import spikes
from mesoject.capture.scan.triangles import net, spacing_of, unfolded
from mesoject.capture.scan.units import MM_PER_UNIT, refuse_size, unit_of
from mesoject.records import Reason, Refused, UsageError, reason
from mesoject.records.software import SCAN_METHOD
from mesoject.skinmap import Paint, Relief, SkinMap

Array = NDArray[np.float64]
SCALE_SD = 0.001  # of a scanner's lengths: makers state 0.05 to 0.1 mm in 100 mm
FINEST_MM, MOST_PIXELS = 0.05, 4_000_000
BASE_SAMPLE, FORM_SAMPLE = 3000, 8000


def read_scan(path: str | Path, *, unit: str | None = None) -> SkinMap:
    """Turn one 3D scan of a limb into a SkinMap with height.

    Parameters
    ----------
    path : path
        PLY, OBJ, STL, GLB, or XYZ text; a surface of triangles or a cloud of points.
    unit : {'mm', 'cm', 'm', 'in'}
        Of the file's numbers. Not needed where the file states it (GLB does; PLY and OBJ may in a comment).

    Returns
    -------
    SkinMap
        Its colours are the scanner's own, uncalibrated.

    Raises
    ------
    Refused
        With every reason why there is no SkinMap; docs/refusals.md lists them.
    UsageError
        When there is no such file or the unit is not known.
    """
    data = _bytes_of(Path(path))
    header = read_header(data)
    mesh, notes = cleaned(load_mesh(data, header, Path(path).parent))
    known, more = unit_of(header, unit, mesh.points)
    scaled = Mesh(mesh.points * MM_PER_UNIT[known], mesh.triangles, mesh.rgb8)
    refuse_size(scaled.points, known)
    sources = {"scan_sha256": hashlib.sha256(data).hexdigest(), "scan_unit": known, "method": SCAN_METHOD}
    try:
        return scan_map(scaled, sources, [*more, *notes])
    except Refused as refused:  # a unit against the file's own may be why
        raise Refused([*refused.reasons, *more]) from refused


def scan_map(mesh: Mesh, sources: Mapping[str, str | float | None], notes: list[Reason]) -> SkinMap:
    """Lay a clean mesh in mm flat; as :func:`read_scan`."""
    base = fit_base(thinned(mesh.points, BASE_SAMPLE))
    unit = sources.get("scan_unit")
    refuse_no_limb(base, float(np.ptp(mesh.points, axis=0).max()), None if unit is None else str(unit))
    surface, off = fit_form(thinned(mesh.points, FORM_SAMPLE), base)
    laid = lay(mesh.points, base, surface)
    notes = [*notes, *refuse_no_form(laid)]
    mesh = mesh.kept(laid.kept)
    triangles, facing = unfolded(laid.mm, net(laid.mm, mesh.triangles))
    notes = [*notes, *(refuse_inside_out(facing) if len(mesh.triangles) else [])]
    spacing = spacing_of(laid.mm, np.abs(facing))
    refuse_coarse(spacing)
    picture = _painted(laid, mesh, triangles, spacing)
    relief = Relief(
        picture.height_mm, picture.grid.pitch_mm, spacing, laid.place, SCALE_SD, has_colour=mesh.rgb8 is not None
    )
    s_low, z_low = laid.mm.min(0)
    s_high, z_high = laid.mm.max(0)
    return SkinMap(
        chart=chart_of(laid, picture.grid),
        variants=(),
        paint=Paint(picture.rgb8, None, (), ()),
        print_scale_sd=0.0,
        trusted_mm=(float(s_low), float(s_high), float(z_low), float(z_high)),
        sources=sources,
        warnings=(*notes, *picture.notes),
        diagnostics=_diagnostics(base, off, len(mesh.points), len(mesh.triangles), spacing),
        relief=relief,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"The file has {size / 1e6:,.0f} MB; {MAX_BYTES / 1e6:.0f} MB is the limit."
            raise Refused([reason("too_large", message)])
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


class _Picture(NamedTuple):
    grid: Grid
    height_mm: NDArray[np.float32]
    rgb8: NDArray[np.uint8]
    notes: list[Reason]


def _painted(laid: Laid, mesh: Mesh, triangles: NDArray[np.int64], spacing: float) -> _Picture:
    """The scan's own picture, spikes left out."""
    grid = _grid(laid.mm, spacing)
    values = laid.height_mm[:, None] if mesh.rgb8 is None else np.column_stack([laid.height_mm, mesh.rgb8])
    picture = rasterise(grid, laid.mm, triangles, values)
    found, notes = spikes(grid, picture[..., 0], laid.mm, laid.height_mm)
    if found.any():
        picture = rasterise(grid, laid.mm, triangles[~found[triangles].any(axis=1)], values)
    height = picture[..., 0].astype(np.float32)
    if mesh.rgb8 is None:
        return _Picture(grid, height, shaded(height, grid.pitch_mm), notes)
    return _Picture(grid, height, np.clip(np.nan_to_num(picture[..., 1:]) + 0.5, 0, 255).astype(np.uint8), notes)


def _grid(mm: Array, spacing: float) -> Grid:
    low, extent = mm.min(0), np.ptp(mm, axis=0)
    pitch = max(FINEST_MM, spacing, float(np.sqrt(extent.prod() / MOST_PIXELS)))
    columns, rows = (max(8, int(np.ceil(v / pitch))) for v in extent)
    return Grid(low, pitch, columns, rows)


def _diagnostics(base: Base, off_mm: float, points: int, triangles: int, spacing: float) -> dict[str, float]:
    return {
        "points": float(points),
        "triangles": float(triangles),
        "spacing_mm": spacing,
        "limb_curvature_per_mm": base.curvature,
        "limb_taper": base.taper,
        "off_cone_mm": base.off_mm,
        "off_form_mm": off_mm,
    }
