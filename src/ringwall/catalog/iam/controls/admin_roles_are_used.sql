/*
title = "Administrator role should not be unused for 90 days"
layer = "identity"
severity = "medium"
why = "If nobody uses an administrator role, nobody notices when an attacker does. Such roles are often left over from a migration, a vendor or a pilot."
fix = "Ask its owner, then delete the role (aws iam delete-role --role-name NAME) or detach its policies. A role for emergencies is meant to be unused: tag it break-glass=true (aws iam tag-role --role-name NAME --tags Key=break-glass,Value=true), and alert on its use."
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html#roles-managingrole-view-activity"

[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "2026-06-20T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "pass"

[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "2026-01-01T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "fail"

# Never used, and created long ago.
[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "1970-01-01T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = '{"team": "ops"}'}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "fail"

# Never used, but created last week.
[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "1970-01-01T00:00:00Z", create_date = "2026-06-25T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "pass"

# A role for emergencies is meant to be unused.
[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "1970-01-01T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = '{"break-glass": "true"}'}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "pass"

# Unused, but not an administrator: its policies or its boundary limit it.
[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "1970-01-01T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", is_admin = false}]
expect = "pass"

[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", last_used = "2026-01-01T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", unknown = ["boundary of r"]}]
expect = "unknown"

[[example]]
iam_role = [{arn = "r", captured_at = "2026-06-30T00:00:00Z", create_date = "2025-01-01T00:00:00Z", tags = "{}"}]
iam_principal = [{arn = "r", is_admin = true}]
expect = "unknown"
*/
select
  r.arn as resource,
  not p.is_admin
    or r.last_used >= r.captured_at - interval 90 day
    or r.create_date >= r.captured_at - interval 90 day
    -- Nothing else is exempt: an unused assignment of Identity Center should be removed too.
    or case
      when r.tags is not null then coalesce(r.tags->>'break-glass', '') = 'true'
    end as ok,
  case
    when p.is_admin and r.last_used = '1970-01-01' then 'administrator role, last used: never'
    when p.is_admin
      then 'administrator role, last used: ' || cast(cast(r.last_used as date) as text)
    when not p.is_admin then 'the role is not an administrator'
    else 'depends on ' || p.unknown[1]
  end as reason
from estate.iam_role r
left join facts.iam_principal p on p.arn = r.arn
-- Only AWS uses and changes a service-linked role.
where r.is_service_linked is not true
