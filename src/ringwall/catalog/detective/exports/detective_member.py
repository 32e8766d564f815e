"""Where CloudFormation has members of a graph: as invitations, which an organization accepts."""

from ringwall.model.export import TableExport

member = TableExport(
    table="detective_member",
    type="AWS::Detective::MemberInvitation",
    properties={
        "GraphArn": "{graph_arn}",
        "MemberId": "{member_account_id}",
        "MemberEmailAddress": "{email}",
    },
)
