"""Affinity: fields, shared terms, and figures that depend on nothing but the words."""

from hypothesis import given
from hypothesis import strategies as st

from parks.reviews.rules.affinity import FIELD, Affinity, Words, terms

LASER = Words(frozenset({"electronics"}), "车载激光雷达，单光子探测芯片 single-photon LiDAR")
PLANT = Words(frozenset({"agriculture"}), "盐碱地水稻育种与土壤改良")


def test_terms_are_chinese_bigrams_and_english_words() -> None:
    assert terms("激光雷达 and LiDAR, 芯") == {"激光": 1, "光雷": 1, "雷达": 1, "lidar": 1}


def test_the_expert_of_the_matter_comes_first_and_the_shared_terms_say_why() -> None:
    optics = Words(frozenset({"electronics"}), "激光雷达与光电集成 LiDAR")
    circuits = Words(frozenset({"electronics"}), "模拟电路")
    breeder = Words(frozenset({"agriculture"}), "水稻育种")
    found = Affinity([LASER, PLANT], [optics, circuits, breeder])
    assert found.matrix[0].argsort().tolist() == [2, 1, 0]
    assert found.matrix[1].argmax() == 2
    assert found.matrix[0, 1] == FIELD, "the field alone"
    assert found.matrix[0, 2] == 0
    assert {"激光", "雷达", "lidar"} <= set(found.shared(0, 0))
    assert found.shared(0, 2) == ()


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_every_text_has_an_affinity_between_nought_and_one_and_the_same_one_again(
    one: list[str], two: list[str]
) -> None:
    proposals, experts = ([Words(frozenset({"physics"}), text) for text in side] for side in (one, two))
    found = Affinity(proposals, experts)
    assert ((found.matrix >= 0) & (found.matrix <= 1)).all()
    assert (found.matrix == Affinity(proposals, experts).matrix).all()


def test_nobody_and_nothing() -> None:
    assert Affinity([], [LASER]).matrix.shape == (0, 1)
    assert Affinity([LASER], []).matrix.shape == (1, 0)
