"""Tokens of web identities: what they claim, and what is none."""

import base64
import json
from typing import Any

import pytest

from ringwall.emulator.wire.web_token import LONGEST, find_issuer, read_claims


def token(claims: Any) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{part}.e30"


def test_claims_are_read_and_name_the_issuer() -> None:
    claims = read_claims(token({"iss": "https://idp.example.com/", "sub": "a"}))
    assert claims == {"iss": "https://idp.example.com/", "sub": "a"}
    assert find_issuer(claims) == "idp.example.com"
    assert find_issuer({}) == ""


@pytest.mark.parametrize(
    "text", ["", "a.b", "a.b.c", "a.!.c", token([1]), token({"x": "y" * LONGEST}), "a.W1sK.c"]
)
def test_what_is_no_token_has_no_claims(text: str) -> None:
    assert read_claims(text) is None
