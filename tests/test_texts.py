r"""Whatever text the reader is given, it raises its own error and no other, soon and in little memory."""

import pytest

from benchmarks.fuzz.texts import HUGE, MEGABYTES, OPENED, Texts, faults, megabytes


@pytest.mark.parametrize("seed", range(4))
def test_a_short_slice_of_all_texts(seed):
    texts = Texts(seed)
    for number in range(40):
        assert not faults(text := texts.text(number)), text


@pytest.mark.parametrize("pair", OPENED)
@pytest.mark.parametrize("closed", [True, False])
def test_what_is_deep(pair, closed):
    opening, closing = pair.split()
    for many in (50, 400):
        assert not faults(opening * many + "x" + closing * many * closed)


@pytest.mark.parametrize("text", [*HUGE, "7" * 1_000, "7" * 1_001, "0." + "3" * 900, "w" * 5_000])
def test_what_is_huge(text):
    assert not faults(text)
    assert megabytes(text) < MEGABYTES


def test_a_text_depends_on_its_number_and_the_seed_alone():
    assert Texts(3).text(17) == Texts(3).text(17) != Texts(4).text(17)
