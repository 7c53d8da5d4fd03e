"""Typed readings: one quantity in one unit, nothing impossible, nothing dropped without a word."""

from __future__ import annotations

import pytest

from mesoject.course.file import open_course
from mesoject.course.numbers import visit_numbers
from mesoject.course.readings import BY_PHOTO, BY_SCAN
from mesoject.course.result import VisitResult
from mesoject.outcome import judge
from mesoject.records.record_file import RecordError

DAYS = ("2025-01-06", "2025-04-07", "2025-07-07")


def reading(value, unit="mm", quantity="thickness", instrument="ultrasound 20 MHz", error=0.1):
    return (
        f'[[visits.values]]\nquantity = "{quantity}"\nvalue = {value}\nstandard_error = {error}\nunit = "{unit}"\n'
        f'instrument = "{instrument}"\n'
    )


@pytest.fixture
def course(tmp_path):
    """Opens a course with these readings, one visit each, behind a head."""

    def opened(*readings, head='primary = "thickness"\n[scar]\nprofile = "raised"\n'):
        visits = (f"[[visits]]\ndate = {day}\n{text}" for day, text in zip(DAYS, readings, strict=False))
        (tmp_path / "course.toml").write_text(head + "".join(visits))
        return open_course(tmp_path)

    return opened


def outcome_of(file):
    empty = [VisitResult(visit.date, (), None) for visit in file.course.visits]
    return judge(file.course, visit_numbers(file.course, empty))


def test_centimetres_and_millimetres_of_one_quantity_are_compared_in_millimetres_and_that_is_said(course):
    file = course(reading(0.31, "cm", error=0.01), reading(2.1))
    last = outcome_of(file)["thickness"].verdicts[-1]
    assert last.change == pytest.approx(-1.0)
    assert last.before.standard_error == pytest.approx(0.1)
    assert any("typed in cm and mm; it is compared in mm" in note for note in file.notes)


@pytest.mark.parametrize(
    ("first", "second", "factor"), [("cm2", "mm2", 100), ("mL", "mm3", 1000), ("cm³", "mL", 1000), ("mm²", "mm2", 1)]
)
def test_areas_and_volumes_are_converted_too(course, first, second, factor):
    file = course(reading(2, first, "hand_traced"), reading(2, second, "hand_traced"), head="")
    values = [visit.values[0] for visit in file.course.visits]
    assert len({value.unit for value in values}) == 1
    assert values[0].value == pytest.approx(2 * factor)


def test_one_unit_alone_stays_as_it_was_typed(course):
    file = course(reading(0.31, "cm"), reading(0.21, "cm"))
    assert [(v.values[0].value, v.values[0].unit) for v in file.course.visits] == [(0.31, "cm"), (0.21, "cm")]
    assert file.notes == ()


@pytest.mark.parametrize(
    ("readings", "line", "said"),
    [
        ([reading(3.1), reading(-2.1)], 16, "thickness is -2.1 mm; it cannot be below 0"),
        ([reading(3.1, "mm", "scar_area"), reading(-2.1, "mm", "scar_area")], 16, "cannot be below 0"),
        ([reading(3.1, "kPa")], 10, "thickness is in 'kPa'; give it in mm or cm"),
        ([reading(3, "kPa", "stiffness"), reading(2, "mm", "stiffness")], 18, "in 'mm' here and in 'kPa' before"),
        ([reading(3.1) + reading(3.3)], 12, "thickness stands twice on 2025-01-06"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_the_way_out(course, readings, line, said):
    with pytest.raises(RecordError) as refused:
        course(*readings)
    (fault,) = refused.value.faults
    assert fault.startswith(f"course.toml:{line}: ")
    assert said in fault


def test_two_visits_of_one_day_do_not_lose_the_second_reading(tmp_path):
    visit = f"[[visits]]\ndate = 2025-01-06\n{reading(3.1)}"
    (tmp_path / "course.toml").write_text(visit * 2)
    with pytest.raises(RecordError, match=r"course\.toml:11: thickness stands twice"):
        open_course(tmp_path)


@pytest.mark.parametrize(
    ("files", "quantity"), [('photos = [{file = "a.jpg"}]', "area"), ('scans = [{file = "a.ply", unit = "mm"}]', "sa")]
)
def test_what_the_course_measures_itself_cannot_be_typed_too(course, files, quantity):
    with pytest.raises(RecordError, match=rf":8: {quantity} is measured on the .* such as {quantity}_typed"):
        course(f"{files}\n{reading(3.1, 'mm', quantity)}", reading(2.1))


def test_a_height_may_be_typed_where_only_photographs_are(course):
    photos = 'photos = [{file = "a.jpg"}]\n'
    file = course(photos + reading(3.1, "mm", "height_mean"), photos + reading(2.1, "mm", "height_mean"))
    assert outcome_of(file)["height_mean"].verdicts[-1].change == pytest.approx(-1.0)


def test_all_that_is_measured_is_known_here(ran):
    """The bundled course has photographs and scans."""
    for visit in ran.visits:
        for photo in visit.photos:
            names = {quantity.name for quantity in photo.measurement.quantities}
            assert names <= (BY_SCAN if photo.scan else BY_PHOTO)


def test_a_slip_of_the_pen_gets_a_hint_and_a_name_of_ones_own_does_not(course):
    (note,) = course(reading(3.1, quantity="thicknes"), reading(2.1, quantity="thicknes")).notes
    assert note.startswith("course.toml:7: 'thicknes'")
    assert "Did you mean thickness?" in note
    assert course(reading(3.1, quantity="thickness_calliper"), reading(2, "kPa", "stiffness")).notes == ()


def test_thickness_may_be_declared_before_it_is_measured(course):
    assert course("", "").course.primary == "thickness"


def test_another_instrument_is_told_of(course):
    file = course(reading(3.1), reading(2.4, instrument="calliper"), reading(2.2, instrument="Ultrasound  20 MHz"))
    (note,) = (n for n in outcome_of(file).notes if "instruments" in n)
    assert "ultrasound 20 MHz (visit 1)" in note
    assert "calliper (visit 2)" in note


def test_one_instrument_written_in_two_ways_is_one(course):
    file = course(reading(3.1), reading(2.2, instrument="Ultrasound  20 MHz"))
    assert not any("instruments" in note for note in outcome_of(file).notes)


def test_a_raised_scar_with_thickness_alone_is_judged_on_it_and_that_is_said(course):
    outcome = outcome_of(course(reading(3.1), reading(2.1), head='[scar]\nprofile = "raised"\n'))
    assert (outcome.primary, outcome.word) == ("thickness", "improved")
    assert "judged on the thickness that was typed in" in outcome.primary_because


def test_thickness_of_a_scar_that_nobody_called_raised_asks_for_that(course):
    outcome = outcome_of(course(reading(3.1), reading(2.1), head=""))
    assert outcome.word == "cannot be judged"
    assert any('profile = "raised"' in note and 'primary = "thickness"' in note for note in outcome.notes)
