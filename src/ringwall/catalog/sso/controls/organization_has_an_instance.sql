/*
title = "Organization should have IAM Identity Center"
layer = "identity"
severity = "medium"
why = "Without it, people sign in as IAM users with passwords and keys of their own, in every account again."
fix = "Enable IAM Identity Center in the console of the management account, in the Region that you work in: no API call does it."
url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/enable-identity-center.html"

[[example]]
organizations_organization = [{arn = "o", id = "o-1"}]
sso_instance = [{arn = "i", status = "ACTIVE"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", id = "o-1"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o", id = "o-1"}]
sso_instance = [{arn = "i"}]
expect = "unknown"
*/
select
  o.arn as resource,
  case
    when bool_or(i.status = 'ACTIVE') then true
    when count(i.arn) > count(i.status) then null
    else false
  end as ok,
  'instances of IAM Identity Center: ' || count(i.arn) as reason
from estate.organizations_organization o
left join estate.sso_instance i on true
group by o.arn
