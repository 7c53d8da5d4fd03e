"""A number cannot exist without its unit and its error."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mesoject.records import ErrorPart, Measurement, Outline, Quantity


def part(se, name="geometry", scope="photo"):
    return ErrorPart(part=name, se=se, scope=scope)


def quantity(value=100.0, *errors, **how):
    return Quantity(name="area", value=value, unit="mm2", parts=tuple(map(part, errors or (3.0,))), **how)


def test_parts_add_as_squares():
    assert quantity(100, 3.0, 4.0, 12.0).standard_error == 13


def test_a_linear_interval_is_the_normal_one():
    assert quantity(100, 10.0).interval() == pytest.approx((100 - 19.59964, 100 + 19.59964))
    assert quantity(100, 10.0).interval(0.6826895) == pytest.approx((90, 110), abs=1e-4)


def test_a_log_interval_is_symmetric_in_the_logarithm():
    low, high = quantity(100, 10.0, scale="log").interval()
    assert low * high == pytest.approx(100**2)
    assert math.log(high / 100) == pytest.approx(1.959964 * 0.1)


def test_a_magnitude_is_not_below_zero():
    assert quantity(1.0, 5.0, at_least_zero=True).interval()[0] == 0
    assert quantity(1.0, 5.0).interval()[0] < 0


@given(st.floats(1e-3, 1e6), st.floats(0, 1), st.sampled_from(["linear", "log"]), st.floats(0.01, 0.9989))
def test_intervals_hold_the_value_and_grow_with_the_level(value, relative, scale, level):
    q = quantity(value, value * relative, scale=scale)
    (low, high), (lower, higher) = q.interval(level), q.interval(level + 0.001)
    assert lower <= low <= value * (1 + 1e-12)
    assert value * (1 - 1e-12) <= high <= higher


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_is_finite(value):
    with pytest.raises(ValidationError):
        quantity(value)


@pytest.mark.parametrize("se", [-1.0, float("nan"), float("inf")])
def test_an_error_is_finite_and_not_negative(se):
    with pytest.raises(ValidationError):
        part(se)


def test_a_number_without_its_error_does_not_exist():
    with pytest.raises(ValidationError, match="without its error"):
        Quantity(name="area", value=1.0, unit="mm2", parts=())


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_what_has_no_logarithm_is_not_on_a_log_scale(value):
    with pytest.raises(ValidationError, match="logarithm"):
        quantity(value, scale="log")


def test_a_quantity_does_not_change():
    with pytest.raises(ValidationError):
        quantity().value = 5.0


def test_a_measurement_gives_a_quantity_by_its_name():
    measurement = Measurement(status="measured", quantities=(quantity(),))
    assert measurement["area"].value == 100
    with pytest.raises(KeyError):
        measurement["length"]


def test_records_come_back_from_json_as_they_were():
    measurement = Measurement(status="measured", quantities=(quantity(100.1, 3.3, scale="log"),))
    assert Measurement.model_validate_json(measurement.model_dump_json()) == measurement


@pytest.mark.parametrize(
    ("frame", "points"),
    [("photo_px", [(0, 0, 0), (1, 0, 0), (0, 1, 0)]), ("scan_xyz_mm", [(0, 0), (1, 0), (0, 1)]), ("skin_mm", [(0,)])],
)
def test_the_points_of_an_outline_fit_its_frame(frame, points):
    with pytest.raises(ValidationError, match="coordinates"):
        Outline(frame=frame, polygons=((tuple(points),),))
