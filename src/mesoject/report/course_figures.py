"""The figures of the clinician's pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesoject.course.result import Alignment, CourseResult
from mesoject.records.course import Subject
from mesoject.records.outcome import Series
from mesoject.report.course_blocks import Block, Figure, Panel, Text
from mesoject.report.course_change import BAR_MM, SHOWS, change_picture, colour_bar
from mesoject.report.course_charts import NARROW_MM, SMALL_MM, WIDE_MM, Calendar, key, trend
from mesoject.report.course_numbers import estimate
from mesoject.report.course_pictures import fitted, skin_picture
from mesoject.report.course_tables import ordered
from mesoject.report.course_views import View, views, windows
from mesoject.report.course_words import day_word
from mesoject.report.numbers import name_word

PAIR_MM, STRIP_MM, MAP_MM = (86.0, 88.0), (42.0, 46.0), (86.0, 88.0)


def pair(seen: Sequence[View], most_mm: tuple[float, float], titles: Sequence[str], alts: Sequence[str]) -> list[Panel]:
    """Views as panels at one scale, each round the middle of its scar."""
    shown = windows([view.flat for view in seen])
    sizes = [fitted(window, most_mm) for window in shown]
    return [
        Panel(skin_picture(view.flat, window, size), alt, size, title)
        for view, window, size, title, alt in zip(seen, shown, sizes, titles, alts, strict=True)
    ]


def appearance(result: CourseResult, of: Subject) -> Iterator[Block]:
    """First and last visit side by side, then every visit."""
    seen = views(result, of)
    if not seen:
        yield Text("No photograph of any visit could be laid flat; there is no picture to show.")
        return
    ends = seen[:1] if len(seen) == 1 else [seen[0], seen[-1]]
    scar = "scar" if of == "scar" else "untreated control"
    yield Figure(
        pair(ends, PAIR_MM, [_title(v) for v in ends], [_alt(v, scar) for v in ends]), 2, _caption(result, ends, scar)
    )
    if len(seen) > 2:
        panels = pair(seen, STRIP_MM, [_short(v) for v in seen], [_alt(v, scar) for v in seen])
        yield Figure(panels, 4, f"Every visit with a picture, the {scar} at one scale.", small=True)


def _caption(result: CourseResult, ends: Sequence[View], scar: str) -> str:
    missing = []
    if ends[0].visit != 0:
        missing.append(f"The first visit has no picture; visit {ends[0].visit + 1} is shown instead.")
    if len(ends) == 2 and ends[-1].visit != len(result.visits) - 1:
        missing.append(f"The last visit has no picture; visit {ends[-1].visit + 1} is shown instead.")
    names = ", ".join(f"{v.photo} (visit {v.visit + 1})" for v in ends)
    return (
        f"The {scar} laid flat, at the same scale and in calibrated colour; the hip is up. Line: the outline that was "
        f"measured. Hatched: not seen, or no colour. From {names}. " + " ".join(missing)
    ).strip()


def _title(view: View) -> str:
    return f"Visit {view.visit + 1}: {day_word(view.day)}"


def _short(view: View) -> str:
    return f"{view.visit + 1}: {view.day.isoformat()}"


def _alt(view: View, scar: str) -> str:
    return f"The {scar} laid flat at visit {view.visit + 1} on {day_word(view.day)}, with its outline and a scale bar"


def change(result: CourseResult) -> Iterator[Block]:
    """The last map that there is; and why there is none for a visit."""
    seen = views(result)
    maps = [v.alignment for v in result.visits if v.alignment is not None and v.alignment.change is not None]
    if maps and seen and seen[0].visit == 0:
        yield _map(result, maps[-1], seen[0])
    failed = [v.alignment for v in result.visits if v.alignment is not None and v.alignment.failed]
    for alignment in failed:
        yield Text(f"Visit {alignment.visit + 1} could not be laid over the first: {alignment.failed}")
    if not maps and not failed:
        yield Text("No later visit was laid over the first, so there is no map of change.")


def _map(result: CourseResult, alignment: Alignment, first: View) -> Figure:
    window = windows([first.flat])[0]
    size = fitted(window, MAP_MM)
    low, high, sign = SHOWS.get(alignment.shows, ("lower", "higher", alignment.shows))
    day = day_word(result.visits[alignment.visit].day)
    picture = Panel(
        change_picture(alignment, first, window, size),
        f"Map of the change of {sign} from the first visit to visit {alignment.visit + 1}; blue is {low}, red {high}",
        size,
        f"Visit {alignment.visit + 1}, {day}, less visit 1",
    )
    bar = Panel(
        colour_bar(alignment.shows, alignment.limit),
        f"Colour bar: from minus {alignment.limit:g}, {low}, in blue, over no change in white to plus "
        f"{alignment.limit:g}, {high}, in red",
        BAR_MM,
    )
    off = f"{alignment.residual_mm:.2f} mm" if alignment.residual_mm is not None else "not stated"
    caption = (
        f"Change of {sign} since the first visit, over the first visit's skin in grey. Where it cannot be told, nothing "
        f"is laid over. Alignment by {alignment.inliers} points of the skin, {off} off on average. For the eye: no number "
        f"is read off this map."
    )
    return Figure([picture, bar], 1, caption)


def trends(result: CourseResult) -> Iterator[Block]:
    """The primary large, the others small, all on one time axis."""
    outcome = result.outcome
    calendar = Calendar(tuple(v.day for v in result.visits), tuple(s.date for s in result.course.sessions))
    measured = [s for s in ordered(outcome) if s.points]
    if not measured:
        yield Text("No quantity was measured at any visit.")
        return
    first, rest = measured[0], measured[1:]
    caption = (
        f"{name_word(first.quantity)}"
        + (", the primary quantity" if first.quantity == outcome.primary else "")
        + ". Points: mean of a visit with its 95 % interval. Grey band: what cannot be told from the first visit, by the "
        "smallest detectable change. Triangles and dotted lines: treatment sessions."
    )
    wide = Panel(trend(first, calendar, WIDE_MM), _says(first), WIDE_MM, narrow_svg=trend(first, calendar, NARROW_MM))
    yield Figure([wide, Panel(key(), KEY_ALT, (178.0, 10.5))], 1, caption)
    if rest:
        panels = [Panel(trend(s, calendar, SMALL_MM), _says(s), SMALL_MM) for s in rest]
        yield Figure(panels, 3, "The other quantities, on the same time axis and with the same signs.", small=True)


KEY_ALT = (
    "Key: square, first visit; blue disc, improved; orange diamond, worsened; open disc, no change beyond measurement "
    "error; grey cross, cannot be judged; grey band, cannot be told from the first visit; triangle and dotted line, "
    "treatment session; dashed line, straight line through all visits"
)


def _says(series: Series) -> str:
    """A chart in words."""
    values = ", ".join(f"{day_word(p.day)}: {estimate(p, series.unit)}" for p in series.points)
    word = series.verdicts[-1].word if series.verdicts else "cannot be judged"
    return f"{name_word(series.quantity)} over the visits: {values}. At the last visit: {word}"
