"""Many photographs: in order, each with its result, and none stops the others."""

from __future__ import annotations

import shutil

import pytest

from bundled import GLARE, GOOD
from mesoject.batch import Request, run
from mesoject.records import UsageError


def request(photo, **options):
    return Request(photo=photo, bar_mm=100.0, print_profile=GOOD.profile, **options)


@pytest.fixture
def junk(tmp_path):
    path = tmp_path / "junk.jpg"
    path.write_bytes(b"nothing")
    return path


def test_results_come_in_the_order_of_the_requests(junk):
    asked = [request(junk), request(GOOD.photo, only_check=True), request(junk)]
    results = list(run(asked))
    assert [r.photo for r in results] == [one.photo for one in asked]
    assert [r.measurement.status for r in results] == ["refused", "measured", "refused"]


def test_results_come_as_they_are_ready(junk):
    """One a request, not all at the end: progress means something."""
    results = run([request(junk), request(GOOD.photo, only_check=True)])
    assert next(results).measurement.status == "refused"
    assert next(results).measurement.status == "measured"


def test_one_object_given_twice_is_the_same_photograph(tmp_path):
    path = tmp_path / "leg.jpg"
    shutil.copy(GOOD.photo, path)
    results = list(run([request(path, only_check=True), request(path, only_check=True)]))
    assert [[why.code for why in r.measurement.reasons] for r in results] == [[], ["duplicate_photo"]]


def test_a_refused_photograph_has_no_numbers_and_says_why():
    (result,) = run([request(GLARE.photo, outline=GLARE.outline)])
    assert result.measurement.quantities == ()
    assert result.measurement.reasons[0].code == "glare"
    assert all(why.fatal for why in result.measurement.reasons)


def test_a_check_needs_no_outline_and_gives_no_numbers():
    (result,) = run([request(GOOD.photo, only_check=True)])
    assert result.measurement.quantities == ()
    assert result.measurement.provenance.outline_sha256 is None


@pytest.mark.parametrize("missing", ["photo", "outline", "print_profile", "core"])
def test_a_missing_file_is_named_before_anything_runs(tmp_path, junk, missing):
    gone = tmp_path / "gone"
    wrong = Request(**{"photo": junk, missing: gone})
    with pytest.raises(UsageError, match="gone"):
        next(run([request(junk), wrong]))


def test_a_fault_of_the_program_costs_one_file_and_is_called_so(caplog):
    def broken(*_):
        raise ZeroDivisionError("never thought of")

    whole = request(GOOD.photo, outline=GOOD.outline)
    results = list(run([whole, request(GOOD.photo, only_check=True)], draw=broken))
    assert [r.measurement.status for r in results] == ["refused", "measured"]
    (why,) = results[0].measurement.reasons
    assert why.code == "program_fault"
    assert "ZeroDivisionError: never thought of" in why.message
    assert GOOD.photo.name not in caplog.text  # a file may be called after a person


def test_nothing_in_nothing_out():
    assert list(run([])) == []
