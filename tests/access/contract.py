"""What every answer carries, whatever it says (web/security.py)."""

import httpx

from parks.web.security import HEADERS


def broken_headers(answer: httpx.Response) -> list[str]:
    """What is wrong with an answer's headers and cookies, each as one line."""
    wrong = [
        f"{name} is {answer.headers.get(name)!r}"
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    ]
    if len(answer.headers.get("x-request-id", "")) != 16:
        wrong.append("no request id")
    if "max-age" not in answer.headers.get("strict-transport-security", ""):
        wrong.append("no strict transport security")
    if "cache-control" not in answer.headers:
        wrong.append("no cache-control")
    if "unsafe" in answer.headers.get("content-security-policy", ""):
        wrong.append("an unsafe policy")
    for cookie in answer.headers.get_list("set-cookie"):
        parts = {part.strip().lower().partition("=")[0] for part in cookie.split(";")}
        wrong += [
            f"cookie {cookie.partition('=')[0]} without {flag}"
            for flag in ("httponly", "samesite", "secure")
            if flag not in parts
        ]
    return wrong
