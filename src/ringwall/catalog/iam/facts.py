"""What the IAM reasoner concludes: who is an administrator, who gets in, who can become whom."""

from ringwall.model.table import GUARDED, Column, Table

_PLACE = (
    Column("account_id", "TEXT", "The account that it stands in."),
    Column("region", "TEXT", "Its region; global where it has none."),
)
_PEOPLE = ("iam_role", "iam_user")
_VERDICT = (
    "always (allowed in every context), conditional (allowed under the conditions), or unknown (it "
    "could not be determined)."
)

iam_principal = Table(
    name="iam_principal",
    doc="A user or role, and how powerful it is.",
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
            "It may do everything in its account that SCPs leave; NULL where that is not known.",
        ),
        Column("admin_statements", "TEXT[]", "The statements that make it an administrator."),
        Column("admin_conditions", "TEXT[]", "Conditions under which it is one."),
        Column(
            "escalates",
            "BOOLEAN",
            "It is none, and can become one; NULL where that is not known.",
        ),
        Column("hops", "BIGINT", "Steps to become one; 0 for an administrator, -1 for no way."),
        Column("chain", "TEXT[]", "The shortest way: a step each, as path: whose permissions."),
        Column("remove", "TEXT", "The statement whose removal ends that way; '' for none."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

external_access = Table(
    name="external_access",
    doc=(
        "What somebody from outside of a resource's account may do to it: a stranger, another "
        "account, an AWS service, a web identity. What nobody outside may do has no row."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("principal", "TEXT", "As the policy names him: *, AWS:arn, Service:name, ..."),
        Column("principal_account", "TEXT", "His account; '' where he has none, or any."),
        Column(
            "origin",
            "TEXT",
            "public (anybody), account (another organization's), organization (another account of "
            "the own one), service (an AWS service), federated (a web identity).",
        ),
        Column("actions", "TEXT[]", "What he may do."),
        Column("access_levels", "TEXT[]", "Their levels: List, Read, Write, Tagging, ..."),
        Column("verdict", "TEXT", _VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("is_public", "BOOLEAN", "Nothing says who may come: no account, network, source."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "A service may come on behalf of a stranger's resource.",
        ),
        Column("needs_external_id", "BOOLEAN", "A role that takes an external id to assume."),
        Column(
            "in_organization",
            "BOOLEAN",
            "His account belongs to the organization; NULL where that is not known.",
        ),
        Column("statements", "TEXT[]", "The statements of the policy that let him in."),
        Column("witness", "JSON", "A context in which he gets in: condition keys and values."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

exposure = Table(
    name="exposure",
    doc=(
        "How open a resource is to the outside: one row for each resource that has a policy or is "
        "shared by settings. The single accesses stand in external_access."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("resource_table", "TEXT", "The resource's table: s3_bucket, iam_role, ..."),
        Column("is_public", "BOOLEAN", "Anybody gets in; NULL where that is not known."),
        Column("public_reason", "TEXT", "Who may do what, or why nobody or what is not known."),
        Column(
            "is_open_to_accounts",
            "BOOLEAN",
            "An account of another organization gets in, and nothing says who of it or from where.",
        ),
        Column("accounts_reason", "TEXT", "The same for that."),
        Column(
            "is_confused_deputy",
            "BOOLEAN",
            "An AWS service gets in on behalf of a stranger's resource.",
        ),
        Column("services_reason", "TEXT", "The same for that."),
    ),
)

assumable_role = Table(
    name="assumable_role",
    doc="A role and one user or role of the organization that can assume it, in one step.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "The role's ARN."),
        *_PLACE,
        Column("principal", "TEXT", "ARN of who can assume it."),
        Column("principal_account", "TEXT", "That one's account."),
        Column("is_cross_account", "BOOLEAN", "The two stand in different accounts."),
        Column("verdict", "TEXT", _VERDICT),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

escalation = Table(
    name="escalation",
    doc="One published way of privilege escalation that a user or role can go in one step.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "Who can go it."),
        *_PLACE,
        Column("path", "TEXT", "The path's id: lambda-001, ..."),
        Column("path_name", "TEXT", "What happens, in a sentence."),
        Column("category", "TEXT", "new-passrole, existing-passrole, principal-access, ..."),
        Column(
            "gains",
            "TEXT",
            "ARN of whose permissions are gained; the principal's own and what it is rid of; or "
            "admin for all of them.",
        ),
        Column("through", "TEXT", "ARN of the role, policy, function that it goes through."),
        Column("verdict", "TEXT", _VERDICT),
        Column("requests", "TEXT[]", "What is called, in order: action resource."),
        Column("statements", "TEXT[]", "The statements that allow it."),
        Column("remove", "TEXT", "The statement whose removal ends it; '' where it is not its."),
        Column("commands", "TEXT[]", "Commands that show it."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("witness", "JSON", "A context in which all of it is allowed."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

escalation_chain = Table(
    name="escalation_chain",
    doc="The shortest chain from a user or role to an administrator, or into another account.",
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "Where it begins."),
        *_PLACE,
        Column("goal", "TEXT", "admin, or account: a role of another account."),
        Column("goal_account", "TEXT", "The account in which it ends."),
        Column("ends_at", "TEXT", "ARN of the last one whose permissions are gained."),
        Column("hops", "BIGINT", "How many steps it has."),
        Column("verdict", "TEXT", _VERDICT),
        Column("steps", "TEXT[]", "Each step as path: whose permissions are gained."),
        Column("commands", "TEXT[]", "Commands that show it."),
        Column("remove", "TEXT", "The statement whose removal ends it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

access = Table(
    name="access",
    doc=(
        "Who of the organization may do what to a resource, by access level. The relation is kept "
        "implicit where it is large: a resource with verdict implicit is to be asked about with "
        "`ringwall access who-can`."
    ),
    schema="facts",
    enveloped=False,
    sources=GUARDED,
    columns=(
        Column("arn", "TEXT", "The resource's ARN."),
        *_PLACE,
        Column("principal", "TEXT", "ARN of the user, role or root user."),
        Column("principal_account", "TEXT", "That one's account."),
        Column("access_level", "TEXT", "List, Read, Write, Tagging or Permissions management."),
        Column("actions", "TEXT[]", "The actions of that level with this verdict."),
        Column("verdict", "TEXT", f"{_VERDICT} implicit: not written down."),
        Column("conditions", "TEXT[]", "Conditions that limit it."),
        Column("unknown", "TEXT[]", "What would have to be known."),
    ),
)

unused_access = Table(
    name="unused_access",
    doc=(
        "What a user or role is granted, by service, against what CloudTrail shows it to have "
        "used. Without logs there are no rows."
    ),
    schema="facts",
    enveloped=False,
    sources=_PEOPLE,
    columns=(
        Column("arn", "TEXT", "The user or role."),
        *_PLACE,
        Column("service", "TEXT", "The service's prefix: s3."),
        Column("status", "TEXT", "used, unused, or unknown: such calls are not in the logs."),
        Column("last_used", "TIMESTAMP", "The last use of the service; 1970-01-01 for never."),
        Column("used_actions", "TEXT[]", "Granted actions that were used."),
        Column("unused_actions", "TEXT[]", "Granted actions that were not."),
        Column("unknown_actions", "TEXT[]", "Granted actions whose use the logs cannot show."),
        Column("days", "BIGINT", "How many days the logs reach back."),
        Column("is_whole_service", "BOOLEAN", "Nothing of the service was used."),
    ),
)
