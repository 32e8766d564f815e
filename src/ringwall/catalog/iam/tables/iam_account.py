"""What holds for an account as a whole: its root user and its password policy."""

from collections.abc import Iterator

from ringwall.catalog.iam.report import REPORT
from ringwall.model.table import Call, Reader, Row, Table, boolean, integer, moment


def _root(reader: Reader) -> Iterator[Row]:
    yield {"Arn": f"arn:{reader.partition}:iam::{reader.account_id}:root"}


account = Table(
    name="iam_account",
    doc="An account's root user, password policy and IAM counts; arn is that of the root user.",
    scope="account",
    fetch=_root,
    arn="Arn",
    shared=(REPORT,),
    calls=(
        Call("iam.get_account_summary", "SummaryMap", into="Summary"),
        Call(
            "iam.get_account_password_policy",
            "PasswordPolicy",
            into="PasswordPolicy",
            absent=("NoSuchEntity",),
        ),
    ),
    columns=(
        boolean(
            "account_mfa_enabled",
            "Summary.AccountMFAEnabled",
            "The root user has MFA.",
            required=True,
        ),
        integer(
            "account_access_keys_present",
            "Summary.AccountAccessKeysPresent",
            "The root user has access keys (1) or none (0).",
            required=True,
        ),
        boolean(
            "account_password_present",
            "Summary.AccountPasswordPresent",
            "The root user can sign in; true where AWS does not say.",
            # Only centrally managed member accounts can be without one.
            absent=True,
        ),
        integer("users", "Summary.Users", "The number of IAM users."),
        integer(
            "mfa_devices_in_use", "Summary.MFADevicesInUse", "The number of MFA devices in use."
        ),
        integer(
            "minimum_password_length",
            "PasswordPolicy.MinimumPasswordLength",
            "The shortest password; 0 for no password policy (the AWS default is 8).",
            required=True,
        ),
        integer(
            "password_reuse_prevention",
            "PasswordPolicy.PasswordReusePrevention",
            "How many old passwords cannot be used again.",
        ),
        integer(
            "max_password_age",
            "PasswordPolicy.MaxPasswordAge",
            "In days; 0 where passwords do not expire.",
        ),
        boolean(
            "require_symbols",
            "PasswordPolicy.RequireSymbols",
            "Passwords need a symbol.",
            required=True,
        ),
        boolean(
            "require_numbers",
            "PasswordPolicy.RequireNumbers",
            "Passwords need a digit.",
            required=True,
        ),
        boolean(
            "require_uppercase_characters",
            "PasswordPolicy.RequireUppercaseCharacters",
            "Passwords need an uppercase letter.",
            required=True,
        ),
        boolean(
            "require_lowercase_characters",
            "PasswordPolicy.RequireLowercaseCharacters",
            "Passwords need a lowercase letter.",
            required=True,
        ),
        moment(
            "root_password_last_used", "Report.password_last_used", "The root user's last sign-in."
        ),
        moment(
            "root_access_key_1_last_used_date",
            "Report.access_key_1_last_used_date",
            "The last use of the root user's first access key.",
        ),
        moment(
            "root_access_key_2_last_used_date",
            "Report.access_key_2_last_used_date",
            "The last use of the root user's second access key.",
        ),
    ),
)
