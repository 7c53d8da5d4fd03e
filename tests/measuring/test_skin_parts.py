"""Which pixels are scar, which are own skin, and which are neither."""

from __future__ import annotations

import math

import numpy as np
import pytest
from flat_skin import SCAR8, ellipse, laid, outline, painted, skin

from mesoject.measuring import measure
from mesoject.measuring.skin import find_parts
from mesoject.records import Refused

DISC = ellipse(15, 10)
STEP = 0.2


def box(left, low, right, high):
    return np.array([(left, low), (right, low), (right, high), (left, high)], float)


def found(on=None, *, rings=None):
    on = on or skin(painted(DISC, SCAR8))
    return find_parts(on, laid(rings or [DISC], on=on), STEP)


def codes(notes):
    return [why.code for why in notes]


def mm2(mask):
    return mask.sum() * STEP**2


def distance(parts):
    """Of every pixel from the outline, positive outside."""
    import shapely

    mm = parts.raster.places()
    scar = shapely.Polygon(DISC)
    return shapely.distance(shapely.points(mm), scar)


def test_the_scar_is_what_the_outline_holds():
    parts, notes = found()
    assert notes == []
    assert mm2(parts.scar) == pytest.approx(math.pi * 150, rel=0.02)
    assert not (parts.scar & parts.skin).any()


def test_own_skin_is_the_ring_5_to_20_mm_outside():
    parts, _ = found()
    away = distance(parts)
    assert away[parts.skin].min() == pytest.approx(5, abs=0.3)
    assert away[parts.skin].max() == pytest.approx(20, abs=0.3)
    assert parts.skin[(away > 5.5) & (away < 19.5)].all()


def test_a_hole_is_neither_scar_nor_own_skin():
    hole = ellipse(4, 3)
    parts, _ = found(rings=[DISC, hole])
    inside = np.hypot(*np.moveaxis(parts.raster.places() / [4, 3], -1, 0)) < 0.9
    assert not parts.scar[inside].any()
    assert not parts.skin[inside].any()


def test_paper_is_not_skin():
    strip = box(-60, 18, 60, 40)
    parts, _ = found(skin(painted(strip, (230, 235, 240), painted(DISC, SCAR8)), covers=(strip,)))
    assert not parts.skin[parts.raster.places()[..., 1] > 18].any()
    assert parts.skin.any()


def test_cloth_is_not_skin():
    """No target says where a sock is: its colour does."""
    sock = box(-60, -60, 60, -18)
    parts, _ = found(skin(painted(sock, (60, 80, 170), painted(DISC, SCAR8))))
    below = parts.raster.places()[..., 1] < -19
    assert parts.skin[below].mean() < 0.01
    assert mm2(parts.skin) > 500


def test_skin_seen_too_obliquely_does_not_count():
    from dataclasses import replace

    from flat_skin import chart

    sloping = chart()
    cosine = np.broadcast_to(np.where(sloping.s_mm > 20, 0.2, 0.95), sloping.cosine.shape).copy()
    on = skin(painted(DISC, SCAR8), chart=replace(sloping, cosine=cosine))
    parts, _ = found(on)
    assert not parts.skin[parts.raster.places()[..., 0] > 26].any()


def test_too_little_skin_is_said():
    """Paper all round: what is left are four corners."""
    around = [box(-70, 13, 70, 70), box(-70, -70, 70, -13), box(17, -70, 70, 70), box(-70, -70, -17, 70)]
    on = skin(painted(DISC, SCAR8), covers=tuple(around))
    _, notes = found(on)
    assert "no_healthy_skin" in codes(notes)


# mirrored light


def shining(share):
    """A lamp mirrored by this share of the scar."""
    scale = math.sqrt(share)
    return skin(painted(ellipse(15 * scale, 10 * scale), (250, 245, 238), painted(DISC, SCAR8)))


def test_a_little_glare_is_left_out_without_a_word():
    parts, notes = found(shining(0.01))
    assert notes == []
    assert parts.glare.any()
    assert not (parts.glare & parts.scar).any()


def test_more_glare_is_left_out_with_a_warning():
    parts, notes = found(shining(0.05))
    assert codes(notes) == ["glare"]
    middle = np.hypot(*np.moveaxis(parts.raster.places(), -1, 0)) < 2
    assert not parts.scar[middle].any()


def test_much_glare_is_refused():
    with pytest.raises(Refused, match=r"glare: .*10% is the limit"):
        found(shining(0.2))


def test_a_scar_that_is_clipped_is_overexposed():
    with pytest.raises(Refused, match="overexposed"):
        found(skin(painted(ellipse(13, 8), (255, 255, 255), painted(DISC, SCAR8))))


def test_glare_does_not_change_the_colour_beside_it():
    clean, shone = (measure(on, outline([DISC])) for on in (skin(painted(DISC, SCAR8)), shining(0.05)))
    for name in ("delta_l", "delta_a", "delta_b"):
        assert shone[name].value == pytest.approx(clean[name].value, abs=0.3)
