"""Where a file comes from."""

from enum import StrEnum


class Origin(StrEnum):
    UPLOADED = "uploaded"  # somebody sent it, after declaring that it holds no state secrets
    ISSUED = "issued"  # Parks made it: a receipt, a letter, a notice
