"""The password policy of an account's IAM users, where it has one of its own."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, boolean, integer


def _policy(reader: Reader) -> Iterator[Row]:
    yield reader.call("iam.get_account_password_policy")["PasswordPolicy"]


password_policy = Table(
    name="iam_password_policy",
    doc="An account's password policy; no row where AWS's default applies.",
    scope="account",
    fetch=_policy,
    absent=("NoSuchEntity",),
    arn="arn:{partition}:iam::{account_id}:password-policy/account",
    columns=(
        integer(
            "minimum_password_length",
            "MinimumPasswordLength",
            "The shortest password.",
            required=True,
        ),
        boolean("require_symbols", "RequireSymbols", "Passwords need a symbol.", required=True),
        boolean("require_numbers", "RequireNumbers", "Passwords need a digit.", required=True),
        boolean(
            "require_uppercase_characters",
            "RequireUppercaseCharacters",
            "Passwords need an uppercase letter.",
            required=True,
        ),
        boolean(
            "require_lowercase_characters",
            "RequireLowercaseCharacters",
            "Passwords need a lowercase letter.",
            required=True,
        ),
        boolean(
            "allow_users_to_change_password",
            "AllowUsersToChangePassword",
            "Users can change their own password.",
        ),
        integer("max_password_age", "MaxPasswordAge", "In days; 0 where they do not expire."),
        integer(
            "password_reuse_prevention",
            "PasswordReusePrevention",
            "How many old passwords cannot be used again.",
        ),
        boolean(
            "hard_expiry",
            "HardExpiry",
            "Users cannot choose a new password once theirs has expired.",
        ),
    ),
)
