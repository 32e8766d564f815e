"""What the tables of facts about IAM have in common."""

from ringwall.model.table import Column

PLACE = (
    Column("account_id", "TEXT", "The account that it is in."),
    Column("region", "TEXT", "Its region; global where it has none."),
)
PEOPLE = ("iam_role", "iam_user")
VERDICT = (
    "always (allowed in every context), conditional (allowed under the conditions), or unknown (it "
    "could not be determined)."
)
