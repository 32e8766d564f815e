/*
title = "IAM user should not be an administrator"
layer = "identity"
severity = "high"
why = "A user's password and access keys do not expire. Those of an administrator, in a script or on a lost laptop, give away the account."
fix = "Let administrators sign in through IAM Identity Center or assume a role with MFA, and remove the policy: aws iam detach-user-policy --user-name NAME --policy-arn ARN, aws iam delete-user-policy --user-name NAME --policy-name POLICY, or aws iam remove-user-from-group --user-name NAME --group-name GROUP"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp"

[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = false, admin_statements = [], admin_conditions = []}]
expect = "pass"

[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = true, admin_statements = ["identity arn:aws:iam::aws:policy/AdministratorAccess[0]"], admin_conditions = []}]
expect = "fail"

# A condition on MFA does not change it: a session with MFA is an administrator.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", is_admin = true, admin_statements = ["identity arn:aws:iam::111111111111:policy/admin[0]"], admin_conditions = ["Bool aws:multifactorauthpresent true"]}]
expect = "fail"

# The administrator is a role.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "r", is_admin = true}, {arn = "u", is_admin = false}]
expect = "pass"

# Its boundary was not collected.
[[example]]
iam_user = [{arn = "u"}]
iam_principal = [{arn = "u", unknown = ["boundary of u"]}]
expect = "unknown"
*/
select
  u.arn as resource,
  not p.is_admin as ok,
  case
    when p.is_admin
      then 'has administrator access through ' || array_to_string(p.admin_statements, ', ')
        || coalesce(' (' || p.admin_conditions[1] || ')', '')
    when not p.is_admin then 'the user is not an administrator'
    else 'depends on ' || p.unknown[1]
  end as reason
from estate.iam_user u
left join facts.iam_principal p on p.arn = u.arn
