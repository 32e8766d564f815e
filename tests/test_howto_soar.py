"""What docs/howto/soar.md shows is read and runs: its policies, its keys, its signature."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from vendor_servers import HookServer

from ringwall.model.notice import NoticeKind
from ringwall.model.response_channels import Channel
from ringwall.model.response_policy import ResponsePolicy
from ringwall.respond.callbacks.webhook import HookDecision, HookRemark
from ringwall.respond.channels.deliver import MOST_ATTEMPTS
from ringwall.respond.channels.templates import PLACEHOLDERS
from ringwall.respond.channels.webhook_signature import sign_webhook
from ringwall.respond.policy_file import parse_policy

PAGE = (Path(__file__).parents[1] / "docs" / "howto" / "soar.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.+?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def policy() -> ResponsePolicy:
    """Return the policy that all blocks make together."""
    return parse_policy("\n".join(blocks("toml")).encode(), "soar.md")


def test_each_block_is_a_policy_and_each_kind_of_channel_is_shown(policy: ResponsePolicy) -> None:
    for block in blocks("toml"):
        assert parse_policy(block.encode(), "soar.md")
    assert {type(channel) for channel in policy.channels} == set(get_args(Channel))


@pytest.mark.parametrize("kind", get_args(Channel), ids=lambda kind: kind.__name__)
def test_every_key_of_a_channel_is_named(kind: Any) -> None:
    for name in kind.__struct_fields__:
        assert re.search(rf"`{name}`|^{name} = ", PAGE, re.MULTILINE), name


@pytest.mark.parametrize("word", [*get_args(NoticeKind), *sorted(PLACEHOLDERS)])
def test_every_kind_of_notice_and_every_placeholder_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_signature_that_is_shown_is_ours() -> None:
    (code,) = blocks("python")
    shown: dict[str, Any] = {}
    exec(code, shown)  # noqa: S102 - the page's own
    at = str(int(shown["time"].time()))
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": at,
        "webhook-signature": sign_webhook(HookServer.SECRET, "msg_1", at, b"body"),
    }
    assert shown["verify"](headers, b"body", HookServer.SECRET)
    assert not shown["verify"](headers, b"other", HookServer.SECRET)


def test_the_answers_that_are_shown_are_taken() -> None:
    decision, note = blocks("json")
    text = decision.replace("<64 hex digits>", "a" * 64)
    kinds = HookDecision | HookRemark
    assert isinstance(msgspec.json.decode(text, type=kinds), HookDecision)
    assert isinstance(msgspec.json.decode(note, type=kinds), HookRemark)


def test_no_secret_stands_in_a_policy(policy: ResponsePolicy) -> None:
    keys = {key for table in tomllib.loads("\n".join(blocks("toml")))["channels"] for key in table}
    assert not keys & {"token", "signing", "password", "secret", "key"}
    assert all(channel.token.is_named for channel in policy.channels)


def test_the_page_says_how_often_it_is_tried() -> None:
    assert {12: "twelve times"}[MOST_ATTEMPTS] in PAGE
