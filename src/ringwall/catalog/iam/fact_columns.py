"""What the tables of facts about IAM have in common."""

from ringwall.model.table import Column

PLACE = (
    Column("account_id", "TEXT", "The account that it stands in."),
    Column("region", "TEXT", "Its region; global where it has none."),
)
PEOPLE = ("iam_role", "iam_user")
VERDICT = (
    "must (allowed whatever the context), may (allowed on the conditions), or unknown (that cannot "
    "be told)."
)
