"""One scan, from file to SkinMap or refusal."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray

from mesoject.capture.scan.base import fit_base, thinned
from mesoject.capture.scan.form import fit_form
from mesoject.capture.scan.lay import Laid, chart_of, lay
from mesoject.capture.scan.mesh import Mesh
from mesoject.capture.scan.rasterise import Grid, rasterise
from mesoject.skinmap import Paint, Relief, SkinMap

Array = NDArray[np.float64]
METHOD = "scan-1"
SCALE_SD = 0.001  # of a scanner's lengths: makers state 0.05 to 0.1 mm in 100 mm
FINEST_MM, MOST_PIXELS = 0.05, 4_000_000
FORM_SAMPLE = 8000


def read_scan(path: str | Path, *, unit: str | None = None) -> SkinMap:
    """Turn one scan into a SkinMap."""
    data = Path(path).read_bytes()
    loaded: Any = trimesh.load_mesh(io.BytesIO(data), file_type=Path(path).suffix[1:].lower(), process=False)
    colours = loaded.visual.vertex_colors[:, :3] if loaded.visual.kind == "vertex" else None
    mesh = Mesh(np.array(loaded.vertices, np.float64), np.array(loaded.faces, np.int64), colours)
    return laid_flat(
        mesh, {"scan_sha256": hashlib.sha256(data).hexdigest(), "scan_unit": unit or "mm", "method": METHOD}
    )


def laid_flat(mesh: Mesh, sources: dict[str, str | float | None]) -> SkinMap:
    """Lay a clean mesh flat."""
    base = fit_base(thinned(mesh.points))
    surface, off = fit_form(thinned(mesh.points, FORM_SAMPLE), base)
    laid = lay(mesh.points, base, surface)
    spacing = _spacing(laid, mesh)
    grid = _grid(laid, spacing)
    values = np.column_stack([laid.height_mm, mesh.rgb8 if mesh.rgb8 is not None else np.full((len(laid.mm), 3), 128)])
    picture, _ = rasterise(grid, laid.mm, mesh.triangles, values)
    height = picture[..., 0].astype(np.float32)
    rgb8 = np.clip(np.nan_to_num(picture[..., 1:]) + 0.5, 0, 255).astype(np.uint8)
    s_low, z_low = laid.mm.min(0)
    s_high, z_high = laid.mm.max(0)
    return SkinMap(
        chart=chart_of(laid, grid),
        variants=(),
        paint=Paint(rgb8, None, (), ()),
        print_scale_sd=0.0,
        trusted_mm=(s_low, s_high, z_low, z_high),
        sources=sources,
        warnings=(),
        diagnostics={"curvature": base.curvature, "taper": base.taper, "off_base": base.off_mm, "off_form": off},
        relief=Relief(height, grid.pitch_mm, spacing, laid.place, SCALE_SD, mesh.rgb8 is not None),
    )


def _spacing(laid: Laid, mesh: Mesh) -> float:
    """Side of the square that each point has to itself, mm."""
    a, b, c = (laid.mm[mesh.triangles[:, k]] for k in range(3))
    area = 0.5 * np.abs(np.cross(b - a, c - a)).sum()
    return float(np.sqrt(area / len(laid.mm)))


def _grid(laid: Laid, spacing: float) -> Grid:
    low, high = laid.mm.min(0), laid.mm.max(0)
    extent = high - low
    pitch = max(FINEST_MM, spacing, float(np.sqrt(extent.prod() / MOST_PIXELS)))
    columns, rows = (int(np.ceil(v / pitch)) for v in extent)
    return Grid(low, pitch, columns, rows)
