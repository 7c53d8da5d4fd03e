"""The bundled course: what changed is called, what was found is kept, and nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from datetime import date

import pytest

from bundled import ROOT
from mesoject.course.file import open_course
from mesoject.course.run import run_course
from mesoject.records.outcome import Outcome
from mesoject.records.record_file import RecordError


def truth(visit, key):
    return json.loads((ROOT / "truth" / f"d22_v{visit}.json").read_text())["scar"][key]


def redness(visit):
    colour = truth(visit, "colour")
    return colour["scar"]["lab"][1] - colour["skin_uncovered"]["lab"][1]


def test_a_scar_that_shrank_by_a_third_is_called_improved(ran):
    assert ran.outcome.primary == "area"
    assert ran.outcome.word == "improved"
    last = ran.outcome["area"].verdicts[-1]
    assert last.low < truth(4, "area_mm2") / truth(0, "area_mm2") - 1 < last.high


def test_redness_that_fell_is_called_improved_too(ran):
    last = ran.outcome["delta_a"].verdicts[-1]
    assert last.word == "improved"
    assert last.low < redness(4) - redness(0) < last.high


def test_every_photograph_has_numbers_and_a_picture(ran):
    photos = [photo for visit in ran.visits for photo in visit.photos]
    assert len(photos) == 12
    assert all(photo.measurement.quantities for photo in photos)
    assert all(photo.flat.picture.is_file() for photo in photos)
    assert sum(photo.flat.visit is not None and photo.flat.visit.is_file() for photo in photos) == 10


def test_volume_comes_from_scans_and_size_from_photographs(ran):
    """Both scans measure area too; it stays out of what two photographs give at every visit."""
    volume, area = ran.outcome["volume"], ran.outcome["area"]
    assert [(point.visit, point.photos) for point in volume.points] == [(0, 1), (4, 1)]
    assert [point.photos for point in area.points] == [2, 2, 2, 2, 2]
    last = volume.verdicts[-1]
    assert last.word == "improved"
    assert last.low < truth(4, "volume_mm3") - truth(0, "volume_mm3") < last.high


def test_a_published_score_is_judged_and_another_is_not(again):
    file = again / "course.toml"
    text = file.read_text()
    for day, scores in (("2025-02-03", "POSAS_observer = 40, VSS = 9"), ("2025-07-19", "POSAS_observer = 15, VSS = 3")):
        text = text.replace(f"date = {day}\nprint_batch", f"date = {day}\nscores = {{{scores}}}\nprint_batch")
    file.write_text(text)
    outcome = run_course(open_course(again)).outcome
    assert outcome["POSAS_observer"].verdicts[-1].word == "improved"
    assert "VSS" not in {series.quantity for series in outcome.series}


def test_visits_are_laid_over_the_first(ran):
    assert ran.visits[0].alignment is None
    for visit in ran.visits[1:]:
        assert visit.alignment.failed is None
        assert visit.alignment.inliers >= 30
        assert visit.alignment.change.is_file()


def test_the_stop_rule_is_joined(ran):
    """Three sessions, judged more than three months after the last: the change exceeded the error, so it is silent."""
    assert not ran.stop.applies
    assert "exceeded" in ran.stop.sentence
    assert "Z03" in ran.stop.source


def test_the_outcome_lies_beside_the_course(ran, course_folder):
    kept = Outcome.model_validate_json((course_folder / "results" / "outcome.json").read_bytes())
    assert kept == ran.outcome


def test_what_is_kept_is_used_again(again):
    told = []
    before = {path: path.stat().st_mtime_ns for path in (again / "results" / "kept").iterdir()}
    run_course(open_course(again), told=told.append)
    assert told == []
    assert {path: path.stat().st_mtime_ns for path in (again / "results" / "kept").iterdir()} == before


def test_only_what_changed_is_measured_again(again):
    file = again / "course.toml"
    file.write_text(file.read_text().replace("bar_mm = 100.0", "bar_mm = 100.5", 1))
    told = []
    run_course(open_course(again), told=told.append)
    assert [line for line in told if "d22_v0" in line] == told[:2]
    assert not any("jpg" in line for line in told[2:])


def test_a_result_that_was_harmed_is_made_anew(again):
    harmed = sorted((again / "results" / "kept").glob("*.json"))[0]
    whole = harmed.read_bytes()
    harmed.write_bytes(whole[: len(whole) // 2])
    run_course(open_course(again))
    assert json.loads(harmed.read_bytes()) == json.loads(whole)


def test_a_photograph_that_was_moved_away_is_named_and_the_rest_is_judged(again):
    (again / "photos" / "d22_v1_p0.jpg").unlink()
    result = run_course(open_course(again))
    assert [p.measurement.status for p in result.visits[1].photos] == ["refused", "measured"]
    assert any("d22_v1_p0.jpg" in note and "put the file back" in note.lower() for note in result.notes)
    assert result.outcome.word == "improved"


def test_the_same_photograph_in_two_visits_counts_once(again):
    (again / "photos" / "d22_v4_p0.jpg").write_bytes((again / "photos" / "d22_v0_p0.jpg").read_bytes())
    (again / "outlines" / "d22_v4_p0.json").write_bytes((again / "outlines" / "d22_v0_p0.json").read_bytes())
    result = run_course(open_course(again))
    copy = result.visits[4].photos[0].measurement
    assert copy.quantities == ()
    assert copy.reasons[0].code == "duplicate_photo"
    assert any("2025-02-03, the course says 2025-07-19" in note for note in result.notes)


def test_an_ultrasound_reading_is_judged_by_its_stated_error(again):
    file = again / "course.toml"
    text = file.read_text()
    for day, value in (("2025-02-03", 3.4), ("2025-07-19", 2.1)):
        reading = f"[[visits.values]]\nquantity = 'thickness'\nvalue = {value}\nstandard_error = 0.15\nunit = 'mm'\n"
        at = text.index("[[visits.photos]]", text.index(f"date = {day}\nprint_batch"))
        text = text[:at] + reading + "instrument = 'ultrasound 20 MHz'\n" + text[at:]
    file.write_text(text)
    (last,) = run_course(open_course(again)).outcome["thickness"].verdicts
    assert last.word == "improved"
    assert last.change == pytest.approx(-1.3)
    assert last.detectable_fall == pytest.approx(1.96 * 0.15 * 2**0.5, rel=0.01)


@pytest.fixture
def another_leg(again):
    """The last visit shows somebody else's leg."""
    for k in range(2):
        for part, suffix in (("photos", "jpg"), ("outlines", "json")):
            source = ROOT / part / f"d23_v0_p{k}.{suffix}"
            (again / part / f"d22_v4_p{k}.{suffix}").write_bytes(source.read_bytes())
    return again


