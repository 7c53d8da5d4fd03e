"""The look of the delivery figures: one typeface, one palette that colour-blind people can read, two file formats."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, NullFormatter

from mesoject.records.files import write_atomically

MM_PER_INCH: Final = 25.4
COLUMN_MM: Final = 89.0
PAGE_MM: Final = 183.0
"""Widths of one and two columns of a journal."""
PNG_DPI: Final = 300

TITLE_PAD_PT, LINE_PT = 14.0, 8.4
FOOT: Final = "Output of a model (mesoject). No effect is claimed."
FOOT_LINE_MM: Final = 2.9
LETTER_MM_PER_PT: Final = 0.172
"""A letter's mean width on paper, wide enough that no line overruns."""

INK: Final = "#1f2d3a"
QUIET: Final = "#6b7785"
PALE: Final = "#dfe6ec"
HEAT: Final = "viridis"
"""Dark is little, bright is much; evenly spaced in lightness, so that it survives a grey printer."""

# Paul Tol's 'muted' and 'bright' schemes (2021), chosen so that neighbours in a stack differ in lightness too.
LEDGER_COLOURS: Final = {
    "scar_dermis": "#225a8c",
    "bound": "#6fa8dc",
    "other_skin": "#bcd7ee",
    "subcutis": "#e8c662",
    "donor": "#d8d8d8",
    "backflow": "#8c8c8c",
    "cleared_capillary": "#c4473a",
    "cleared_lymph": "#f2a48f",
    "degraded": "#7a4988",
}
SERIES: Final = ("#225a8c", "#c4473a", "#3f8f5b", "#b8860b")

_RC: Final[dict[Any, object]] = {
    "font.family": "Roboto",
    "font.size": 7.5,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 7.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "text.color": INK,
    "legend.fontsize": 7,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    "lines.linewidth": 1.2,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "mesoject",
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw what is drawn inside in the house's style; global settings come back afterwards."""
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for name in ("Roboto-Regular.ttf", "Roboto-Bold.ttf"):
        path = str(resources.files("mesoject.report") / "fonts" / name)
        if path not in known:
            font_manager.fontManager.addfont(path)
    with rc_context(_RC):
        yield


def blank(width_mm: float, height_mm: float, said: str = "") -> Figure:
    """Return an empty figure of a printed size with its foot; its parts arrange themselves without overlap.

    Parameters
    ----------
    width_mm, height_mm : float
        Without the foot, which comes to the height.
    said : str
        What else stands in the foot.
    """
    foot = foot_mm(width_mm, said)
    size = (width_mm / MM_PER_INCH, (height_mm + foot) / MM_PER_INCH)
    share = foot / (height_mm + foot)
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(rect=(0, share, 1, 1 - share)))
    write_foot(figure, said)
    return figure


def foot_mm(width_mm: float, said: str = "") -> float:
    """Height of the foot of a figure."""
    return FOOT_LINE_MM * len(_foot_lines(width_mm, said)) + 1.5


def write_foot(figure: Figure, said: str = "") -> None:
    """Write into the lower edge that this is a model's output and claims nothing, and ``said`` before it."""
    width_mm, height_mm = (inch * MM_PER_INCH for inch in figure.get_size_inches())
    lines = "\n".join(_foot_lines(width_mm, said))
    figure.text(2 / width_mm, 1.2 / height_mm, lines, fontsize=6, color=QUIET, va="bottom").set_in_layout(False)


def _foot_lines(width_mm: float, said: str) -> list[str]:
    return [*wrapped(said, width_mm - 4, 6), FOOT]


def wrapped(text: str, width_mm: float, size_pt: float = 7.0) -> list[str]:
    """Break a text into lines of a width on paper."""
    return textwrap.wrap(text, int(width_mm / (LETTER_MM_PER_PT * size_pt)))


def save(figure: Figure, folder: Path, name: str) -> tuple[Path, Path]:
    """Write ``name.png`` (300 dpi) and ``name.svg`` (letters as outlines, so that it looks the same everywhere).

    Raises
    ------
    UsageError
        The folder cannot be written to.
    """
    paths = folder / f"{name}.png", folder / f"{name}.svg"
    for path in paths:
        write_atomically(path, drawn(figure, path.suffix.removeprefix(".")))
    return paths


def drawn(figure: Figure, kind: str) -> bytes:
    """Return the figure's bytes as ``'png'`` or ``'svg'``; the same figure always gives the same bytes."""
    with styled():
        buffer = BytesIO()
        metadata = {"Date": None} if kind == "svg" else {"Software": "mesoject"}
        figure.draw_without_rendering()  # a constrained layout settles with the second drawing
        figure.savefig(buffer, format=kind, dpi=PNG_DPI, metadata=metadata)
    return buffer.getvalue()


def plain_ticks(axis: Axis) -> None:
    """Write the ticks of a logarithmic axis as plain numbers."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}".replace(",", " ")))
    axis.set_minor_formatter(NullFormatter())


def note(axes: Axes, text: str, width_mm: float | None = None) -> float:
    """Write quiet lines above the axes, under the title, broken at a width; return the room that the title leaves them.

    Returns
    -------
    float
        ``pad`` of the title, in points.
    """
    lines = wrapped(text, width_mm) if width_mm else [text]
    written = axes.annotate(
        "\n".join(lines), (0, 1), (0, 3), xycoords="axes fraction", textcoords="offset points", fontsize=7, color=QUIET
    )
    written.set_in_layout(False)
    return TITLE_PAD_PT + LINE_PT * (len(lines) - 1)


def say(value: float) -> str:
    """A number with as many digits as a person compares: three at most.

    Examples
    --------
    >>> [say(v) for v in (0.0123, 1.26, 34.2, 1234.0)]
    ['0.012', '1.3', '34', '1 230']
    """
    if value != 0 and abs(value) < 1:
        return f"{value:.2g}"
    rounded = float(f"{value:.3g}") if abs(value) >= 100 else float(f"{value:.2g}")
    return f"{rounded:,.10g}".replace(",", " ")
