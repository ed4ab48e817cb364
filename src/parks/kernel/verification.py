"""The code on a letter: twelve signs that can be read out over a telephone, 60 bits of chance.

Crockford's base 32 (no I, L, O, U), in three groups: `K7QM-3XTA-9PD4`.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _sign in range(12))
    return "-".join((signs[:4], signs[4:8], signs[8:]))


def normalised(typed: str) -> str | None:
    """The code as it is kept, from what somebody typed (spaces, small letters, O for 0); None if it cannot be one."""
    signs = re.sub(r"[\s\-‐–—]", "", typed).upper().translate(LOOKALIKES)
    if len(signs) != 12 or set(signs) - set(SIGNS):
        return None
    return "-".join((signs[:4], signs[4:8], signs[8:]))
