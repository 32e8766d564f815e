"""Requires long passwords that are not used again."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

LEAST = {"MinimumPasswordLength": 14, "PasswordReusePrevention": 24}
NUMBERS = ("MaxPasswordAge", "PasswordReusePrevention")
DEFAULT = {
    "RequireSymbols": True,
    "RequireNumbers": True,
    "RequireUppercaseCharacters": True,
    "RequireLowercaseCharacters": True,
    "AllowUsersToChangePassword": False,
}
"""What is set where an account has no policy: AWS's own asks for three of the four kinds."""
WRITES = (
    WriteShape(
        "iam.update_account_password_policy",
        {
            "MinimumPasswordLength": range(6, 129),
            **dict.fromkeys(DEFAULT, bool),
            "MaxPasswordAge?": range(1, 1096),
            "PasswordReusePrevention?": range(1, 25),
            "HardExpiry?": bool,
        },
    ),
    WriteShape("iam.delete_account_password_policy", {}),
)


@answers("iam.password_policy_is_strong", writes=WRITES)
def strengthen_passwords(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Require 14 characters and 24 new passwords; what is set beside that stays as it is."""
    members = (*LEAST, *DEFAULT, *NUMBERS, "HardExpiry")
    # What is not set AWS leaves out, or says 0 or false.
    paths = {name: f"[{name}][?@ > `0`] | [0]" for name in NUMBERS}
    paths["HardExpiry"] = "HardExpiry || `false`"
    shape = ", ".join(f"{name}: {paths.get(name, name)}" for name in members)
    probe = Probe(
        "iam.get_account_password_policy",
        {},
        f"PasswordPolicy.{{{shape}}}",
        ("NoSuchEntity",),
    )
    found = _drop_unset(read_state(probe, reader) or DEFAULT)
    raised = {name: max(least, found.get(name, 0)) for name, least in LEAST.items()}
    wanted = {**dict.fromkeys(members), "HardExpiry": False, **found, **raised}

    def require(state: Row | None) -> Write:
        if state is None:
            return Write("iam.delete_account_password_policy", {})
        return Write("iam.update_account_password_policy", _drop_unset(state))

    return change_setting(
        finding,
        reader,
        probe,
        require,
        after=wanted,
        why="passwords of IAM users are harder to guess, as soon as they are next changed",
    )


def _drop_unset(state: Row) -> Row:
    return {name: value for name, value in state.items() if value is not None}
