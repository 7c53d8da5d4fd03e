"""Visits of one leg laid over each other, against the scanner's truth; other legs, mirrors and copies refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import shapely
import trimesh
from numpy.typing import NDArray
from PIL import Image

from benchmarks.dataset import Shot, shots
from benchmarks.sift import sift_affine
from benchmarks.tables import heading, rms, row
from mesoject.batch.pool import processes
from mesoject.capture import read_photo
from mesoject.records import Refused
from mesoject.register import Registration, SkinPicture, picture_of, register
from mesoject.skinmap import SkinMap

Array = NDArray[np.float64]
SQUARE = 0.3  # cosine beyond which a vertex faces the camera
MARGIN_MM = 0.5
SIFT_MM_PER_PX = 0.15  # as fine as the photographs are
COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "saved again": lambda picture: picture,
    "made smaller": lambda picture: picture.resize((picture.width * 7 // 10, picture.height * 7 // 10)),
    "cropped": lambda picture: picture.crop((100, 60, picture.width - 40, picture.height - 30)),
    "brightened": lambda picture: picture.point(lambda code: min(255, round(code * 1.1))),
}


def alignment(root: Path, jobs: int) -> None:
    """Print every figure of registration; needs courses, and scans of their first visits for the truth."""
    cv2.setNumThreads(1)
    every = [s for s in shots(root) if s.accept]
    pairs = list(_pairs(root, every))
    heading(f"Visits of one leg laid over each other, courses in {root.name}")
    with processes(jobs) as pool:
        _courses(list(pool.map(_score, *zip(*pairs, strict=True)))) if pairs else print("  No course has a scan.")
        _peer(list(pool.map(_sift, *zip(*pairs, strict=True))) if pairs else [])
        _strangers(every, pool)
        _mirrored(pairs, pool)
        _clicks(every, pool)
        _copies([fixed for fixed, _ in pairs[::4]], pool)


def _pairs(root: Path, every: list[Shot]) -> Iterator[tuple[Shot, Shot]]:
    """The first visit with every later one, first with first picture and second with second."""
    for fixed in every:
        later = [s for s in every if (s.case, s.name[-1]) == (fixed.case, fixed.name[-1]) and s.visit > 0]
        if fixed.visit == 0 and (root / "scans" / f"{fixed.case}_v0.ply").exists():
            yield from ((fixed, moving) for moving in later)


def _score(fixed: Shot, moving: Shot) -> tuple[str, Registration | str, Array, Array, float]:
    """A pair's name, registration, errors and their standard errors (mm), and seconds of one core."""
    name = f"{fixed.name} {moving.name}"
    still, other, scar = picture_of(_skin(fixed)), picture_of(_skin(moving)), _scar(fixed)
    start = time.process_time()
    try:
        found = register(still, other, fixed_scar=scar)
    except Refused as refused:
        return name, refused.reasons[0].code, np.empty(0), np.empty(0), 0.0
    seconds = time.process_time() - start
    here, there = same_places(fixed, moving)
    return name, found, np.linalg.norm(found.to_moving(here) - there, axis=1), found.error_mm(here), seconds


def _courses(scores: list[tuple[str, Registration | str, Array, Array, float]]) -> None:
    done = [(n, f, off, se, t) for n, f, off, se, t in scores if not isinstance(f, str)]
    missed = [n for n, f, *_ in scores if isinstance(f, str)]
    row("pairs refused", str(len(missed)), " ".join(missed), not missed)
    mean = {n: float(off.mean()) for n, _, off, _, _ in done}
    worst = max(mean, key=lambda n: mean[n])
    whole = float(np.mean(list(mean.values())))
    row("mean distance, mean of the pairs", f"{whole:.2f} mm", "at most 0.5 mm", whole <= 0.5)
    row("mean distance, worst pair", f"{mean[worst]:.2f} mm", worst, mean[worst] <= 0.5)
    row("95th percentile, mean of the pairs", f"{np.mean([np.percentile(off, 95) for _, _, off, _, _ in done]):.2f} mm")
    ratio = rms([rms(off) / rms(se) for _, _, off, se, _ in done])
    row("RMS of error over standard error", f"{ratio:.2f}", "0.7 to 1.4", 0.7 <= ratio <= 1.4)
    cases = sorted({n.split("_")[0] for n in mean})
    by_case = {c: [v for n, v in mean.items() if n.startswith(c)] for c in cases}
    print("  mean distance, each course: " + ", ".join(f"{c} {np.mean(v):.2f}" for c, v in by_case.items()))
    few = min(f.inliers for _, f, *_ in done)
    row("tie points, fewest and median", f"{few}, {np.median([f.inliers for _, f, *_ in done]):.0f}")
    row("weakest match, in SDs above chance", f"{min(f.strength for _, f, *_ in done):.1f}")
    seconds = float(np.median([t for *_, t in done]))
    row("one core, a pair, median", f"{seconds:.2f} s", "under 1.5 s", seconds < 1.5)


