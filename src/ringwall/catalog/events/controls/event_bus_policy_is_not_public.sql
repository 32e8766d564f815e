/*
title = "Event bus should not be public"
family = "policy_is_not_public"
table = "events_event_bus"
severity = "high"
why = "Rules act on events. If anyone can send events to the bus, any AWS account can start what the rules start, with input of its choice."
fix = "Name the accounts that send events, or limit Principal * with a Condition on aws:PrincipalOrgID: aws events put-permission --event-bus-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html"
*/
