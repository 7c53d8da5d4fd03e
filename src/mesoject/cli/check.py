"""`mesoject check`: is this picture good enough, and what to do."""

from __future__ import annotations

from mesoject.cli.options import AsJson, BarMm, BarSdMm, Jobs, Photos, PrintProfile, TargetName, Unit, photos_in


def check(
    photos: Photos,
    bar_mm: BarMm = None,
    bar_sd_mm: BarSdMm = 0.3,
    print_profile: PrintProfile = None,
    target: TargetName = "strips",
    unit: Unit = None,
    jobs: Jobs = 1,
    as_json: AsJson = False,
) -> None:
    """Say whether each photograph or scan is good enough to measure, and what to do where it is not.

    Exit codes: 0 all good, 1 some refused, 2 the call is wrong, 3 none good.
    """
    from mesoject.batch import Request
    from mesoject.cli.results import finish, show

    requests = [
        Request(
            p,
            only_check=True,
            bar_mm=bar_mm,
            bar_sd_mm=bar_sd_mm,
            print_profile=print_profile,
            target=target,
            unit=unit,
        )
        for p in photos_in(photos)
    ]
    finish(show(requests, jobs, as_json=as_json))
