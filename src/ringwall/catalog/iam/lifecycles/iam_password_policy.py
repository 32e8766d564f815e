"""How an account gets a password policy, and AWS's default back."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

PARAMETERS = {
    "MinimumPasswordLength": "{minimum_password_length}",
    "RequireSymbols": "{require_symbols}",
    "RequireNumbers": "{require_numbers}",
    "RequireUppercaseCharacters": "{require_uppercase_characters}",
    "RequireLowercaseCharacters": "{require_lowercase_characters}",
    "AllowUsersToChangePassword": "{allow_users_to_change_password}",
    "MaxPasswordAge": "{max_password_age}",
    "PasswordReusePrevention": "{password_reuse_prevention}",
    "HardExpiry": "{hard_expiry}",
}
COLUMNS = tuple(value.strip("{}") for value in PARAMETERS.values())

password_policy = Lifecycle(
    table="iam_password_policy",
    find=Find("iam.get_account_password_policy", take="PasswordPolicy", absent=("NoSuchEntity",)),
    ids=(),
    create=Step("iam.update_account_password_policy", PARAMETERS),
    creates=COLUMNS,
    updates=(
        # What the call leaves out, it sets back to AWS's default.
        Update(COLUMNS, Step("iam.update_account_password_policy", PARAMETERS), whole=True),
    ),
    bounds={
        **dict.fromkeys(
            (
                "minimum_password_length",
                "require_symbols",
                "require_numbers",
                "require_uppercase_characters",
                "require_lowercase_characters",
                "password_reuse_prevention",
            ),
            "at_least",
        ),
        "max_password_age": "at_most",
    },
    erase=Step("iam.delete_account_password_policy"),
)
