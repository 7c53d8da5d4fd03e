"""Every reason for a refusal or a warning: its code, what it means, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


class Reason(BaseModel):
    """Why there is no number, or why it comes with a reservation.

    Attributes
    ----------
    code : str
        A key of ``REASONS``.
    message : str
        What was found, with the value and the limit.
    remedy : str
        What to do about it.
    fatal : bool
        True: no number. False: a warning.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    remedy: str
    fatal: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of reason, as the documentation lists it."""

    meaning: str
    remedy: str
    fatal: bool


def reason(code: str, message: str, *, fatal: bool | None = None) -> Reason:
    """Make a reason of a known kind; ``fatal`` overrides whether that kind refuses or warns.

    Examples
    --------
    >>> reason("no_focal_length", "The photograph carries no focal length.").fatal
    False
    """
    kind = REASONS[code]
    return Reason(code=code, message=message, remedy=kind.remedy, fatal=kind.fatal if fatal is None else fatal)


REASONS: dict[str, Kind] = {
    "not_an_image": Kind(
        "The file cannot be read as JPEG, PNG, HEIC or 8-bit TIFF.",
        "Use the original file from the phone or camera; a 3D scan is known by its ending: .ply, .obj, .stl, .glb or .xyz.",
        True,
    ),
    "unsupported_colour": Kind(
        "Greyscale, CMYK, 16-bit or an unknown colour profile.",
        "Export the picture as an ordinary sRGB or Display-P3 colour JPEG, 8 bits a channel.",
        True,
    ),
    "too_large": Kind(
        "More pixels, points or bytes than a camera or scanner makes.",
        "Use the original photograph (panoramas and enlargements cannot be measured); cut a scan to the skin round the scar.",
        True,
    ),
    "too_small": Kind(
        "Fewer pixels than a marker needs to be read.",
        "Use the original photograph, not a preview or a messenger copy.",
        True,
    ),
    "truncated": Kind(
        "The file ends before its picture or its scan does.",
        "Copy the file again from the phone or the scanner; the transfer was cut off.",
        True,
    ),
    "no_strips": Kind(
        "No marker of the target was found.",
        "Put both strips on the leg, hold the phone still until it is in focus, and photograph 25 to 45 cm away.",
        True,
    ),
    "too_few_markers": Kind(
        "Fewer markers than a fit can stand on.",
        "Uncover the strips, turn the leg so that at least four markers of each strip face the camera, and repeat.",
        True,
    ),
    "one_strip": Kind(
        "Only one of the two strips is in view.",
        "Repeat with both strips in the picture, one on each side of the scar.",
        False,
    ),
    "blur": Kind(
        "The strips are out of focus or the camera moved.",
        "Wipe the lens, tap the scar to focus, rest the elbows, and repeat in better light.",
        True,
    ),
    "glare": Kind(
        "Light is mirrored by the scar or the strips.",
        "Move the lamp or the camera to the side, switch the flash off, dry the skin, and repeat.",
        True,
    ),
    "underexposed": Kind(
        "The patches are too dark to carry colour.",
        "Add light from the side or tap the scar to expose, and repeat.",
        True,
    ),
    "overexposed": Kind(
        "The patches or the skin are clipped to white.",
        "Lower the exposure (tap and slide down), move away from the lamp, and repeat.",
        True,
    ),
    "grazing": Kind(
        "The scar is seen too obliquely.",
        "Hold the phone squarely over the scar and repeat; a scar round the limb needs a photograph from each side.",
        True,
    ),
    "strip_not_flat": Kind(
        "The strip is creased, lifted or slipped: its markers do not lie on one smooth surface.",
        "Smooth the strips on dry skin, tape them behind the limb without tension, and repeat.",
        True,
    ),
    "strip_misplaced": Kind(
        "The strips are swapped, reversed, or two of one kind.",
        "P goes nearer the hip, D nearer the foot, printed arrows towards the scar; then repeat.",
        True,
    ),
    "mirrored": Kind(
        "The picture is mirror-inverted.", "Switch off mirroring (selfie mode) and use the back camera.", True
    ),
    "print_scale": Kind(
        "The printed 100 mm bar is outside 97 to 103 mm.",
        "Print again at 100 % ('actual size'), measure the bar, and use the new strips.",
        True,
    ),
    "print_not_verified": Kind(
        "The length of the printed 100 mm bar was not given.",
        "Measure the bar on the printed sheet with a ruler and give it with --bar-mm.",
        False,
    ),
    "no_focal_length": Kind(
        "The photograph carries no focal length (messenger copies and screenshots lose it).",
        "Use the original file from the phone.",
        False,
    ),
    "digital_zoom": Kind(
        "The photograph was taken with digital zoom or cropped after the shot.",
        "Photograph without zoom; move closer instead.",
        False,
    ),
    "cropped": Kind(
        "The picture was cut after the shot, so its centre is not the lens's.",
        "Use the original, uncropped photograph.",
        False,
    ),
    "outline_outside": Kind(
        "The outline leaves the part of the limb that was photographed or scanned.",
        "Draw the outline on this very photograph or scan, inside the skin that it shows.",
        True,
    ),
    "outline_untrusted": Kind(
        "Part of the outline lies beyond the strips' span, under their paper, or is seen too obliquely.",
        "Place the strips so that the whole scar lies between them and faces the camera; "
        "a scar longer than 140 mm cannot be framed by one pair.",
        False,
    ),
    "outline_foreign": Kind(
        "The outline was drawn on another file.",
        "Give the outline that belongs to this photograph or scan, or draw a new one with `mesoject outline FILE`.",
        True,
    ),
    "outline_invalid": Kind(
        "The outline crosses itself or is not a closed area.",
        "Redraw the outline without crossings; `mesoject outline FILE`, of the photograph or scan, writes a page for it.",
        True,
    ),
    "outline_no_contrast": Kind(
        "The scar's border cannot be told from skin, so that no loose outline can be drawn in to it.",
        "Draw the loose outline closer to the scar; if that is refused too, draw the border by hand with "
        "`mesoject outline FILE`, and measure with that.",
        True,
    ),
    "empty_outline": Kind(
        "The outline holds no area.",
        "Draw round the scar; at least three points that enclose an area are needed.",
        True,
    ),
    "no_outline": Kind(
        "No outline was given.",
        "Draw one with `mesoject outline FILE`, of the photograph or scan, then give it with --outline.",
        True,
    ),
    "no_healthy_skin": Kind(
        "Too little unmasked skin 5 to 20 mm outside the outline.",
        "Keep clothing and tape away from the scar, and photograph or scan 2 cm of skin around it.",
        False,
    ),
    "colour_unreliable": Kind(
        "The patches do not agree with one colour correction.",
        "Use one even light source, give the profile of the print, and repeat.",
        False,
    ),
    "colour_relative": Kind(
        "The print has no measured profile: colours compare only between photographs of the same print.",
        "Measure the patches once with a spectrophotometer and give --print-profile.",
        False,
    ),
    "unlike_first_visit": Kind(
        "The skin of this visit does not match that of the first one; it may be another leg.",
        "Look whether both show the same scar; if they do, write same_leg = true at this visit in course.toml.",
        True,
    ),
    "not_drawn": Kind(
        "The outline of this photograph or scan has not been drawn yet.",
        "Open the page beside it (outlines/NAME.outline.html), draw or correct the outline, and save it there.",
        True,
    ),
    "file_missing": Kind(
        "A file that the course names is not there.",
        "Put the file back, or correct its path in course.toml; paths start at the folder that it lies in.",
        True,
    ),
    "file_unusable": Kind(
        "A file or a setting that belongs to the photograph or scan cannot be used.",
        "Correct what the message names in course.toml.",
        True,
    ),
    "program_fault": Kind(
        "The program met something that it was not made for; this is its fault, not the file's.",
        "Report it with this message and, if it may be shared, the file; other files are measured all the same.",
        True,
    ),
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
    "duplicate_photo": Kind(
        "The same photograph or scan was given twice.", "Give each file once; a copy adds no information.", False
    ),
    "register_failed": Kind(
        "The skin of two visits does not match.",
        "Check that both visits show the same leg and site, with 4 cm of bare skin between the strips; else draw the outline afresh on each visit.",
        True,
    ),
    "same_sitting": Kind(
        "The strips lie on the skin exactly as in the other visit.",
        "Check the dates: strips that were taken off never come back to within a millimetre, and photographs of one sitting belong to one visit.",
        False,
    ),
    "scale_disagrees": Kind(
        "The same skin is larger in one visit than in the other.",
        "Measure the printed bar of both sheets and give its length; a print that is off moves every area by twice as much.",
        False,
    ),
    "outline_carried": Kind(
        "The outline was carried over from another visit and nobody has confirmed it.",
        "Open it with `mesoject outline PHOTO`, correct it where the border has moved, and save it.",
        False,
    ),
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
