"""The relief of a course's scans: map and cuts of the first and the last one, and both to be turned in the hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mesoject.course.result import CourseResult
from mesoject.records.course import Subject
from mesoject.report.course.blocks import Block, Figure, Heading, Interactive, Panel
from mesoject.report.course.words import day_word
from mesoject.report.relief.figures import panel_size_mm, relief_svg, relief_words
from mesoject.report.relief.look import Look, shared_look
from mesoject.report.relief.view import Shown, relief_view
from mesoject.skinmap.relief_file import read_relief
from mesoject.skinmap.relief_picture import ReliefPicture

TITLES: dict[Subject, str] = {"scar": "Relief", "control": "Relief of the untreated control"}
CAPTION = (
    "Height over the healthy skin round the scar, as it would run without it, in one colour scale; the limb's thicker "
    "end is up. Hatched: no scan, or too far from the scar for the healthy skin to be known. Below, two cuts through "
    "the highest or deepest place (ring): across and along. Dashed: the outline. Grey band about 0: what noise and "
    "the place of the healthy skin leave open, 95 %; coloured where a height exceeds it. From {names}."
)
VIEW_CAPTION = "The same scans, turned together. For the eye: no number is read off them."


@dataclass(frozen=True)
class _Scan:
    visit: int
    day: date
    name: str
    picture: ReliefPicture

    @property
    def title(self) -> str:
        return f"Visit {self.visit + 1}: {day_word(self.day)}"


def reliefs(result: CourseResult) -> Iterator[Block]:
    """Blocks for the scar and for a control, where there are scans of them; nothing where there are none.

    Raises
    ------
    UsageError
        When a kept relief cannot be read.
    """
    for of, title in TITLES.items():
        scans = _ends(result, of)
        if scans:
            yield Heading(title)
            yield _figure(scans)
            yield _view(scans, f"relief-{of}")


def _ends(result: CourseResult, of: Subject) -> list[_Scan]:
    """The first and the last visit's scan; of several at one visit the first that was measured."""
    found = [
        (k, visit.day, next((p for p in visit.photos if p.of == of and p.relief is not None), None))
        for k, visit in enumerate(result.visits)
    ]
    scanned = [(k, day, p.name, p.relief) for k, day, p in found if p is not None and p.relief is not None]
    ends = scanned if len(scanned) < 2 else [scanned[0], scanned[-1]]
    return [_Scan(k, day, name, read_relief(path)) for k, day, name, path in ends]


def _figure(scans: list[_Scan]) -> Figure:
    look = shared_look([s.picture for s in scans])
    names = ", ".join(f"{s.name} (visit {s.visit + 1})" for s in scans)
    return Figure([_panel(s, look) for s in scans], len(scans), CAPTION.format(names=names), "reliefs")


def _panel(scan: _Scan, look: Look) -> Panel:
    alt = f"{scan.title}. {relief_words(scan.picture)}"
    return Panel(relief_svg(scan.picture, look), alt, panel_size_mm(look), scan.title)


def _view(scans: list[_Scan], name: str) -> Interactive:
    shown = [
        Shown(s.picture, s.title, f"The relief at visit {s.visit + 1} on {day_word(s.day)}, in 3D, coloured by height")
        for s in scans
    ]
    return Interactive(relief_view(shown, name=name), VIEW_CAPTION)
