"""Where CloudFormation has proactive engagement: it is wanted, or it is not."""

from ringwall.model.export import TableExport

engagement = TableExport(
    table="shield_proactive_engagement",
    properties={"ProactiveEngagementStatus": "{is_engaged}"},
    values={"is_engaged": {True: "ENABLED", False: "DISABLED"}},
)
