"""The figures of the clinician's pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesoject.course.result import Alignment, CourseResult, Flat
from mesoject.records.course import Subject
from mesoject.records.outcome import Series
from mesoject.report.course.blocks import Block, Figure, Panel, Text
from mesoject.report.course.calendar import Calendar
from mesoject.report.course.change import BAR_MM, SHOWS, change_picture, colour_bar, ground
from mesoject.report.course.charts import NARROW_MM, SMALL_MM, WIDE_MM, trend
from mesoject.report.course.key import KEY_ALT, KEY_MM, NARROW_KEY_MM, key
from mesoject.report.course.numbers import estimate
from mesoject.report.course.pictures import HIP, THICKER, fitted, skin_picture
from mesoject.report.course.tables import ordered
from mesoject.report.course.views import View, views, windows
from mesoject.report.course.words import day_word, said, word_of
from mesoject.report.numbers import name_word, unit_word

PAIR_MM, TEXT_MM, GAP_MM, MOST_IN_LINE = (86.0, 84.0), 178.0, 3.0, 6


def pair(seen: Sequence[View], most_mm: tuple[float, float], titles: Sequence[str], alts: Sequence[str]) -> list[Panel]:
    """Views as panels at one scale, each round the middle of its scar."""
    shown = windows([view.flat for view in seen])
    sizes = [fitted(window, most_mm) for window in shown]
    return [
        Panel(skin_picture(view.flat, window, size, up=THICKER if view.scan else HIP), alt, size, title)
        for view, window, size, title, alt in zip(seen, shown, sizes, titles, alts, strict=True)
    ]


def appearance(result: CourseResult, of: Subject) -> Iterator[Block]:
    """First and last visit side by side, then every visit."""
    seen = views(result, of)
    if not seen:
        yield Text("No photograph or scan of any visit could be laid flat; there is no picture to show.")
        return
    ends = seen[:1] if len(seen) == 1 else [seen[0], seen[-1]]
    scar = "scar" if of == "scar" else "untreated control"
    panels = pair(ends, PAIR_MM, [_title(v) for v in ends], [_alt(v, scar) for v in ends])
    yield Figure(panels, 2, _caption(result, ends, scar), "pair")
    if len(seen) > 2:
        panels = pair(seen, _most_mm(len(seen)), [_short(v) for v in seen], [_alt(v, scar) for v in seen])
        caption = f"Every visit with a picture, the {scar} at one scale."
        yield Figure(panels, min(len(seen), MOST_IN_LINE), caption, "pictures")


def _caption(result: CourseResult, ends: Sequence[View], scar: str) -> str:
    missing = []
    if ends[0].visit != 0:
        missing.append(f"The first visit has no picture; visit {ends[0].visit + 1} is shown instead.")
    if len(ends) == 2 and ends[-1].visit != len(result.visits) - 1:
        missing.append(f"The last visit has no picture; visit {ends[-1].visit + 1} is shown instead.")
    scans = any(v.scan for v in ends)
    colour, up = ("uncalibrated", "the limb's thicker end") if scans else ("calibrated", "the hip")
    names = ", ".join(f"{v.photo} (visit {v.visit + 1})" for v in ends)
    return (
        f"The {scar} laid flat, at the same scale and in {colour} colour; {up} is up. Line: the outline that was "
        f"measured. Hatched: not seen, or no colour. From {names}. " + " ".join(missing)
    ).strip()


def _title(view: View) -> str:
    return f"Visit {view.visit + 1}: {day_word(view.day)}"


def _short(view: View) -> str:
    return f"{view.visit + 1}: {view.day.isoformat()}"


def _alt(view: View, scar: str) -> str:
    return f"The {scar} laid flat at visit {view.visit + 1} on {day_word(view.day)}, with its outline and a scale bar"


def _most_mm(count: int) -> tuple[float, float]:
    """Room for one of ``count`` small pictures in a line."""
    columns = min(max(count, 3), MOST_IN_LINE)
    return (TEXT_MM - GAP_MM * (columns - 1)) / columns, 52.0


def change(result: CourseResult) -> Iterator[Block]:
    """A map for each visit that has one; and why there is none for the others."""
    alignments = [v.alignment for v in result.visits if v.alignment is not None]
    maps = [a for a in alignments if a.change is not None and a.failed is None]
    flat = ground(maps[0], result.visits) if maps else None
    if flat is not None:
        yield _maps(result, maps, flat)
    for alignment in alignments:
        if alignment.failed:
            yield Text(f"Visit {alignment.visit + 1} could not be laid over the first: {said(alignment.failed)}")
    if maps and flat is None:
        yield Text("The map of change does not fit any picture of the first visit, so it is not shown.")
    if not maps and not any(a.failed for a in alignments):
        yield Text("No later visit was laid over the first, so there is no map of change.")


def _maps(result: CourseResult, maps: Sequence[Alignment], flat: Flat) -> Figure:
    window = windows([flat])[0]
    size = fitted(window, _most_mm(len(maps)))
    low, high, sign = SHOWS.get(maps[0].shows, ("lower", "higher", maps[0].shows))
    panels = [
        Panel(
            change_picture(a, flat, window, size),
            f"Map of the change of {sign} from the first visit to visit {a.visit + 1}; blue is {low}, red {high}",
            size,
            f"{a.visit + 1}: {result.visits[a.visit].day.isoformat()}",
        )
        for a in maps
    ]
    limit = maps[0].limit
    bar = Panel(
        colour_bar(maps[0].shows, limit),
        f"Colour bar: from minus {limit:g}, {low}, in blue, over no change in white to plus {limit:g}, {high}, in red",
        BAR_MM,
        whole=True,
    )
    caption = (
        f"Change of {sign} since the first visit, over the first visit's skin in grey with that visit's outline. Where "
        f"it cannot be told, nothing is laid over. {_alignment_words(maps)} For the eye: no number is read off a map."
    )
    return Figure([*panels, bar], min(len(maps), MOST_IN_LINE), caption, "pictures")


def _alignment_words(maps: Sequence[Alignment]) -> str:
    """How well each visit lay on the first."""
    off = ["not stated" if a.residual_mm is None else f"{a.residual_mm:.2f} mm" for a in maps]
    by_visit = [f"visit {a.visit + 1}: {words} from {a.inliers} points" for a, words in zip(maps, off, strict=True)]
    found = "; ".join(by_visit)
    return f"How sharply single windows of skin were found again: {found}; the map through them is surer."


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
        + ". Points: mean of a visit with its 95 % interval. Grey band: what cannot be told from the first visit, by "
        "the smallest detectable change. Triangles and dotted lines: treatment sessions."
    )
    wide = Panel(trend(first, calendar, WIDE_MM), _says(first), WIDE_MM, narrow_svg=trend(first, calendar, NARROW_MM))
    signs = Panel(key(KEY_MM), KEY_ALT, KEY_MM, narrow_svg=key(NARROW_KEY_MM))
    yield Figure([wide, signs], 1, caption, "charts")
    if rest:
        panels = [Panel(trend(s, calendar, SMALL_MM), _says(s), SMALL_MM) for s in rest]
        yield Figure(panels, 3, "The other quantities, on the same time axis and with the same signs.", "charts")


def _unit(series: Series) -> str:
    unit = unit_word(series.unit)
    return f" {unit}" if unit else ""


def _says(series: Series) -> str:
    """A chart in words."""
    values = ", ".join(f"{day_word(p.day)}: {estimate(p)}{_unit(series)}" for p in series.points)
    word = word_of(series.verdicts[-1]) if series.verdicts else "cannot be judged"
    return f"{name_word(series.quantity)} over the visits: {values}. At the last visit: {word}"
