/*
title = "Account should have contacts for billing and operations"
layer = "accounts"
severity = "low"
why = "AWS writes about unpaid bills, limits and failures to these contacts. Without them, the notice goes to the root user only, and the account may be suspended before anyone reads it."
fix = "aws account put-alternate-contact --alternate-contact-type BILLING --name NAME --title TITLE --email-address billing@example.com --phone-number NUMBER, and the same for OPERATIONS"
url = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html"

[[example]]
account_account = [{arn = "a"}]
account_alternate_contact = [{arn = "b", alternate_contact_type = "BILLING"}, {arn = "o", alternate_contact_type = "OPERATIONS"}]
expect = "pass"

[[example]]
account_account = [{arn = "a"}]
account_alternate_contact = [{arn = "b", alternate_contact_type = "BILLING"}, {arn = "s", alternate_contact_type = "SECURITY"}]
expect = "fail"

[[example]]
account_account = [{arn = "a"}]
account_alternate_contact = [{arn = "b", alternate_contact_type = "BILLING"}, {arn = "x"}]
expect = "unknown"
*/
select
  a.arn as resource,
  case
    when bool_or(c.alternate_contact_type = 'BILLING')
      and bool_or(c.alternate_contact_type = 'OPERATIONS') then true
    when count(c.arn) > count(c.alternate_contact_type) then null
    else false
  end as ok,
  'alternate contacts: '
    || coalesce(string_agg(c.alternate_contact_type, ', ' order by c.alternate_contact_type), 'none')
    as reason
from estate.account_account a
left join estate.account_alternate_contact c on c.account_id = a.account_id
group by a.arn
