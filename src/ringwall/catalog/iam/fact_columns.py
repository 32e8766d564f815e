"""What the tables of facts about IAM have in common."""

from ringwall.model.table import GUARDED, RUNNING, Column

PLACE = (
    Column("account_id", "TEXT", "The account that it is in."),
    Column("region", "TEXT", "Its region; global where it has none."),
)
PEOPLE = ("iam_role", "iam_user", "iam_group", "iam_policy")
SOURCES = (
    *PEOPLE,
    "organizations_organization",
    "organizations_account",
    "organizations_organizational_unit",
    "organizations_policy",
    "iam_saml_provider",
    "s3_account",
    "ec2_vpc",
    "ec2_vpc_endpoint",
    GUARDED,
    RUNNING,
)
"""What `reason.iam.organization` reads, from which all of them are made."""
VERDICT = (
    "always (allowed in every context), conditional (allowed under the conditions), or unknown (it "
    "could not be determined)."
)
