"""Where CloudFormation has permission sets: it provisions them by itself."""

from ringwall.model.export import TableExport

permission_set = TableExport(
    table="sso_permission_set",
    properties={
        "Name": "{name}",
        "Description": "{description}",
        "SessionDuration": "{session_duration}",
        "RelayStateType": "{relay_state}",
        "InlinePolicy": "{inline_policy}",
        "PermissionsBoundary": "{permissions_boundary}",
    },
    implied={"is_provisioned": "CloudFormation provisions what it changes"},
)
