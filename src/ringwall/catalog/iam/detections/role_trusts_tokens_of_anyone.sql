/*
title = "Role was opened to tokens of an identity provider without saying whose"
severity = "high"
why = "Everyone has a token of GitHub, Google or Cognito. Without a condition on its subject or audience, all of them can assume the role."
fix = "Add a condition on :sub (GitHub, EKS) or :aud (Cognito, SAML). Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003", "T1199", "T1550.001"]
false_positives = "Providers that serve your organization alone, where every subject is yours."
confidence = 70

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}]}'}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# The audience of GitHub is the same for everyone.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}]}'}}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "app", assumeRolePolicyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "*"}}}]}'}}]
expect = "hit"

# One repository.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}}}]}'}}]
expect = "quiet"

# SAML for the console.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111111111111:saml-provider/okta"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}'}}]
expect = "quiet"

# A service.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAssumeRolePolicy", request_parameters = {roleName = "app", policyDocument = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'}}]
expect = "quiet"
*/
with written as (
  select
    event_time,
    event_id,
    coalesce(account_id, '') as account_id,
    aws_region,
    principal_arn,
    session_arn,
    access_key_id,
    invoked_by,
    source_ip,
    coalesce(json_extract_string(request_parameters, '$.roleName'), '') as role_name,
    -- What is left without the statements that deny: braces within braces are one statement.
    regexp_replace(
      regexp_replace(
        regexp_replace(
          coalesce(
            json_extract_string(request_parameters, '$.assumeRolePolicyDocument'),
            json_extract_string(request_parameters, '$.policyDocument')
          ),
          '\s|[$][{][^{}]*[}]',
          '',
          'g'
        ),
        '^.*?"Statement":',
        ''
      ),
      '[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Effect":"Deny"[^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ) as allowing
  from logs.cloudtrail
  where event_source = 'iam.amazonaws.com'
    and operation in ('CreateRole', 'UpdateAssumeRolePolicy')
    and error_code = ''
)
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  'arn:aws:iam::' || account_id || ':role/' || role_name as resource,
  'every token of the identity provider can assume role ' || role_name as reason
from written
where regexp_matches(
    regexp_replace(
      allowing,
      '[{][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*"Condition":[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[{][^{}]*"[^"]*(:sub|(cognito-identity|accounts[.]google|graph[.]facebook|www[.]amazon)[^"]*:(aud|amr|app_id)|SAML:[A-Za-z]+)":(\[)?"[^"*][^{}]*[}][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*(?:[{][^{}]*(?:[{][^{}]*[}][^{}]*)*[}][^{}]*)*[}]',
      '',
      'g'
    ),
    '"Federated":\[?"[^"]*(oidc-provider/|token[.]actions|cognito-identity|accounts[.]google|graph[.]facebook|www[.]amazon|saml-provider/)'
  )
