"""Every sentence has its Chinese, with the same slots, once; and none is kept that nobody says."""

from tests.architecture.words import report


def test_every_sentence_is_said_in_both_languages() -> None:
    assert report().problems == []
