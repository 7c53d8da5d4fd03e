"""`mesoject measure`: photographs or scans and outlines in, numbers with errors out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoject.cli.options import AsJson, BarMm, BarSdMm, Jobs, Photos, PrintProfile, TargetName, Unit, photos_in

OUTLINE_SUFFIXES = {".json", ".png", ".roi", ".zip"}


def measure(
    photos: Photos,
    outline: Annotated[
        list[Path] | None,
        typer.Option(help="The scar's outline: one file a photograph, in order, or one folder matched by file stem."),
    ] = None,
    refine: Annotated[
        bool, typer.Option("--refine", help="The outline is loose: refine it to the scar's border.")
    ] = False,
    core: Annotated[
        list[Path] | None, typer.Option(help="Outline of what is scar for certain; helps --refine.")
    ] = None,
    bar_mm: BarMm = None,
    bar_sd_mm: BarSdMm = 0.3,
    print_profile: PrintProfile = None,
    target: TargetName = "strips",
    unit: Unit = None,
    jobs: Jobs = 1,
    as_json: AsJson = False,
    csv: Annotated[Path | None, typer.Option(help="Also write a table, one row a quantity.")] = None,
    overlay: Annotated[
        Path | None, typer.Option(help="Folder for pictures of what was measured and refined outlines.")
    ] = None,
    rater: Annotated[str | None, typer.Option(help="Who drew the outlines; a code, not a name.")] = None,
) -> None:
    """Measure the scar in each photograph or scan.

    Exit codes: 0 all measured, 1 some refused, 2 the call is wrong, 3 nothing measured.
    """
    from mesoject.batch import Request
    from mesoject.cli.results import finish, show
    from mesoject.report.overlay import Overlays

    found = photos_in(photos)
    _refuse_core_alone(core, refine)
    _refuse_one_name(found, overlay)
    outlines = matched(found, outline or [], "--outline")
    cores = matched(found, core or [], "--core")
    requests = [
        Request(
            photo=photo,
            outline=outlines[k],
            refine=refine,
            core=cores[k],
            bar_mm=bar_mm,
            bar_sd_mm=bar_sd_mm,
            print_profile=print_profile,
            target=target,
            unit=unit,
            rater=rater,
        )
        for k, photo in enumerate(found)
    ]
    draw = Overlays(_folder(overlay)) if overlay is not None else None
    finish(show(requests, jobs, as_json=as_json, csv=csv, draw=draw))


def _refuse_core_alone(core: list[Path] | None, refine: bool) -> None:
    from mesoject.records import UsageError

    if core and not refine:
        raise UsageError("--core helps --refine; give both, or neither")


def matched(photos: list[Path], given: list[Path], option: str) -> list[Path | None]:
    """One file, or none, for each photograph; in a folder PHOTO.json is taken before PHOTO.outline.json.

    Raises
    ------
    UsageError
        When the number of files is neither that of the photographs nor one folder, or a folder's match is not unique.
    """
    from mesoject.records import UsageError

    if not given:
        return [None] * len(photos)
    if len(given) == 1 and given[0].is_dir():
        return [_by_stem(photo, given[0], option) for photo in photos]
    if len(given) != len(photos):
        raise UsageError(f"{option}: {len(given)} files for {len(photos)} files to measure; give one each, or a folder")
    return list(given)


def _by_stem(photo: Path, folder: Path, option: str) -> Path | None:
    from mesoject.records import UsageError

    drawn = [p for p in folder.iterdir() if p.suffix.lower() in OUTLINE_SUFFIXES and p.resolve() != photo.resolve()]
    same = sorted(p for p in drawn if p.stem == photo.stem)
    same = same or sorted(p for p in drawn if p.name.startswith(f"{photo.stem}."))
    if len(same) > 1:
        names = ", ".join(p.name for p in same)
        raise UsageError(f"{option}: {folder} holds several files for {photo.name}: {names}; keep one")
    return same[0] if same else None


def _refuse_one_name(photos: list[Path], overlay: Path | None) -> None:
    """Raise where the overlay of one photograph would replace that of another."""
    from mesoject.records import UsageError

    first: dict[str, Path] = {}
    for photo in photos if overlay is not None else []:
        if first.setdefault(photo.stem, photo).resolve() != photo.resolve():
            raise UsageError(f"--overlay: {first[photo.stem]} and {photo} share a name; rename one of them")


def _folder(path: Path) -> Path:
    from mesoject.records import UsageError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path}: {error.strerror}") from error
    return path
