"""Who acted, as a policy names it: no name of an attacker's widens it."""

import pytest

from ringwall.catalog.acting_principal import match_principal

ACCOUNT = "arn:aws:iam::123456789012"


@pytest.mark.parametrize(
    ("actor", "patterns"),
    [
        (f"{ACCOUNT}:user/eve", (f"{ACCOUNT}:user/eve",)),
        (f"{ACCOUNT}:role/a/b/deploy", (f"{ACCOUNT}:role/a/b/deploy",)),
        (
            "arn:aws-cn:sts::123456789012:assumed-role/deploy/me@example.com",
            (
                "arn:aws-cn:iam::123456789012:role/deploy",
                "arn:aws-cn:iam::123456789012:role/*/deploy",
            ),
        ),
        (
            "arn:aws:sts::123456789012:federated-user/eve",
            ("arn:aws:sts::123456789012:federated-user/eve",),
        ),
        (f"{ACCOUNT}:root", ()),
        (f"{ACCOUNT}:user/*", ()),
        (f"{ACCOUNT}:user/${{aws:username}}", ()),
        (f"{ACCOUNT}:user/eve\n", ()),
        ("arn:aws:sts::123456789012:assumed-role/*/x", ()),
        ("cloudtrail.amazonaws.com", ()),
        ("", ()),
    ],
)
def test_a_policy_names_who_acted(actor: str, patterns: tuple[str, ...]) -> None:
    assert match_principal(actor) == patterns
