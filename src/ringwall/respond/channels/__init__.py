"""Channels: what Slack, Teams, Jira, ServiceNow, PagerDuty, mail and others are told of a case."""