def _peer(found: list[tuple[int, float]]) -> None:
    """The usual way on the same pairs."""
    if found:
        good = sum(off <= 0.5 for _, off in found)
        row(f"SIFT, ratio, MAGSAC: pairs within 0.5 mm, of {len(found)}", str(good))
        row("SIFT, ratio, MAGSAC: matches that agree, median", f"{np.median([n for n, _ in found]):.0f}")


def _sift(fixed: Shot, moving: Shot) -> tuple[int, float]:
    """Matches that agree, and mean distance from the truth (mm)."""
    affine, agree = sift_affine(*(picture_of(_skin(s), SIFT_MM_PER_PX) for s in (fixed, moving)))
    here, there = same_places(fixed, moving)
    off = np.inf if affine is None else np.linalg.norm(here @ affine[:, :2].T + affine[:, 2] - there, axis=1).mean()
    return agree, float(off)


def _strangers(every: list[Shot], pool: ProcessPoolExecutor) -> None:
    first = [s for s in every if s.visit == 0 and s.name.endswith("p0")]
    pairs = list(combinations(first, 2))
    codes = list(pool.map(_code, *zip(*pairs, strict=True))) if pairs else []
    wrong = [f"{a.name} {b.name}: {c}" for (a, b), c in zip(pairs, codes, strict=True) if c != "register_failed"]
    row(f"different legs registered, of {len(pairs)} pairs", str(len(wrong)), " ".join(wrong), not wrong)
    bare = list(pool.map(_code, *zip(*pairs, strict=True), [True] * len(pairs))) if pairs else []
    row(f"the same, print not masked, of {len(pairs)}", str(bare.count("")), "0", bare.count("") == 0)


def _mirrored(pairs: list[tuple[Shot, Shot]], pool: ProcessPoolExecutor) -> None:
    codes = list(pool.map(_mirror_code, *zip(*pairs, strict=True))) if pairs else []
    noticed = codes.count("mirrored")
    row(f"mirrored visits noticed, of {len(pairs)}", str(noticed), str(len(pairs)), noticed == len(pairs))


def _copies(given: list[Shot], pool: ProcessPoolExecutor) -> None:
    for name in COPIES:
        codes = list(pool.map(_copy_code, given, [name] * len(given)))
        noticed = codes.count("duplicate_photo")
        row(f"copies noticed, {name}, of {len(given)}", str(noticed), str(len(given)), noticed == len(given))


def _clicks(every: list[Shot], pool: ProcessPoolExecutor) -> None:
    """Two pictures of one sitting: not copies, but strips that never moved."""
    first = [s for s in every if s.visit == 0 and s.name.endswith("p0")]
    pairs = [(a, b) for a in first for b in every if b.name == a.name[:-1] + "1"]
    codes = list(pool.map(_click_code, *zip(*pairs, strict=True))) if pairs else []
    wrong = [f"{a.name}: {c}" for (a, _), c in zip(pairs, codes, strict=True) if c != "same_sitting"]
    row(f"two clicks of one sitting not told as such, of {len(pairs)}", str(len(wrong)), " ".join(wrong), not wrong)


