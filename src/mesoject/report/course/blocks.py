"""What the report of a course is made of: one list of blocks, shown as HTML and as PDF alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Tone = Literal["", "improved", "worsened", "unchanged", "changed", "unknown", "mixed", "warned", "quiet"]
Style = Literal["normal", "lead", "small"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of a section, and every section has one."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """Running text."""

    text: str
    style: Style = "normal"


@dataclass(frozen=True)
class Bullets:
    """A list; left out where it is empty."""

    items: Sequence[str]


@dataclass(frozen=True)
class Verdict:
    """The answer: a word in large letters, the sentence that it stands for, and what may be concluded."""

    word: str
    tone: Tone
    sentence: str
    more: Sequence[str] = ()


@dataclass(frozen=True)
class Cell:
    """One place of a table: a line, a smaller one below it, and a tone that never speaks alone."""

    text: str
    below: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Table:
    """A table; left out where it has no rows.

    ``shares`` are the relative widths of the columns; the first cell of a row is its header. ``signs``: its cells are
    single signs, so that it keeps its columns on a narrow screen.
    """

    caption: str
    header: Sequence[str]
    shares: Sequence[float]
    rows: Sequence[Sequence[Cell]]
    signs: bool = False


@dataclass(frozen=True)
class Panel:
    """A picture within a figure.

    Attributes
    ----------
    svg : str
    alt : str
        What the picture says, for who cannot see it.
    size_mm : (width, height)
        On paper.
    title : str
        Stands above it, as text.
    narrow_svg : str
        The same for a narrow screen; empty where the one picture serves both.
    whole : bool
        It takes a line of the figure for itself.
    """

    svg: str
    alt: str
    size_mm: tuple[float, float]
    title: str = ""
    narrow_svg: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Figure:
    """Panels beside and below each other, ``columns`` in a line on paper, and one caption.

    ``layout`` says how they stand on a narrow screen: a pair stays side by side, small pictures two in a line, charts
    and reliefs one below the other.
    """

    panels: Sequence[Panel]
    columns: int
    caption: str
    layout: Literal["pair", "pictures", "charts", "reliefs"]


@dataclass(frozen=True)
class Interactive:
    """What only a screen can show: HTML of a view with the script that :mod:`mesoject.report.relief.view` gives."""

    html: str
    caption: str


Block = Heading | Text | Bullets | Verdict | Table | Figure | Interactive


@dataclass(frozen=True)
class Section:
    """Pages of one kind in one language; each section begins a new page."""

    language: str
    audience: Literal["patient", "clinician"]
    page_word: str
    blocks: Sequence[Block] = field(default_factory=tuple)


def as_data(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """Plain data for a template on paper: every block carries its ``kind``; what needs a screen is left out."""
    return [
        {**asdict(section), "blocks": [_block(b) for b in section.blocks if not isinstance(b, Interactive)]}
        for section in sections
    ]


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}
