"""Which repeatability a course is judged by: a file, the shipped table, or its own photographs."""

from __future__ import annotations

import numpy as np
import pytest
from numbered_courses import component, course, measurement, table

from mesoject.outcome import judge, load_repeatability, shipped_repeatability
from mesoject.records import UsageError
from mesoject.records.course import Control
from mesoject.records.outcome import VisitNumbers

TABLE = table(component("delta_a", sd_photo=0.4, sd_occasion=0.3))


def scattered(made, photos, *, sd_photo=1.0, sd_occasion=0.0, seed=0, control=0):
    """Visits of a scar, and of a control where asked for, that do not change."""
    r = np.random.default_rng(seed)

    def row(count):
        occasion = sd_occasion * r.standard_normal()
        return tuple(measurement(delta_a=5 + occasion + sd_photo * r.standard_normal()) for _ in range(count))

    return [
        VisitNumbers(day=v.date, measurements=row(photos), control=row(control), print_batch="b") for v in made.visits
    ]


def used(made, rows):
    return judge(made, rows, TABLE)["delta_a"].repeatability


def test_with_few_photographs_the_table_counts():
    made = course(5, primary="delta_a")
    assert used(made, scattered(made, 4)) == TABLE.components[0]  # 15 degrees of freedom


def test_twenty_degrees_of_freedom_of_its_own_photographs_replace_the_photo_variance_and_are_named():
    made = course(5, primary="delta_a")
    rows = scattered(made, 5, sd_photo=1.0)
    found = used(made, rows)
    values = np.array([[m["delta_a"].value for m in row.measurements] for row in rows])
    assert found.df_photo == 20
    assert found.var_photo == pytest.approx(values.var(axis=1, ddof=1).mean())
    assert found.var_occasion == TABLE.components[0].var_occasion
    assert "this course's own photographs" in found.source
    assert "this course's own photographs for delta_a" in judge(made, rows, TABLE).repeatability


def test_a_comparable_control_gives_the_occasion_variance_when_it_was_seen_often_enough():
    still = Control(kind="half", comparable=True)
    made = course(21, primary="delta_a", weeks=1, control=still)
    rows = scattered(made, 2, sd_occasion=2.0, sd_photo=0.3, control=2)
    found = used(made, rows)
    assert (found.df_occasion, found.photos_per_visit) == (20, 2)
    assert found.var_occasion == pytest.approx(4.0, rel=0.7)
    other = made.model_copy(update={"control": Control(kind="half", comparable=False)})
    assert used(other, rows).var_occasion == TABLE.components[0].var_occasion


def test_visits_before_the_first_session_count_as_repeats_and_later_ones_do_not():
    early = course(22, primary="delta_a", weeks=1, sessions=(20,))
    late = course(22, primary="delta_a", weeks=1, sessions=(10,))
    rows = scattered(early, 1, sd_photo=1.0)
    assert used(early, rows).df_occasion == 20
    assert used(early, rows).var_photo == 0  # one photograph a visit: all of it counts as occasion
    assert used(early, rows).var_occasion == pytest.approx(1.0, rel=0.7)
    assert used(late, rows) == TABLE.components[0]


def test_the_shipped_table_says_where_it_comes_from_and_names_every_photograph_quantity():
    shipped = shipped_repeatability()
    assert "rendered photographs" in shipped.title
    assert "living leg" in shipped.title
    names = {c.quantity for c in shipped.components}
    assert {"area", "length", "width", "delta_l", "delta_a", "delta_b", "delta_e", "texture_ratio"} <= names
    assert all(c.var_photo > 0 and c.df_occasion > 0 and "outline" not in c.shows for c in shipped.components)


def test_a_table_comes_back_from_its_file(tmp_path):
    path = tmp_path / "repeatability.json"
    path.write_text(TABLE.model_dump_json())
    assert load_repeatability(path) == TABLE


def test_a_table_of_the_plain_columns_alone_is_enough(tmp_path):
    path = tmp_path / "repeatability.json"
    plain = '"quantity":"area","scale":"log","unit":"mm2","var_photo":1e-4,"df_photo":30,"var_occasion":1e-4'
    path.write_text(f'{{"title":"ours","components":[{{{plain},"df_occasion":20,"source":"our study"}}]}}')
    assert load_repeatability(path).components[0].photos_per_visit == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (None, "cannot read"),
        ("{", "Invalid JSON"),
        ('{"title": "x"}', "components"),
        ('{"title": "x", "components": [{"quantity": "area", "var_photo": -1}]}', "components.0"),
    ],
)
def test_a_broken_table_is_named_in_one_line(tmp_path, text, line):
    path = tmp_path / "repeatability.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match=line) as caught:
        load_repeatability(path)
    assert "\n" not in str(caught.value)
    assert "repeatability.json" in str(caught.value)
