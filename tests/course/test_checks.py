"""What is odd about a course is said, once, in a sentence that says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mesoject.course.checks import oddities, without_copies
from mesoject.course.result import Flat, PhotoResult, VisitResult
from mesoject.records import ErrorPart, Measurement, Provenance, Quantity, reason
from mesoject.skinmap import Region

AREA = Quantity(name="area", value=100, unit="mm2", parts=(ErrorPart(part="outline", se=5, scope="rater"),))
DAYS = (date(2025, 1, 1), date(2025, 2, 1))


def photo(sha="a", name="a.jpg", at=(0.0, 0.0), of="scar", measured=True):
    provenance = Provenance(photo_sha256=sha, target_sha256="t", method="m", software="s")
    why = () if measured else (reason("blur", "The picture is soft."),)
    status, numbers = ("measured", (AREA,)) if measured else ("refused", ())
    m = Measurement(status=status, reasons=why, quantities=numbers, provenance=provenance)
    s, z = at
    ring = ((s, z), (s + 4, z), (s + 4, z + 9), (s, z + 9))
    flat = Flat(Path("x.png"), Region(0, 1, 0, 1), 0.1, ((ring,),))
    return PhotoResult(name, of, m, flat, drawn=True, carried=False)


def visits(*photos):
    return [VisitResult(day, tuple(p), None) for day, p in zip(DAYS, photos, strict=False)]


def said(found, taken=None):
    return " ".join(oddities(found, taken or [[None] * len(v.photos) for v in found]))


def pair(k=0):
    return photo(f"{k}a"), photo(f"{k}b", "b.jpg", at=(1.0, 1.0))


def test_a_sound_course_says_nothing():
    assert said(visits(pair(0), pair(1))) == ""


def test_one_visit_is_no_change():
    assert "a change needs two" in said(visits(pair()))


def test_a_refused_photograph_is_named_with_its_remedy():
    text = said(visits(pair(0), (photo("x", "soft.jpg", measured=False), *pair(1))))
    assert "soft.jpg: not measured (The picture is soft)" in text


def test_strips_that_were_moved_between_two_photographs():
    text = said(visits((photo("x"), photo("y", at=(0.0, 9.0))), pair(1)))
    assert "9 mm apart" in text
    assert "strips were moved" in text


def test_a_day_that_the_photograph_contradicts():
    taken = [["2025:01:01 10:00:00", None], ["2024:12:31 23:59:59", "nonsense"]]
    text = said(visits(pair(0), pair(1)), taken=taken)
    assert "taken on 2024-12-31, the course says 2025-02-01" in text
    assert "2025-01-01" not in text


def test_a_copy_is_put_out_of_the_numbers():
    first, second = without_copies(visits((photo("same"),), (photo("same", "copy.jpg"),)))
    assert first.photos[0].measurement.quantities
    assert second.photos[0].measurement.reasons[0].code == "duplicate_photo"
    assert "a.jpg of 2025-01-01" in second.photos[0].measurement.reasons[0].message


def test_two_halves_of_one_photograph_are_no_copy():
    halves = without_copies(visits((photo("same"), photo("same", of="control"))))
    assert all(p.measurement.quantities for p in halves[0].photos)
