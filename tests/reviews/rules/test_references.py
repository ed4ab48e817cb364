"""Which pages a comment names, in the ways people write them."""

import pytest

from parks.reviews.rules.references import MOST, named_pages


@pytest.mark.parametrize(
    ("comment", "pages"),
    [
        ("测算见 #1:12。", [(1, 12)]),
        ("测算见#2：7，与 #1:3 不一致；再见 #2:7。", [(2, 7), (1, 3)]),
        ("附件1第12页的曲线", [(1, 12)]),
        ("附件 2，第 30 页", [(2, 30)]),
        ("See Attachment 1, page 4 and attachment 2 p. 5", [(1, 4), (2, 5)]),
        ("#3:1 #0:1 #1:0 #1:12345 12:30 #1 第12页", []),  # no such attachment, no such page, a clock
        ("", []),
    ],
)
def test_pages_are_found_as_people_write_them(comment: str, pages: list[tuple[int, int]]) -> None:
    assert [(one.document, one.page) for one in named_pages(comment, 2)] == pages


def test_a_long_list_ends() -> None:
    assert len(named_pages(" ".join(f"#1:{n}" for n in range(1, 400)), 1)) == MOST
    assert named_pages("#1:1", 0) == ()
