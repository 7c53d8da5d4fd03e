"""Run requests, in order, on one process or several."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mesoject.batch.open import open_skin
from mesoject.batch.pool import in_order
from mesoject.batch.request import SOURCE_WORDS, Request
from mesoject.records import Measurement, Outline, Reason, Refused, Status, UsageError, reason

if TYPE_CHECKING:
    from mesoject.skinmap import SkinMap

LOG = logging.getLogger(__name__)

Draw = Callable[["Request", "SkinMap", Outline, Measurement], None]
"""Makes pictures of what was measured; it can be sent to another process."""


@dataclass(frozen=True)
class Result:
    """The measurement of one photograph or scan, or why there is none."""

    photo: Path
    measurement: Measurement


def run(requests: Sequence[Request], jobs: int = 1, draw: Draw | None = None) -> Iterator[Result]:
    """Yield one result a request, in order; a refusal is a result too, and is not drawn.

    Raises
    ------
    UsageError
        When a request itself is wrong: a file is missing, an option impossible.
    """
    _refuse_missing(requests)
    seen: dict[str, Path] = {}
    for result in in_order(partial(run_one, draw=draw), requests, jobs):
        yield _marked_duplicate(result, seen)


def run_one(request: Request, draw: Draw | None = None) -> Result:
    """Read, measure and draw one photograph or scan."""
    try:
        return Result(request.photo, _measured(request, draw))
    except Refused as refused:
        return Result(request.photo, Measurement(status="refused", reasons=refused.reasons))
    except UsageError:
        raise
    except Exception as error:  # of hours of work one file may be lost, and no other
        LOG.exception("one file could not be measured")
        return Result(request.photo, Measurement(status="refused", reasons=(_fault(error),)))


def _fault(error: Exception) -> Reason:
    said = str(error).splitlines()
    return reason("program_fault", f"{type(error).__name__}: {said[0][:200] if said else 'no message'}.")


def _refuse_missing(requests: Sequence[Request]) -> None:
    """Name a file that is not there before hours of work, not after."""
    for request in requests:
        for path in (request.photo, request.outline, request.core, request.print_profile):
            if path is not None and not path.is_file():
                raise UsageError(f"cannot read {path}: there is no such file")


def _measured(request: Request, draw: Draw | None) -> Measurement:
    from mesoject.measuring import measure
    from mesoject.measuring.scar import provenance

    skin = open_skin(request)
    if request.only_check:
        status: Status = "warned" if skin.warnings else "measured"
        return Measurement(status=status, reasons=skin.warnings, provenance=provenance(skin))
    outline, border_sd_mm = _border(skin, request)
    measurement = measure(skin, outline, border_sd_mm=border_sd_mm, rater=request.rater)
    if draw is not None:
        draw(request, skin, outline, measurement)
    return measurement


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
