"""What is said of a course that rests on scans: nobody matched them, and no print was in the picture."""

from __future__ import annotations

import pytest
from numbered_courses import component, course, numbers, table

from mesoject.outcome import judge
from mesoject.records import Provenance
from mesoject.records.course import CoursePhoto, CourseScan

SCANNED = Provenance(scan_sha256="ab" * 32, method="scan-1", software="test")
SCAN, PHOTO = CourseScan(file="a.ply", unit="mm"), CoursePhoto(file="a.jpg")
KNOWN = table(component("area", sd_occasion=0.02))


def scanned(legs, **options):
    """A raised scar that was scanned at each visit; ``legs`` as in VisitNumbers."""
    made = course(len(legs), profile="raised", **options)
    made = made.model_copy(update={"visits": tuple(v.model_copy(update={"scans": (SCAN,)}) for v in made.visits)})
    rows = numbers(made, photos=1, height_mean=[2.0 - 0.5 * k for k in range(len(legs))])
    stated = [_stated(row.measurements[0]) for row in rows]
    rows = [
        row.model_copy(update={"leg": leg, "print_batch": None, "measurements": (one,)})
        for row, leg, one in zip(rows, legs, stated, strict=True)
    ]
    return made, rows


def _stated(one):
    (height,) = one.quantities
    part = height.parts[0].model_copy(update={"se": 0.05})
    return one.model_copy(update={"provenance": SCANNED, "quantities": (height.model_copy(update={"parts": (part,)}),)})


@pytest.mark.parametrize(
    ("legs", "visits"),
    [((0, None), "1, 2"), ((0, 0, None), "1, 3"), ((None, None, None), "1, 2, 3"), ((0, 1, 1), "1, 2, 3")],
)
def test_scans_that_nobody_matched_are_named(legs, visits):
    found = judge(*scanned(legs), KNOWN)
    (note,) = (n for n in found.notes if "same leg" in n)
    assert note.startswith(f"Nobody checked that the scans of visits {visits} show the same leg")
    assert "same_leg = true" in note


@pytest.mark.parametrize("legs", [(0, 0), (None, 0), (2, 2), (0, 0, 0)])
def test_where_photographs_were_matched_or_a_person_looked_nothing_is_said(legs):
    assert not any("same leg" in note for note in judge(*scanned(legs), KNOWN).notes)


def test_photographs_that_were_not_matched_are_no_matter_of_scans():
    made = course(2, primary="area")
    assert not any("same leg" in note for note in judge(made, numbers(made, area=[300, 250]), KNOWN).notes)


def test_a_scan_needs_no_print_of_the_strips():
    assert not any("print" in note for note in judge(*scanned((0, 0, 0)), KNOWN).notes)


def test_two_visits_with_photographs_of_no_named_print_are_told_of():
    made, rows = scanned((0, 0, 0))
    one, *rest = made.visits
    more = tuple(v.model_copy(update={"photos": (PHOTO,)}) for v in rest)
    both = judge(made.model_copy(update={"visits": (one, *more)}), rows, KNOWN)
    assert any("No print batch" in note for note in both.notes)


def test_a_raised_scar_without_a_number_names_the_height_that_is_wanted():
    made = course(2, profile="raised")
    found = judge(made, numbers(made, area=[None, None]), KNOWN)
    assert (found.primary, found.word) == ("height_mean", "cannot be judged")
    assert "height_mean: it was not measured" in found.because
    assert "nothing else" in found.primary_because
