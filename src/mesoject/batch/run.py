"""Run requests, in order, on one process or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from mesoject.batch.request import SOURCE_WORDS, Request
from mesoject.records import Measurement, Outline, Reason, Refused, Status, UsageError, reason

if TYPE_CHECKING:
    from mesoject.skinmap import SkinMap


@dataclass(frozen=True)
class Result:
    """The measurement of one photograph or scan, or why there is none."""

    photo: Path
    measurement: Measurement


def run(requests: Sequence[Request], jobs: int = 1) -> Iterator[Result]:
    """Yield one result a request, in order; a refusal is a result too.

    Raises
    ------
    UsageError
        When a request itself is wrong: a file is missing, an option impossible.
    """
    _refuse_missing(requests)
    seen: dict[str, Path] = {}
    for result in _results(requests, jobs):
        yield _marked_duplicate(result, seen)


def run_one(request: Request) -> Result:
    """Read, measure and draw one photograph or scan."""
    try:
        return Result(request.photo, _measured(request))
    except Refused as refused:
        return Result(request.photo, Measurement(status="refused", reasons=refused.reasons))


def _refuse_missing(requests: Sequence[Request]) -> None:
    """Name a file that is not there before hours of work, not after."""
    for request in requests:
        for path in (request.photo, request.outline, request.core, request.print_profile):
            if path is not None and not path.is_file():
                raise UsageError(f"cannot read {path}: there is no such file")


def _results(requests: Sequence[Request], jobs: int) -> Iterator[Result]:
    if min(jobs, len(requests)) <= 1:
        yield from map(run_one, requests)
        return
    with ProcessPoolExecutor(
        min(jobs, len(requests)), mp_context=get_context("spawn"), initializer=_one_thread
    ) as pool:
        yield from pool.map(run_one, requests)


def _one_thread() -> None:
    import cv2

    cv2.setNumThreads(1)


def _measured(request: Request) -> Measurement:
    from mesoject.measuring import measure
    from mesoject.measuring.formats import write_outline
    from mesoject.measuring.scar import provenance
    from mesoject.report.overlay import write_overlay

    skin = read_skin(request)
    if request.only_check:
        status: Status = "warned" if skin.warnings else "measured"
        return Measurement(status=status, reasons=skin.warnings, provenance=provenance(skin))
    outline, border_sd_mm = _border(skin, request)
    measurement = measure(skin, outline, border_sd_mm=border_sd_mm, rater=request.rater)
    if request.overlay:
        write_overlay(skin, outline, measurement, request.overlay / f"{request.photo.stem}.overlay.jpg")
        if request.refine:
            write_outline(request.overlay / f"{request.photo.stem}.outline.json", outline)
    return measurement


def read_skin(request: Request) -> SkinMap:
    """Turn the request's photograph or scan into a SkinMap; raises as ``read_photo`` and ``read_scan`` do."""
    if request.source == "scan":
        from mesoject.capture.scan import read_scan

        return read_scan(request.photo, unit=request.unit)
    from mesoject.capture import read_photo

    return read_photo(
        request.photo,
        target=request.target,
        bar_mm=request.bar_mm,
        bar_sd_mm=request.bar_sd_mm,
        print_profile=request.print_profile,
    )


def _border(skin: SkinMap, request: Request) -> tuple[Outline, float]:
    """The outline to measure, and how far its border may lie off, mm."""
    from mesoject.measuring import load_outline, refine
    from mesoject.measuring.size import BORDER_SD_MM

    if request.outline is None:
        raise Refused([reason("no_outline", f"No outline was given for this {SOURCE_WORDS[request.source]}.")])
    outline = load_outline(skin, request.outline)
    if not request.refine:
        return outline, BORDER_SD_MM
    return refine(skin, outline, load_outline(skin, request.core) if request.core else None)


def _marked_duplicate(result: Result, seen: dict[str, Path]) -> Result:
    """Warn where the same file was given before."""
    measurement = result.measurement
    sha256 = measurement.provenance.source_sha256 if measurement.provenance else None
    if sha256 is None or sha256 not in seen:
        seen[sha256 or ""] = result.photo
        return result
    first = seen[sha256]
    note: Reason = reason("duplicate_photo", f"The file is the same as {first.name}.")
    doubled = measurement.model_copy(update={"status": "warned", "reasons": (*measurement.reasons, note)})
    return Result(result.photo, doubled)
