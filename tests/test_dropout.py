"""The measurements of dropout, against what one can work out by hand."""

import numpy as np
import pytest

from numeric_checks import dropout

W, H = np.array([1.0, -2.0, 0.5]), np.array([3.0, 1.0, 4.0])


def test_the_mean_over_masks():
    for p, expected in ((0.25, 3.25), (0.5, 2.5)):  # of 3, -2 and 2, the share that is kept, and 1
        reading = dropout.mean_in_training(W, H, 1.0, p)
        assert abs(reading.value - expected) <= reading.error < 0.4


def test_every_mask_has_its_chance():
    assert dropout.over_all_masks(lambda m: np.ones(len(m)), 5, 0.3) == pytest.approx(1)
    assert dropout.over_all_masks(lambda m: m.all(axis=1).astype(float), 3, 0.25) == pytest.approx(27 / 64)
    assert dropout.variance_in_training(W, H, 1.0, 0.5) == pytest.approx((9 + 4 + 4) / 4)


def test_masks_are_drawn_with_that_chance():
    masks = dropout.drawn(20_000, 3, 0.2, np.random.default_rng(0))
    assert set(np.unique(masks)) == {0, 1}
    assert masks.mean(axis=0) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("c", "b", "same"), [(2, -1, False), (2, -1.99, False), (2, -2, True), (2, -3, True), (2, 0, True), (2, 1, True)]
)
def test_a_rectified_unit_is_the_same_where_the_kink_is_out_of_the_way(c, b, same):
    for p in (0.1, 0.5, 0.9):
        assert dropout.rectified_mean_is_the_same(c, b, p) is same
        assert dropout.rectified_mean_is_no_less(np.array([c, -c]), np.ones(2), b, p)


def test_what_is_rectified_downwards_is_more_in_tests(monkeypatch):
    monkeypatch.setattr(dropout, "rectified", lambda m, w, h, b: np.minimum(dropout.unit(m, w, h, b), 0))
    assert not dropout.rectified_mean_is_no_less(np.array([2.0]), np.ones(1), -1.0, 0.5)
