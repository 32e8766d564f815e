"""What the IAM reasoner concludes: who has access, who is an administrator, who can become one."""

from ringwall.model.table import GUARDED, Column, Table

_PLACE = (
    Column("account_id", "TEXT", "The account that it is in."),
    Column("region", "TEXT", "Its region; global where it has none."),
)
_PEOPLE = ("iam_role", "iam_user")
_VERDICT = (
    "always (allowed in every context), conditional (allowed under the conditions), or unknown (it "
    "could not be determined)."
)

iam_principal = Table(
    name="iam_principal",
    doc="A user or role, and whether it is an administrator or can become one.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "The user's or role's ARN."),
        *_PLACE,
        Column("kind", "TEXT", "user or role."),
        Column(
            "is_admin",
            "BOOLEAN",
            "It can do everything in its account that SCPs allow; NULL where that is not known.",
        ),
        Column("admin_statements", "TEXT[]", "The statements that make it an administrator."),
        Column("admin_conditions", "TEXT[]", "Conditions under which it is an administrator."),
        Column(
            "escalates",
            "BOOLEAN",
            "It is not an administrator, and can become one; NULL where that is not known.",
        ),
        Column(
            "hops", "BIGINT", "Steps to become an administrator: 0 if it is one, -1 if it cannot."
        ),
        Column(
            "chain",
            "TEXT[]",
            "The shortest chain, step by step: path ID and whose permissions are gained.",
        ),
        Column("remove", "TEXT", "The statement whose removal breaks that chain; '' for none."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

external_access = Table(
    name="external_access",
    doc=(
        "Access to a resource from outside its account: by anyone, by another account, by an AWS "
        "service or by a federated identity. Where there is no such access, there is no row."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column(
            "principal", "TEXT", "As the policy names the principal: *, AWS:arn, Service:name, ..."
        ),
        Column(
            "principal_account",
            "TEXT",
            "The principal's account; '' where it has none, or may be in any.",
        ),
        Column(
            "origin",
            "TEXT",
            "public (anyone), account (outside the organization), organization (another account in "
            "the organization), service (an AWS service), federated (a web or SAML identity).",
        ),
        Column("actions", "TEXT[]", "The actions that the principal can perform."),
        Column("access_levels", "TEXT[]", "Their access levels: List, Read, Write, Tagging, ..."),
        Column("verdict", "TEXT", _VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column(
            "is_public",
            "BOOLEAN",
            "Nothing restricts who the principal is: no account, no network, no source.",
        ),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service can act on behalf of a resource in any account.",
        ),
        Column(
            "needs_external_id", "BOOLEAN", "The role cannot be assumed without an external ID."
        ),
        Column(
            "in_organization",
            "BOOLEAN",
            "The principal's account is in the organization; NULL where that is not known.",
        ),
        Column(
            "statements", "TEXT[]", "The statements of the resource's policy that allow the access."
        ),
        Column(
            "witness",
            "JSON",
            "A context in which the access is allowed: condition keys and values.",
        ),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

exposure = Table(
    name="exposure",
    doc=(
        "How open a resource is to the outside: one row for each resource that has a policy or can "
        "be shared by settings. Each access is a row of external_access."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("is_public", "BOOLEAN", "Anyone has access; NULL where that is not known."),
        Column(
            "public_reason",
            "TEXT",
            "Who can do what, that there is no such access, or what is not known.",
        ),
        Column(
            "is_open_to_accounts",
            "BOOLEAN",
            "An account outside the organization has access; no condition restricts the caller.",
        ),
        Column("accounts_reason", "TEXT", "The reason for is_open_to_accounts, in the same form."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service has access on behalf of resources in any account.",
        ),
        Column("services_reason", "TEXT", "The reason for is_confused_deputy, in the same form."),
    ),
)

assumable_role = Table(
    name="assumable_role",
    doc="A role, and a user or role in the organization that can assume it in one step.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "The role's ARN."),
        *_PLACE,
        Column("principal", "TEXT", "ARN of the user or role that can assume it."),
        Column("principal_account", "TEXT", "The principal's account."),
        Column(
            "is_cross_account", "BOOLEAN", "The principal and the role are in different accounts."
        ),
        Column("verdict", "TEXT", _VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

escalation = Table(
    name="escalation",
    doc="A step of privilege escalation that a user or role can take, by a published path.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "ARN of the user or role that can take the step."),
        *_PLACE,
        Column("path", "TEXT", "The path's ID: lambda-001, ..."),
        Column("path_name", "TEXT", "What happens, in a sentence."),
        Column("category", "TEXT", "new-passrole, existing-passrole, principal-access, ..."),
        Column(
            "gains",
            "TEXT",
            "ARN of the principal whose permissions are gained; the principal's own ARN with what "
            "no longer limits it; or admin for all permissions.",
        ),
        Column("through", "TEXT", "ARN of the role, policy or function that the step uses."),
        Column("verdict", "TEXT", _VERDICT),
        Column("requests", "TEXT[]", "The requests of the step, in order: action and resource."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("remove", "TEXT", "The statement whose removal prevents it; '' where it has none."),
        Column("commands", "TEXT[]", "Commands that demonstrate it."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("witness", "JSON", "A context in which all requests are allowed."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

escalation_chain = Table(
    name="escalation_chain",
    doc="The shortest chain from a user or role to an administrator, or into another account.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "ARN of the user or role that it starts from."),
        *_PLACE,
        Column("goal", "TEXT", "admin, or account: a role of another account."),
        Column("goal_account", "TEXT", "The account in which it ends."),
        Column("ends_at", "TEXT", "ARN of the last principal whose permissions are gained."),
        Column("hops", "BIGINT", "The number of steps."),
        Column("verdict", "TEXT", _VERDICT),
        Column("steps", "TEXT[]", "Each step: path ID and whose permissions are gained."),
        Column("commands", "TEXT[]", "Commands that demonstrate it."),
        Column("remove", "TEXT", "The statement whose removal breaks the chain."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

access = Table(
    name="access",
    doc=(
        "Access of the organization's principals to resources, by access level. Where there are "
        "too many pairs, a resource has one row with the verdict implicit: ask about it with "
        "`ringwall access who-can`."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("principal", "TEXT", "ARN of the user, role or root user."),
        Column("principal_account", "TEXT", "The principal's account."),
        Column("access_level", "TEXT", "List, Read, Write, Tagging or Permissions management."),
        Column("actions", "TEXT[]", "The actions of that level with this verdict."),
        Column("verdict", "TEXT", f"{_VERDICT} implicit: not computed."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("unknown", "TEXT[]", "What an unknown answer depends on."),
    ),
)

unused_access = Table(
    name="unused_access",
    doc=(
        "The permissions of a user or role by service, and which of them CloudTrail shows as used. "
        "Without logs there are no rows."
    ),
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "The user or role."),
        *_PLACE,
        Column("service", "TEXT", "The service's prefix: s3."),
        Column("status", "TEXT", "used, unused, or unknown (the logs do not record such calls)."),
        Column("last_used", "TIMESTAMP", "The last use of the service; 1970-01-01 for never."),
        Column("used_actions", "TEXT[]", "Granted actions that were used."),
        Column("unused_actions", "TEXT[]", "Granted actions that were not."),
        Column("unknown_actions", "TEXT[]", "Granted actions whose use the logs cannot show."),
        Column("days", "BIGINT", "The number of days that the logs cover."),
        Column("is_whole_service", "BOOLEAN", "No action of the service was used."),
    ),
)
