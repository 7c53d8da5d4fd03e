"""Why a scan gives no number, or one with a reservation."""

from __future__ import annotations

from typing import Final

from mesoject.records.reason_kind import Kind

SCAN_REASONS: Final[dict[str, Kind]] = {
    "not_a_scan": Kind(
        "The file cannot be read as PLY, OBJ, STL, GLB or XYZ.",
        "Export the scan from the scanner's software as PLY, OBJ, STL or uncompressed GLB.",
        True,
    ),
    "scan_damaged": Kind(
        "The scan's file contradicts itself, or holds points that are no numbers.",
        "Export the scan again; where the scanner's software repairs meshes, let it do so first.",
        True,
    ),
    "scan_empty": Kind(
        "The scan holds no surface, or hardly any points.",
        "Export the scan as a surface with all its points, not a preview or a sketch.",
        True,
    ),
    "scan_no_unit": Kind(
        "Nothing says in which unit the scan's numbers are.",
        "Give it with --unit mm (or cm, m, in); the scanner's export settings name it.",
        True,
    ),
    "scan_unit_differs": Kind(
        "The file states another unit than the one that was given.",
        "Look up the unit in the scanner's export settings, and leave --unit out where the file is right.",
        False,
    ),
    "scan_size": Kind(
        "In this unit the scan is far larger or smaller than a scan of a limb.",
        "Give the unit that the scan was exported in with --unit, and cut the scan to the limb.",
        True,
    ),
    "scan_not_a_limb": Kind(
        "The surface is not that of an arm's or a leg's skin.",
        "Scan the scar with at least 2 cm of skin round it, and cut away couch, hands and cloth; joints cannot be measured.",
        True,
    ),
    "scan_inside_out": Kind(
        "The triangles face the inside of the limb.",
        "Flip the normals in the scanner's software; where the scan is a mirror image, mirror it back instead.",
        True,
    ),
    "scan_fragmented": Kind(
        "The scan is in pieces, none of which is most of it.",
        "Let the scanner's software merge the surface, hold the leg still, and scan again.",
        True,
    ),
    "scan_cleaned": Kind(
        "Broken points, loose pieces or spikes were left out.",
        "Nothing, if they do not lie on the scar; hair is best combed flat or clipped before scanning.",
        False,
    ),
    "scan_spikes": Kind(
        "Too many points stand out from the skin: hair, or noise.",
        "Clip or comb the hair flat, dry the skin, and scan again more slowly.",
        True,
    ),
    "scan_all_round": Kind(
        "The scan goes all round the limb; one side of it is laid flat.",
        "Where the scar is on the other side, cut the scan to the scar with a hand's width of skin round it.",
        False,
    ),
    "scan_overhang": Kind(
        "Part of the surface faces backwards: it is folded under itself, or its noise is as large as the distance of its points.",
        "Nothing, for a percent or two. Where it is more, scan again more slowly and squarely; height is measured to the upper side, what a fold hides is not seen, and noise is in the error of each number.",
        False,
    ),
    "scan_too_coarse": Kind(
        "The scan's points lie too far apart for the scar.",
        "Scan from nearer, and export at full resolution without decimation.",
        True,
    ),
    "scan_too_noisy": Kind(
        "The scan is too noisy for roughness, or for the height that the scar has.",
        "Use a scanner with less than 0.1 mm of noise; a telephone's depth sensor gives no roughness.",
        False,
    ),
    "scar_too_small": Kind(
        "The scar has too little surface for its roughness.",
        "Nothing: height and volume are measured; a scar so small or narrow has no roughness of its own.",
        False,
    ),
    "outline_beside_relief": Kind(
        "The skin outside the outline is raised or sunken as well, so that the outline may miss part of the scar.",
        "Look at the relief with the outline on it, and draw the outline round all of the scar; where there is another scar beside it, nothing.",
        False,
    ),
    "scan_holes": Kind(
        "The scan has no surface in part of the scar.",
        "Scan again from further sides until the scar is closed, and export without decimation.",
        True,
    ),
}
