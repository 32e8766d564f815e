/*
title = "No user or role can make itself an administrator"
layer = "identity"
severity = "critical"
why = "Permissions that look small add up: to pass a role to a function, to rewrite a policy, to assume the next role. Whoever holds such a chain, or steals it, owns the account."
fix = "Remove the statement that the reason names, or bound it: hold iam:PassRole to roles and services that are needed, iam:CreatePolicyVersion to policies that nobody of the kind holds, or set a permissions boundary: aws iam put-role-permissions-boundary --role-name NAME --permissions-boundary POLICY_ARN"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"

[[example]]
iam_role = [{arn = "r"}]
iam_principal = [{arn = "r", is_admin = false, escalates = false, hops = -1, chain = []}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
iam_principal = [{arn = "r", is_admin = false, escalates = true, hops = 1, chain = ["iam-001: admin"], remove = "identity arn:aws:iam::111111111111:policy/ops[0]"}]
expect = "fail"

[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = false, escalates = true, hops = 2, chain = ["lambda-001: arn:aws:iam::111111111111:role/f", "iam-005: admin"], remove = ""}]
expect = "fail"

# An administrator does not become one: iam.users_are_not_admins and the like speak of it.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = true, escalates = false, hops = 0, chain = []}]
expect = "pass"

# Another one escalates.
[[example]]
iam_role = [{arn = "r"}]
iam_principal = [{arn = "r", escalates = false}, {arn = "s", escalates = true, hops = 1, chain = ["iam-001: admin"]}]
expect = "pass"

# A policy of it was not collected.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = false, hops = -1, chain = [], unknown = ["policies of u"]}]
expect = "unknown"

# Nothing was concluded of it.
[[example]]
iam_role = [{arn = "r"}]
expect = "unknown"
*/
with holder as (
  select r.arn
  from estate.iam_role r
  union all
  select u.arn
  from estate.iam_user u
)
select
  h.arn as resource,
  not p.escalates as ok,
  case
    when p.escalates
      then 'can become an administrator in ' || p.hops
        || if(p.hops = 1, ' step (', ' steps (') || array_to_string(p.chain, ', then ') || ')'
        || coalesce('; to prevent it, remove ' || nullif(p.remove, ''), '')
    when not p.escalates then 'cannot become an administrator'
    else 'depends on ' || p.unknown[1]
  end as reason
from holder h
left join facts.iam_principal p on p.arn = h.arn
