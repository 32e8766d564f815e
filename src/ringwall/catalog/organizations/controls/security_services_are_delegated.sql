/*
title = "Security services should be administered from a member account"
layer = "accounts"
severity = "medium"
why = "Whoever administers a service in the management account has to sign in there, where no SCP applies. Work in a member account leaves the management account to a few people."
fix = "aws organizations register-delegated-administrator --account-id ACCOUNT --service-principal config.amazonaws.com, or the call of the service itself where it has one: aws securityhub enable-organization-admin-account --admin-account-id ACCOUNT"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html"

[[example]]
organizations_service_access = [{arn = "g", service_principal = "guardduty.amazonaws.com"}]
organizations_delegated_service = [{arn = "d", service_principal = "guardduty.amazonaws.com"}]
expect = "pass"

[[example]]
organizations_service_access = [{arn = "g", service_principal = "guardduty.amazonaws.com"}]
expect = "fail"

# It is not known of which service the account is the administrator.
[[example]]
organizations_service_access = [{arn = "g", service_principal = "guardduty.amazonaws.com"}]
organizations_delegated_service = [{arn = "d"}]
expect = "unknown"
*/
with delegated as (
  select
    bool_or(d.service_principal is null) as is_unclear,
    list(d.service_principal) as services
  from estate.organizations_delegated_service d
)
select
  s.arn as resource,
  case
    when list_contains(d.services, s.service_principal) then true
    when d.is_unclear or s.service_principal is null then null
    else false
  end as ok,
  case
    when list_contains(d.services, s.service_principal) then 'a member account administers '
    else 'no member account administers '
  end || s.service_principal as reason
from estate.organizations_service_access s
cross join delegated d
where coalesce(
  s.service_principal in (
    'access-analyzer.amazonaws.com',
    'config.amazonaws.com',
    'detective.amazonaws.com',
    'guardduty.amazonaws.com',
    'inspector2.amazonaws.com',
    'macie.amazonaws.com',
    'securityhub.amazonaws.com'
  ),
  true
)