def test_another_leg_is_not_judged(another_leg):
    told = []
    result = run_course(open_course(another_leg), told=told.append)
    assert any("2025-07-19" in line and "chance" in line for line in told)
    photos = [p for p in result.visits[4].photos if p.measurement.reasons]
    assert {p.measurement.reasons[0].code for p in photos} == {"unlike_first_visit"}
    assert {v.visit for v in result.outcome["area"].verdicts} == {1, 2, 3}
    assert any("same_leg = true" in note for note in result.notes)


def test_a_person_who_has_looked_is_believed(another_leg):
    file = another_leg / "course.toml"
    file.write_text(file.read_text().replace("date = 2025-07-19\n", "date = 2025-07-19\nsame_leg = true\n"))
    result = run_course(open_course(another_leg))
    assert {v.visit for v in result.outcome["area"].verdicts} == {1, 2, 3, 4}
    assert result.visits[4].alignment.failed


def test_a_slip_in_the_primary_is_pointed_at(again):
    file = again / "course.toml"
    file.write_text(file.read_text().replace('primary = "area"', 'primary = "aera"'))
    with pytest.raises(RecordError, match=r"course\.toml:\d+: primary: .*'aera'; allowed: .*area"):
        open_course(file)


def test_a_course_of_one_visit_cannot_be_judged_and_says_why(again):
    file = again / "course.toml"
    text = file.read_text()
    file.write_text(text[: text.index("[[visits]]", text.index("[[visits]]") + 1)])
    result = run_course(open_course(again))
    assert result.outcome.word == "cannot be judged"
    assert any("one visit" in note for note in result.notes)


def test_without_the_first_visit_nothing_is_compared_in_silence(again):
    for k in range(2):
        (again / "photos" / f"d22_v0_p{k}.jpg").unlink()
    result = run_course(open_course(again))
    assert any("first visit" in note.lower() for note in (*result.notes, *result.outcome.notes))
    assert result.outcome.word == "cannot be judged" or result.outcome["area"].points[0].day == date(2025, 3, 14)


def _run(folder):
    run_course(open_course(folder))


@pytest.mark.parametrize("seconds", [1.5, 4.0])
def test_a_killed_run_leaves_whole_files_and_the_next_one_goes_on(again, seconds):
    for path in (again / "results" / "kept").iterdir():
        path.unlink()
    text = (again / "course.toml").read_bytes()
    worker = multiprocessing.get_context("spawn").Process(target=_run, args=(again,))
    worker.start()
    time.sleep(seconds)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    assert (again / "course.toml").read_bytes() == text
    for path in (again / "results" / "kept").glob("[!.]*.json"):
        json.loads(path.read_bytes())