def _click_code(fixed: Shot, moving: Shot) -> str:
    try:
        found = register(picture_of(_skin(fixed)), picture_of(_skin(moving)), fixed_scar=_scar(fixed))
    except Refused as refused:
        return refused.reasons[0].code
    return " ".join(why.code for why in found.reasons)


def _code(fixed: Shot, moving: Shot, unmasked: bool = False) -> str:
    """The refusal's code; empty where the two were registered."""
    return _refusal(*(_unmasked(p) if unmasked else p for p in (picture_of(_skin(s)) for s in (fixed, moving))), fixed)


def _mirror_code(fixed: Shot, moving: Shot) -> str:
    other = picture_of(_skin(moving))
    r = other.region
    region = type(r)(-r.s_high, -r.s_low, r.z_low, r.z_high)
    flipped = SkinPicture(other.srgb8[:, ::-1].copy(), other.usable[:, ::-1].copy(), region, other.mm_per_px)
    return _refusal(picture_of(_skin(fixed)), flipped, fixed)


def _copy_code(shot: Shot, name: str) -> str:
    with TemporaryDirectory() as folder, Image.open(shot.file) as picture:
        copy = Path(folder) / "copy.jpg"
        COPIES[name](picture).save(copy, exif=picture.info.get("exif", b""), quality=75)
        skin = read_photo(copy, bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)
    return _refusal(picture_of(_skin(shot)), picture_of(skin), shot)


def _refusal(still: SkinPicture, other: SkinPicture, fixed: Shot) -> str:
    try:
        register(still, other, fixed_scar=_scar(fixed))
    except Refused as refused:
        return refused.reasons[0].code
    return ""


def _unmasked(picture: SkinPicture) -> SkinPicture:
    return SkinPicture(picture.srgb8, np.ones_like(picture.usable), picture.region, picture.mm_per_px)


@lru_cache(maxsize=32)
def _skin(shot: Shot) -> SkinMap:
    cv2.setNumThreads(1)
    return read_photo(shot.file, bar_mm=shot.bar_mm, bar_sd_mm=0.0, print_profile=shot.profile)


def _scar(shot: Shot) -> shapely.Geometry:
    return shapely.Polygon(_skin(shot).to_mm(np.array(shot.truth["outline_px"]))).buffer(0)


def same_places(fixed: Shot, moving: Shot) -> tuple[Array, Array]:
    """Places (N, 2) of the first scan's vertices in both skin maps, mm; hidden, strip and scar vertices left out."""
    placed = json.loads((fixed.root / "truth" / f"{fixed.case}_v0.json").read_text())["scar"]["scan"]
    scan = trimesh.load(fixed.root / placed["file"], process=False)
    turn, shift = np.array(placed["R_scan_from_world"]), np.array(placed["t_scan_from_world"])
    vertices, normals = (np.asarray(scan.vertices) - shift) @ turn, np.asarray(scan.vertex_normals) @ turn
    (here, seen), (there, also) = (_seen(shot, vertices, normals) for shot in (fixed, moving))
    return here[seen & also], there[seen & also]


def _seen(shot: Shot, vertices: Array, normals: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The vertices' places in a picture's skin map, mm, and whether they are bare skin that it shows."""
    skin, camera = _skin(shot), shot.truth["camera"]
    turn, shift = np.array(camera["R_world_to_cam"]), np.array(camera["t_world_to_cam"])
    sight = -shift @ turn - vertices
    square = (normals * sight).sum(1) > SQUARE * np.linalg.norm(sight, axis=1)
    px = (vertices @ turn.T + shift) @ np.array(camera["K"]).T
    px = px[:, :2] / px[:, 2:]
    mm = skin.to_mm(px)
    shown = (
        square & np.isfinite(mm).all(1) & (px >= 0).all(1) & (px <= [camera["width"] - 1, camera["height"] - 1]).all(1)
    )
    places = shapely.points(np.nan_to_num(mm, nan=1e6))
    for area in [shapely.Polygon(cover) for cover in skin.paint.covers] + [_scar(shot)]:
        shown &= ~shapely.contains(area.buffer(MARGIN_MM), places)
    return mm, shown


if __name__ == "__main__":
    import sys

    alignment(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
