/*
title = "Security services should have trusted access to the organization"
layer = "accounts"
severity = "medium"
why = "Without trusted access, a service knows nothing of new accounts: they are born without trail, recorder and detector."
fix = "aws organizations enable-aws-service-access --service-principal guardduty.amazonaws.com, or the call of the service itself where it has one: aws guardduty enable-organization-admin-account --admin-account-id ACCOUNT"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html"

[[example]]
organizations_organization = [{arn = "o", trusted_services = ["cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com", "securityhub.amazonaws.com"]}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", trusted_services = ["cloudtrail.amazonaws.com", "config.amazonaws.com", "securityhub.amazonaws.com"]}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
with needed as (
  select
    o.arn,
    o.trusted_services,
    list_filter(
      [
        'cloudtrail.amazonaws.com',
        'config.amazonaws.com',
        'guardduty.amazonaws.com',
        'securityhub.amazonaws.com'
      ],
      lambda service: not list_contains(o.trusted_services, service)
    ) as missing
  from estate.organizations_organization o
)
select
  n.arn as resource,
  case when n.trusted_services is not null then len(n.missing) = 0 end as ok,
  'services without trusted access: '
    || coalesce(nullif(array_to_string(n.missing, ', '), ''), 'none') as reason
from needed n
