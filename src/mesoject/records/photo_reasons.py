"""Why a photograph, an outline or a course gives no number, or one with a reservation."""

from __future__ import annotations

from typing import Final

from mesoject.records.reason_kind import Kind

PHOTO_REASONS: Final[dict[str, Kind]] = {
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
}
