"""A scar's relief to be turned in the hand: a part of an HTML page that works offline, under a strict policy.

The viewer is our own, some 400 lines of WebGL 2, and not three.js: a page holds at most a few surfaces on a regular
lattice, seen without perspective so that lengths stay true, all turned by one camera. That needs no scene graph and no
loader for everything that glTF allows; three.js would add half a megabyte to each report and a build step to the house.
Without a script, without WebGL and on paper a still picture of the same view stands in.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from mesoject.report.relief import scene
from mesoject.report.relief.colours import STOPS, height_colours, shared_limit_mm
from mesoject.report.relief.model import relief_model
from mesoject.report.relief.still import WIDTH_PX, still_png
from mesoject.skinmap.relief_picture import ReliefPicture

_TEMPLATES: Final = Path(__file__).parents[1] / "templates" / "relief"
_SCRIPTS: Final = ("model", "camera", "surface", "hands", "main")
MOST_POINTS: Final = 30_000
"""Of one surface in a page, so that a report stays small enough to be sent."""
SMOOTHING_MM: Final = 0.4  # noise drawn five times as high would hide the scar


@dataclass(frozen=True)
class Shown:
    """One scan in a view: its relief, its title, and what it shows in words."""

    picture: ReliefPicture
    title: str
    alt: str


def relief_view(shown: Sequence[Shown], *, name: str = "relief", limit_mm: float | None = None) -> str:
    """HTML of one view of several scans, turned together and in the same colours.

    The page has to hold :func:`view_style` and, after the view, :func:`view_script`, and its policy to allow the
    latter by its hash (:func:`source_hash`), styles, and pictures from ``data:``.

    Parameters
    ----------
    shown : sequence of Shown
    name : str
        Of the element; unique in the page.
    limit_mm : float, optional
        Where the colours end; by default the least round height that holds every scar.
    """
    pictures = [s.picture.coarser(MOST_POINTS).smoothed(SMOOTHING_MM) for s in shown]
    limit = shared_limit_mm(pictures) if limit_mm is None else limit_mm
    span = scene.span_mm(pictures)
    own = all(p.rgb8 is not None for p in pictures)
    stages = [_stage(s, p, limit, span, name) for s, p in zip(shown, pictures, strict=True)]
    parts = {
        "id": html.escape(name),
        "colours": _colours(name) if own else "",
        "stages": "".join(stages),
        "legend": _legend(name, limit),
        "look": json.dumps(_look(span), separators=(",", ":")),
    }
    return filled(template("view.html"), parts)


def view_style() -> str:
    """CSS that every view in a page shares."""
    return template("style.css")


def view_script() -> str:
    """The script that brings every view in a page to life; it stands after the last of them."""
    return '(() => {\n"use strict";\n' + "\n".join(template(f"{part}.js") for part in _SCRIPTS) + "})();\n"


def source_hash(text: str) -> str:
    """What a Content-Security-Policy (W3C, level 3) calls an inline script or style that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _stage(shown: Shown, picture: ReliefPicture, limit_mm: float, span: float, name: str) -> str:
    parts = {
        "id": html.escape(name),
        "title": html.escape(shown.title),
        "alt": html.escape(shown.alt),
        "still": base64.b64encode(still_png(picture, limit_mm, span)).decode(),
        "width": str(WIDTH_PX),
        "height": str(round(WIDTH_PX * scene.ASPECT)),
        "model": base64.b64encode(relief_model(picture, limit_mm)).decode(),
    }
    return filled(template("stage.html"), parts)


def _colours(name: str) -> str:
    """The choice between height and what the scanner saw."""
    choices = (("height", "by height", ' checked=""'), ("own", "as scanned, uncalibrated", ""))
    labels = "".join(
        f'<label><input type="radio" name="{html.escape(name)}-colour" value="{value}"{checked}/> {words}</label>'
        for value, words, checked in choices
    )
    return f'<div role="radiogroup" aria-label="Colour"><b>Colour</b>{labels}</div>\n'


def _legend(name: str, limit_mm: float) -> str:
    """The colour bar, lying, with its words."""
    places = np.linspace(-1, 1, len(STOPS))
    stops = "".join(
        f'<stop offset="{(at + 1) / 2:.4f}" stop-color="#{r:02x}{g:02x}{b:02x}"/>'
        for at, (r, g, b) in zip(places, height_colours(places, 1.0).tolist(), strict=True)
    )
    gradient = f"{html.escape(name)}-colours"
    bar = f'<rect x="20" y="4" width="400" height="14" fill="url(#{gradient})"/>'
    low, high = f"\u2212{limit_mm:g} mm, sunken", f"+{limit_mm:g} mm, raised"
    ends = ((20, low, "start"), (220, "0", "middle"), (420, high, "end"))
    words = "".join(f'<text x="{x}" y="36" text-anchor="{anchor}">{text}</text>' for x, text, anchor in ends)
    label = (
        f"Colour bar: height over the healthy skin from minus {limit_mm:g} mm, violet, over 0, white, to plus "
        f"{limit_mm:g} mm, orange"
    )
    return (
        f'<svg class="relief-legend" viewBox="0 0 440 42" role="img" aria-label="{label}"><defs>'
        f'<linearGradient id="{gradient}">{stops}</linearGradient></defs>{bar}{words}</svg>'
    )


def _look(span: float) -> dict[str, Any]:
    """What the scripts have to know of camera, lamp and colours."""
    camera = {"azimuth": scene.AZIMUTH_DEG, "elevation": scene.ELEVATION_DEG, "span": span, "aspect": scene.ASPECT}
    colours = {"ground": scene.GROUND, "ink": scene.INK, "casing": scene.CASING}
    return {
        "camera": camera,
        "lamp": scene.LAMP.tolist(),
        "ambient": scene.AMBIENT,
        "diffuse": scene.DIFFUSE,
        "back": scene.BACK,
        **{name: [c / 255 for c in colour] for name, colour in colours.items()},
    }


def template(name: str) -> str:
    """One of the view's own files."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def filled(text: str, parts: Mapping[str, str]) -> str:
    """Put each part where its name stands in double braces; what parts contain is left as it is."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], text)
