"""How deep, how far apart and how much on this leg: described techniques within the limits of this skin.

Depth rule (a default of this project): vertical depth = inserted length x sin(angle), from 0.3 mm to the thickness of
the skin less 0.2 mm, plus the height of a raised scar.
"""

from __future__ import annotations

import math

from mesoject.protocol.entries import Settings, TechniqueEntry
from mesoject.protocol.language import Facts
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.intake import Intake
from mesoject.records.plan import Technique
from mesoject.records.skin_thickness import skin_thickness_mm

LABEL_DEPTH_MM = 1.5


def find_techniques(intake: Intake, facts: Facts, book: RuleBook) -> tuple[Technique, ...]:
    """Return the techniques that fit device and scar, each cut to what the skin of this leg allows."""
    fitting = [entry for entry in book.techniques if book.nodes[entry.id, "condition"].value(facts)]
    return tuple(t for entry in fitting if (t := _technique(entry, intake, book.settings)) is not None)


def depth_limit_mm(intake: Intake, settings: Settings, *, adds_height: bool = False) -> float:
    """Return the greatest vertical depth in mm; below ``settings.depth_min_mm`` nothing is done.

    The measured thickness of the skin replaces the table. The height counts only for a raised scar.
    """
    scar, person = intake.scar, intake.person
    thickness = number(scar.skin_thickness_mm)
    if thickness is None:
        thickness = skin_thickness_mm(word(scar.site), word(person.sex), number(person.age_years))
    height = number(scar.height_mm) if adds_height and scar.profile == "raised" else None
    return floor2(thickness - settings.depth_margin_mm + max(0.0, height or 0.0))


def points_and_volume(area_cm2: float, spacing_mm: float, per_point_ml: float, limit_ml: float) -> tuple[int, float]:
    """Return how many points a scar takes and their volume in mL, never above the limit.

    Points are area over spacing squared.

    Examples
    --------
    >>> points_and_volume(20.0, 10.0, 0.03, 5.0)
    (20, 0.6)
    """
    wanted = max(1, round(area_cm2 * 100 / spacing_mm**2))
    points = min(wanted, math.floor(limit_ml / per_point_ml + 1e-9))
    return points, floor2(points * per_point_ml)


def number(answer: object) -> float | None:
    """Return a given number, or None."""
    return float(answer) if isinstance(answer, float | int) and not isinstance(answer, bool) else None


def word(answer: object) -> str | None:
    """Return a given choice, or None; an absence is a word of its own kind."""
    return answer if type(answer) is str else None


def floor2(value: float) -> float:
    """Round down to two decimals, so that no limit is passed by rounding."""
    return math.floor(value * 100 + 1e-9) / 100


def _technique(entry: TechniqueEntry, intake: Intake, settings: Settings) -> Technique | None:
    limit = depth_limit_mm(intake, settings, adds_height=entry.adds_height)
    deepest = min(entry.depth_max_mm, limit)
    if deepest < settings.depth_min_mm:
        return None
    shallowest = min(max(entry.depth_min_mm, settings.depth_min_mm), deepest)
    points, volume, notices = _volume(entry, intake, settings)
    return Technique(
        id=entry.id,
        sources=entry.sources,
        grade=entry.grade,
        directness=entry.directness,
        provenance=entry.provenance,
        title=entry.title,
        depth_min_mm=shallowest,
        depth_max_mm=deepest,
        inserted_max_mm=_inserted(deepest, intake),
        spacing_mm=entry.spacing_mm,
        volume_per_point_ml=entry.volume_per_point_ml,
        points=points,
        volume_ml=volume,
        area_cm2=number(intake.scar.area_cm2),
        passes=entry.passes,
        notices=(*_depth_notices(entry, limit, intake), *notices),
    )


def _inserted(depth_mm: float, intake: Intake) -> float | None:
    """Length of needle in the skin at the given angle."""
    angle = number(intake.device.angle_deg)
    return floor2(depth_mm / math.sin(math.radians(angle))) if angle else None


def _volume(entry: TechniqueEntry, intake: Intake, settings: Settings) -> tuple[int | None, float | None, list[str]]:
    area, per_point, spacing = number(intake.scar.area_cm2), entry.volume_per_point_ml, entry.spacing_mm
    if per_point is None or spacing is None:
        return None, None, []
    if area is None:
        return None, None, ["The area of the scar is missing: points and volume cannot be given."]
    limit = min(settings.volume_max_ml, number(intake.device.product_max_ml) or settings.volume_max_ml)
    points, volume = points_and_volume(area, spacing, per_point, limit)
    notices = []
    if points < round(area * 100 / spacing**2):
        notices.append(f"The limit of {limit:g} mL a session covers {points} points; the rest comes later.")
    if volume > settings.volume_notice_ml:
        notices.append(f"Published sessions stay at {settings.volume_notice_ml:g} mL or less.")
    return points, volume, notices


def _depth_notices(entry: TechniqueEntry, limit: float, intake: Intake) -> list[str]:
    notices = []
    if limit < entry.depth_max_mm:
        notices.append(f"Described down to {entry.depth_max_mm:g} mm; the skin of this leg allows {limit:g} mm.")
    if number(intake.scar.skin_thickness_mm) is None:
        notices.append("The thickness of the skin is from a table, not measured; a thin leg may be thinner.")
    if min(entry.depth_max_mm, limit) > LABEL_DEPTH_MM:
        notices.append("Deeper than 1.5 mm was not evaluated for the labelled device.")
    return notices
