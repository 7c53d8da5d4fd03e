"""Why a treatment is not computed, or only with a reservation."""

from __future__ import annotations

from typing import Final

from mesoject.records.reason_kind import Kind

DELIVERY_REASONS: Final[dict[str, Kind]] = {
    "depth_unknown": Kind(
        "Needle-free delivery: how deep the active comes is not known.",
        "Choose a mode whose depth is set by a needle; for this device ask its maker for measured depths in leg skin.",
        True,
    ),
    "depth_below_skin": Kind(
        "The depth lies in the fat below the skin, or so near to it that the depot reaches it.",
        "Set a smaller depth_mm, or measure the skin by ultrasound and give skin_thickness_mm.",
        True,
    ),
    "depot_too_large": Kind(
        "The volume of one injection does not fit into the dermis.",
        "Set a smaller volume_ul and more points.",
        True,
    ),
    "depot_at_surface": Kind(
        "The depot reaches the surface of the skin.",
        "Set a larger depth_mm or a smaller volume_ul; so shallow an injection bulges and leaks, which is not computed.",
        False,
    ),
    "depot_in_fat": Kind(
        "The depot reaches into the fat below the skin.",
        "Set a smaller depth_mm or volume_ul, or measure the skin by ultrasound and give skin_thickness_mm.",
        False,
    ),
    "scar_narrow": Kind(
        "The scar is only a few millimetres wide.",
        "Read the answer as an order of magnitude.",
        False,
    ),
    "too_many_points": Kind(
        "More points than a person sets on one scar.",
        "Set a larger spacing_mm, and check that the outline is in millimetres.",
        True,
    ),
    "no_points": Kind(
        "No point of the map lies inside the outline.",
        "Set a smaller spacing_mm or margin_mm, or give points_mm that lie in the scar.",
        True,
    ),
    "points_outside": Kind(
        "A point of the map lies outside the scar.",
        "Move it inside the outline or take it out; points are [s, z] in mm of the outline's own SkinMap.",
        False,
    ),
    "points_close": Kind(
        "Points of the map lie so close to each other or to the scar's border that no hand places them so.",
        "Check that points_mm are in millimetres, and take out those that are listed twice.",
        False,
    ),
    "outline_tiny": Kind(
        "The scar is too small for what was asked of it.",
        "Check that the outline is in millimetres; on a scar of a few mm one injection covers everything.",
        True,
    ),
    "outline_format": Kind(
        "The file is not an outline as the page of `mesoject outline PHOTO` saves it (mesoject-outline/1), or it breaks off.",
        "Give the file that the page saves, whole. An outline of another program opens there with "
        "`mesoject outline PHOTO --start OUTLINE` (or SCAN); Save then writes this format.",
        True,
    ),
    "outline_frame": Kind(
        "The outline is not in millimetres on the skin.",
        "Open it on the photograph or scan that it was drawn on with `mesoject outline PHOTO --start OUTLINE` (or SCAN), "
        "press Save on the page, and give the file that it saves.",
        True,
    ),
    "active_unknown": Kind(
        "The delivery catalogue holds no such active.",
        "Choose one of those that `mesoject deliver actives` lists.",
        True,
    ),
    "active_outside_data": Kind(
        "The active, or its concentration, lies outside the data that the model stands on.",
        "Choose another active, or a concentration inside the range.",
        True,
    ),
    "model_incomplete": Kind(
        "The model leaves out something that matters for this active; the band is wider for it.",
        "Read the answer as an order of magnitude.",
        False,
    ),
    "thickness_not_measured": Kind(
        "The thickness of the skin is from a table, not measured.",
        "Measure it by ultrasound and give skin_thickness_mm, or scar_thickness_mm where the scar is thinner or thicker.",
        False,
    ),
    "unit_suspect": Kind(
        "A value looks as if its unit were another one.",
        "Check the unit that stands in the name of the value.",
        False,
    ),
}
