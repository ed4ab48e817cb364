"""What the style sheets must not say, so that tests of pages need not read them anew on each."""

from parks import paths


def test_no_style_asks_which_way_a_screen_is_held() -> None:
    """WCAG 2.2 1.3.4: a page that is bound to no direction locks none (axe's `css-orientation-lock`)."""
    sheets = list(paths.PACKAGE.rglob("static/**/*.css"))
    assert sheets
    assert [one.name for one in sheets if "orientation" in one.read_text("utf-8")] == []
