/*
title = "Cluster trusts another identity provider"
severity = "medium"
why = "Who runs the provider makes any user of the cluster, with any group."
fix = "aws eks disassociate-identity-provider-config, unless it is meant."
attacks = ["T1556", "T1098.006"]
false_positives = "Setting up single sign-on for a cluster, once."
confidence = 60

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "AssociateIdentityProviderConfig", request_parameters = {clusterName = "c", oidc = {issuerUrl = "https://x"}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "AssociateIdentityProviderConfig", request_parameters = {clusterName = "c"}, error_code = "InvalidRequestException"}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "DescribeIdentityProviderConfig", request_parameters = {clusterName = "c"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.clusterName'), '') as resource,
  concat_ws(
    ' ',
    'Cluster',
    json_extract_string(request_parameters, '$.clusterName'),
    'trusts another identity provider'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'eks.amazonaws.com'
  and event_name = 'AssociateIdentityProviderConfig'
  and error_code = ''
  and invoked_by = ''
