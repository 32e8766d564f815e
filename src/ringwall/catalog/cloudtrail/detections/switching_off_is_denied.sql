/*
title = "Call that would switch off a security service was denied"
severity = "medium"
why = "Permissions or an SCP held. Whoever tries this once looks for another way."
fix = "Ask who called, and why. If nobody knows, take the credentials away: the caller has them already."
attacks = ["T1562", "T1562.001", "T1562.008"]
false_positives = "Pipelines that manage security services with a role that an SCP limits; they are denied at every run."
window = "1h"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StopLogging", request_parameters = {name = "main"}, error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "organizations.amazonaws.com", operation = "LeaveOrganization", error_code = "AccessDenied", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Reading was denied.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "GetTrailStatus", request_parameters = {name = "main"}, error_code = "AccessDenied"}]
expect = "quiet"

# It failed for another reason.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "StopLogging", request_parameters = {name = "main"}, error_code = "TrailNotFoundException"}]
expect = "quiet"
*/
select
  min(event_time) as at,
  coalesce(nullif(principal_arn, ''), session_arn) || ' ' || operation || ' '
    || cast(date_trunc('hour', event_time) as text) as act,
  coalesce(account_id, '') as account_id,
  max(aws_region) as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  max(session_arn) as session,
  max(access_key_id) as access_key,
  max(case when invoked_by = '' then source_ip else '' end) as address,
  '' as resource,
  operation || ' was denied' as reason,
  count(*) as count,
  array_agg(event_id) as events
from logs.cloudtrail
where event_source in (
    'access-analyzer.amazonaws.com',
    'cloudtrail.amazonaws.com',
    'config.amazonaws.com',
    'ec2.amazonaws.com',
    'guardduty.amazonaws.com',
    'iam.amazonaws.com',
    'macie2.amazonaws.com',
    'organizations.amazonaws.com',
    'route53resolver.amazonaws.com',
    'securityhub.amazonaws.com'
  )
  and operation in (
    'DeactivateMFADevice',
    'DeleteAccountPasswordPolicy',
    'DeleteAnalyzer',
    'DeleteConfigurationRecorder',
    'DeleteDeliveryChannel',
    'DeleteDetector',
    'DeleteEventDataStore',
    'DeleteFlowLogs',
    'DeleteMembers',
    'DeleteResolverQueryLogConfig',
    'DeleteRolePermissionsBoundary',
    'DeleteTrail',
    'DeleteUserPermissionsBoundary',
    'DetachPolicy',
    'DisableMacie',
    'DisableOrganizationAdminAccount',
    'DisableSecurityHub',
    'DisassociateFromAdministratorAccount',
    'DisassociateFromMasterAccount',
    'DisassociateMembers',
    'LeaveOrganization',
    'PutEventSelectors',
    'StopConfigurationRecorder',
    'StopLogging',
    'StopMonitoringMembers',
    'UpdateTrail'
  )
  and error_code <> ''
  and regexp_matches(error_code, 'AccessDenied|Unauthorized')
group by
  coalesce(account_id, ''),
  coalesce(nullif(principal_arn, ''), session_arn),
  operation,
  date_trunc('hour', event_time)
