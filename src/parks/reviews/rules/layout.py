"""How the desk is laid out: the proposal's share of the width, and whether single keys work (WCAG 2.1.4)."""

from dataclasses import dataclass

LEAST, MOST, USUAL = 25, 75, 52
"""Per cent of the width that the proposal's side may take, and takes until somebody moves the border."""
STRIDE = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """What one person chose; `keys` is None where they never did, and the browser's own switch holds."""

    split: int = USUAL
    keys: bool | None = None

    @property
    def share(self) -> int:
        """`split` in the steps that the style sheet knows, for readers without JavaScript."""
        return STRIDE * ((self.split + STRIDE // 2) // STRIDE)

    @classmethod
    def of(cls, split: int | None, keys: bool | None) -> "Layout":
        return cls(USUAL if split is None else split, keys)


PLAIN = Layout()
