"""Forged session tokens: whoever shows one is nobody, on pages and in the API alike, and nothing breaks."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.make import identity as make

from parks.adapters import tokens
from parks.identity import actions
from parks.kernel.actor import SYSTEM, Actor
from parks.settings import settings
from parks.web import security


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _token(head: dict[str, Any], body: Any, key: bytes | None = None, digest: Any = hashlib.sha256) -> str:
    """A token put together by hand, as a forger would."""
    signed = f"{_b64(json.dumps(head).encode())}.{_b64(body if isinstance(body, bytes) else json.dumps(body).encode())}"
    mark = hmac.new(key, signed.encode(), digest).digest() if key is not None else b""
    return f"{signed}.{_b64(mark)}"


HS = {"alg": "HS256", "typ": "JWT"}


def _key() -> bytes:
    return settings().secret_key.encode()


def _without(claim: str) -> Callable[[dict[str, Any]], str]:
    return lambda good: _token(HS, {k: v for k, v in good.items() if k != claim}, _key())


def _with(**claims: Any) -> Callable[[dict[str, Any]], str]:
    return lambda good: _token(HS, good | claims, _key())


PEM = b"-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n"

FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "alg none": lambda good: _token({"alg": "none"}, good),
    "alg None in capitals": lambda good: _token({"alg": "NONE"}, good),
    "alg none, signed": lambda good: _token({"alg": "none"}, good, _key()),
    "alg missing": lambda good: _token({"typ": "JWT"}, good, _key()),
    "alg empty": lambda good: _token({"alg": ""}, good, _key()),
    "alg a list": lambda good: _token({"alg": ["HS256"]}, good, _key()),
    "alg HS512 with our key": lambda good: _token({"alg": "HS512"}, good, _key(), hashlib.sha512),
    "alg HS384 with our key": lambda good: _token({"alg": "HS384"}, good, _key(), hashlib.sha384),
    "alg RS256 (confusion)": lambda good: _token({"alg": "RS256"}, good, PEM),
    "alg ES256": lambda good: _token({"alg": "ES256"}, good, PEM),
    "HS256 with a public key": lambda good: _token(HS, good, PEM),
    "HS256 with the empty key": lambda good: _token(HS, good, b""),
    "HS256 with a guessed key": lambda good: _token(HS, good, b"secret"),
    "kid that names a file": lambda good: _token(HS | {"kid": "../../dev/null"}, good, b""),
    "jwk in the head": lambda good: _token(HS | {"jwk": {"kty": "oct", "k": _b64(b"mine")}}, good, b"mine"),
    "no mark": lambda good: _token(HS, good),
    "mark cut": lambda good: _token(HS, good, _key())[:-4],
    "mark of another token": lambda good: (
        _token(HS, good | {"jti": str(uuid4())}, _key()).rpartition(".")[0]
        + "."
        + _token(HS, good, _key()).rpartition(".")[2]
    ),
    "no exp": _without("exp"),
    "no aud": _without("aud"),
    "no iss": _without("iss"),
    "no jti": _without("jti"),
    "no sub": _without("sub"),
    "no iat": _without("iat"),
    "expired": _with(exp=int(time.time()) - 60),
    "exp a word": _with(exp="tomorrow"),
    "exp beyond all numbers": lambda good: _token(
        HS, json.dumps(good | {"exp": 0}).replace('"exp": 0', '"exp": 1e999').encode(), _key()
    ),
    "exp not a number": lambda good: _token(
        HS, json.dumps(good | {"exp": 0}).replace('"exp": 0', '"exp": NaN').encode(), _key()
    ),
    "not valid before tomorrow": _with(nbf=int(time.time()) + 86_400),
    "issued tomorrow, by a word": _with(iat="tomorrow"),
    "for letters": _with(aud="letter"),
    "for a list without us": _with(aud=["letter", "key"]),
    "by another issuer": _with(iss="elsewhere"),
    "jti of no session": _with(jti=str(uuid4())),
    "jti no id": _with(jti="1 OR 1=1"),
    "jti a number": _with(jti=7),
    "sub another person": _with(sub=str(uuid4())),
    "sub a number": _with(sub=7),
    "sub the system": _with(sub=str(SYSTEM.id)),
    "claims a list": lambda _good: _token(HS, ["sub", "exp"], _key()),
    "claims not JSON": lambda _good: _token(HS, b"\xff\xfe{", _key()),
    "claims very deep": lambda _good: _token(HS, b'{"a":' * 400 + b"1" + b"}" * 400, _key()),
    "five parts (encrypted)": lambda _good: ".".join([_b64(b'{"alg":"dir","enc":"A128GCM"}'), "", "", "", ""]),
    "two parts": lambda good: _token(HS, good, _key()).rpartition(".")[0],
    "dots alone": lambda _good: "...",
    "not a token": lambda _good: "garbage",
    "a quoted brace": lambda _good: "{}",
    "very long": lambda _good: "a" * 6000 + "." + "b" * 50 + "." + "c",
    "signs outside of base64": lambda _good: "a$.b!.c%",
}


async def _claims(actor: Actor) -> dict[str, Any]:
    found = tokens.read("session", await actions.sign_in_as(actor.id))
    assert found is not None
    return found


@pytest.mark.parametrize("how", FORGED)
async def test_a_forged_token_is_nobody_on_pages_and_in_the_api(db: None, client: httpx.AsyncClient, how: str) -> None:
    good = await _claims(await make.person())
    token = FORGED[how](good)
    cookie = {"cookie": f"{security.session_cookie()}={token}"}
    page = await client.get("/account", headers=cookie)
    assert (page.status_code, page.headers["location"]) == (303, "/session/new?next=%2Faccount")
    api = await client.get("/api/v1/me", headers=cookie)
    assert (api.status_code, api.headers["content-type"]) == (401, "application/problem+json")
    bearer = await client.get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
    assert (bearer.status_code, bearer.headers["content-type"]) == (401, "application/problem+json")


async def test_a_good_token_put_together_by_hand_is_taken(db: None, client: httpx.AsyncClient) -> None:
    """The forger's tool works: what it makes with every claim right opens the door, so the refusals above mean it."""
    person = await make.person()
    token = _token(HS, await _claims(person), _key())
    answer = await client.get("/api/v1/me", headers={"cookie": f"{security.session_cookie()}={token}"})
    assert answer.status_code == 200
    assert answer.json()["id"] == str(person.id)


async def test_a_token_of_the_former_key_stands_while_keys_are_changed(
    db: None, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = b"the key that was used until yesterday, long enough"
    token = _token(HS, await _claims(await make.person()), former)
    cookie = {"cookie": f"{security.session_cookie()}={token}"}
    assert (await client.get("/api/v1/me", headers=cookie)).status_code == 401
    changed = settings().model_copy(update={"former_secret_key": former.decode()})
    monkeypatch.setattr(tokens, "settings", lambda: changed)
    assert (await client.get("/api/v1/me", headers=cookie)).status_code == 200
