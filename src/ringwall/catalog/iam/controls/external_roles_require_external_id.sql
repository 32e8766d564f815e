/*
title = "Role that another organization can assume should require an external ID"
layer = "identity"
severity = "high"
why = "A vendor serves many customers from one account. Without an external ID, another customer of the vendor can enter your role's ARN and have the vendor use it: the confused deputy problem."
fix = "Agree on an external ID with the vendor and require it in the trust policy, as Condition StringEquals sts:ExternalId: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["StringEquals sts:externalid x"], needs_external_id = true, in_organization = false}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], needs_external_id = false, in_organization = false}]
expect = "fail"

# One account belongs to the organization, the other does not; a network is not an external ID.
[[example]]
iam_role = [{arn = "r"}]
external_access = [
  {arn = "r", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], needs_external_id = false, in_organization = true},
  {arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["IpAddress aws:sourceip 192.0.2.0/24"], needs_external_id = false, in_organization = false},
]
expect = "fail"

# Only sts:TagSession is allowed without it; sts:AssumeRole needs it.
[[example]]
iam_role = [{arn = "r"}]
external_access = [
  {arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:TagSession"], verdict = "always", conditions = [], needs_external_id = false, in_organization = false},
  {arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["StringEquals sts:externalid x"], needs_external_id = true, in_organization = false},
]
expect = "pass"

# Which accounts belong to the organization is not known.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], needs_external_id = false}]
expect = "unknown"

# Its trust policy was not collected.
[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of r was not collected"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    x.principal,
    'depends on ' || x.unknown[1] as doubt,
    -- Where the trust policy was not collected, it is not known who is allowed.
    case when x.needs_external_id is not null then x.origin = 'account' end as is_outsider,
    case
      when x.needs_external_id is not null
        then x.origin = 'account'
          and list_contains(x.actions, 'sts:AssumeRole')
          and not x.in_organization
          and not x.needs_external_id
    end as needs_no_id
  from facts.external_access x
)
select
  r.arn as resource,
  case
    when bool_or(o.needs_no_id) then false
    when count(*) > count(o.needs_no_id) then null
    else true
  end as ok,
  case
    when bool_or(o.needs_no_id)
      then min(case when o.needs_no_id then o.principal end)
        || ' belongs to another organization and needs no external ID'
    when count(*) > count(o.needs_no_id) then min(o.doubt)
    else 'accounts of other organizations need an external ID'
  end as reason
from estate.iam_role r
join outside o on o.arn = r.arn
group by r.arn
having bool_or(o.is_outsider is not false)
