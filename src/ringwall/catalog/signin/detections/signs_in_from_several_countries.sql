/*
title = "User signed in from several countries within a few hours"
severity = "high"
why = "One person is not in two countries within hours."
fix = "Ask the user which of them it was, end the sessions and change the password."
attacks = ["T1078.004"]
false_positives = "VPNs and mobile networks whose addresses belong to another country. Add the VPN's addresses to the trusted list."
window = "7h"
finding_types = ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"]
confidence = 70

[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "203.0.113.9", event_time = "2026-01-31T11:00:00Z"},
]
address = [
  {address = "198.51.100.7", country = "DE", is_own = false, is_private = false},
  {address = "203.0.113.9", country = "BR", is_own = false, is_private = false},
]
expect = "hit"

# The same country.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "DE", is_own = false, is_private = false},
  {address = "203.0.113.9", country = "DE", is_own = false, is_private = false},
]
expect = "quiet"

# The own VPN.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "203.0.113.9"},
]
address = [
  {address = "198.51.100.7", country = "DE", is_own = false, is_private = false},
  {address = "203.0.113.9", country = "NL", is_own = false, is_private = false, is_trusted = true},
]
expect = "quiet"

# The country is not known.
[[example]]
cloudtrail = [
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"},
  {event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "203.0.113.9"},
]
address = [{address = "198.51.100.7", country = "DE", is_own = false, is_private = false}]
expect = "quiet"
*/
with sign_in as (
  select
    e.event_id,
    e.event_time,
    coalesce(e.account_id, '') as account_id,
    e.aws_region,
    coalesce(nullif(e.session_arn, ''), e.principal_arn, '') as who,
    e.principal_arn,
    e.source_ip,
    a.country
  from logs.cloudtrail e
  join facts.address a on a.address = e.source_ip
  where e.event_source = 'signin.amazonaws.com'
    and e.operation = 'ConsoleLogin'
    and json_extract_string(e.response_elements, '$.ConsoleLogin') = 'Success'
    and a.country <> ''
    and a.is_own is not true
    and a.is_trusted is not true
)
select
  max(second.event_time) as at,
  second.who || ' ' || cast(date_trunc('hour', second.event_time) as text) as act,
  second.account_id,
  max(second.aws_region) as region,
  max(coalesce(second.principal_arn, second.who)) as actor,
  second.who as session,
  max(second.source_ip) as address,
  second.who as resource,
  second.who || ' signed in from ' || min(first.country) || ' and '
    || max(second.country) || ' within six hours' as reason,
  count(distinct second.event_id) as count,
  array_agg(distinct second.event_id) as events
from sign_in second
join sign_in first
  on first.who = second.who
  and first.account_id = second.account_id
where first.event_time between second.event_time - interval 6 hour and second.event_time
  and first.country <> second.country
  and second.who <> ''
group by second.account_id, second.who, date_trunc('hour', second.event_time)
