/*
title = "A role that another organization assumes asks for an external id"
layer = "identity"
severity = "high"
why = "A vendor serves many customers from one account. Without an external id, another customer of the vendor can name your role and have the vendor use it: the confused deputy."
fix = "Agree on an external id with the vendor and ask for it in the trust policy, as Condition StringEquals sts:ExternalId: aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["StringEquals sts:externalid x"], needs_external_id = true, in_organization = false}]
expect = "pass"

[[example]]
iam_role = [{arn = "r"}]
external_access = [{arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], needs_external_id = false, in_organization = false}]
expect = "fail"

# One of two accounts is ours, the other is not; a network is no external id.
[[example]]
iam_role = [{arn = "r"}]
external_access = [
  {arn = "r", principal = "AWS:arn:aws:iam::222222222222:root", origin = "organization", actions = ["sts:AssumeRole"], verdict = "always", conditions = [], needs_external_id = false, in_organization = true},
  {arn = "r", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["sts:AssumeRole"], verdict = "conditional", conditions = ["IpAddress aws:sourceip 192.0.2.0/24"], needs_external_id = false, in_organization = false},
]
expect = "fail"

# Only session tags come without it; who assumes the role must know it.
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
    -- Of a trust policy that was not collected, nobody knows whom it lets in.
    case when x.needs_external_id is not null then x.origin = 'account' end as is_outsider,
    case
      when x.needs_external_id is not null
        then x.origin = 'account'
          and list_contains(x.actions, 'sts:AssumeRole')
          and not x.in_organization
          and not x.needs_external_id
    end as comes_freely
  from facts.external_access x
)
select
  r.arn as resource,
  case
    when bool_or(o.comes_freely) then false
    when count(*) > count(o.comes_freely) then null
    else true
  end as ok,
  case
    when bool_or(o.comes_freely)
      then min(case when o.comes_freely then o.principal end)
        || ' is not of this organization and needs no external id'
    when count(*) > count(o.comes_freely) then min(o.doubt)
    else 'accounts of other organizations need an external id'
  end as reason
from estate.iam_role r
join outside o on o.arn = r.arn
group by r.arn
having bool_or(o.is_outsider is not false)
