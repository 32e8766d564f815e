/*
title = "User or role should not be able to become an administrator"
layer = "identity"
severity = "critical"
why = "Small permissions add up: to pass a role to a function, to change a policy, to assume the next role. Anyone who has such a chain, or steals it, owns the account."
fix = "Remove the statement that the reason names, or limit it: allow iam:PassRole only for the roles and services that need it and iam:CreatePolicyVersion only for policies that give no such access, or set a permissions boundary: aws iam put-role-permissions-boundary --role-name NAME --permissions-boundary POLICY_ARN. The permissions of a role of IAM Identity Center (AWSReservedSSO_...) are those of its permission set: aws sso-admin put-inline-policy-to-permission-set --instance-arn INSTANCE_ARN --permission-set-arn PERMISSION_SET_ARN --inline-policy POLICY"
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

# An administrator does not become one: iam.users_are_not_admins judges that.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = true, escalates = false, hops = 0, chain = []}]
expect = "pass"

# Another role can become an administrator.
[[example]]
iam_role = [{arn = "r"}]
iam_principal = [{arn = "r", escalates = false}, {arn = "s", escalates = true, hops = 1, chain = ["iam-001: admin"]}]
expect = "pass"

# A policy of it was not collected.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = false, hops = -1, chain = [], unknown = ["policies of u"]}]
expect = "unknown"

# A service-linked role, which only AWS uses and changes.
[[example]]
iam_role = [{arn = "r", is_service_linked = true}, {arn = "s", is_service_linked = false}]
iam_principal = [{arn = "r", escalates = true, hops = 1, chain = ["iam-001: admin"]}, {arn = "s", escalates = false}]
expect = "pass"

# The reasoner has no row for it.
[[example]]
iam_role = [{arn = "r"}]
expect = "unknown"
*/
with holder as (
  select r.arn
  from estate.iam_role r
  -- As a service-linked role only AWS acts, and nobody else can change it.
  where r.is_service_linked is not true
  union all
  select u.arn
  from estate.iam_user u
)
select
  h.arn as resource,
  not p.escalates as ok,
  case
    when p.escalates
      then 'can become administrator in ' || p.hops || case when p.hops = 1 then ' step' else ' steps' end
        || ' (' || array_to_string(p.chain, ', then ') || ')'
        || coalesce('; to prevent it, remove ' || nullif(p.remove, ''), '')
    when not p.escalates then 'no way to become administrator was found'
    else 'depends on ' || p.unknown[1]
  end as reason
from holder h
left join facts.iam_principal p on p.arn = h.arn
