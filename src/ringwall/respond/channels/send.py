"""A notice to a channel, by the module of its kind; whatever goes wrong is a NotSent."""

from typing import assert_never

from ringwall.model.errors import RingwallError
from ringwall.model.response_channels import (
    AppriseChannel,
    Channel,
    JiraChannel,
    MailChannel,
    PagerDutyChannel,
    ServiceNowChannel,
    SlackChannel,
    TeamsChannel,
    WebhookChannel,
)
from ringwall.respond.channels.apprise import send_apprise
from ringwall.respond.channels.jira import send_jira
from ringwall.respond.channels.mail import send_mail
from ringwall.respond.channels.pagerduty import send_pagerduty
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent
from ringwall.respond.channels.servicenow import send_servicenow
from ringwall.respond.channels.slack import send_slack
from ringwall.respond.channels.teams import send_teams
from ringwall.respond.channels.webhook import send_webhook


def send_notice(channel: Channel, delivery: Delivery, equipment: Equipment) -> str:
    """Send a notice; return how the channel calls what was made of it, or ''."""
    try:
        return _send(channel, delivery, equipment)
    except NotSent:
        raise
    except RingwallError as error:
        raise NotSent(str(error)) from error


def _send(  # noqa: PLR0911 - a line for each kind
    channel: Channel, delivery: Delivery, equipment: Equipment
) -> str:
    match channel:
        case SlackChannel():
            return send_slack(channel, delivery, equipment)
        case TeamsChannel():
            return send_teams(channel, delivery, equipment)
        case JiraChannel():
            return send_jira(channel, delivery, equipment)
        case ServiceNowChannel():
            return send_servicenow(channel, delivery, equipment)
        case PagerDutyChannel():
            return send_pagerduty(channel, delivery, equipment)
        case WebhookChannel():
            return send_webhook(channel, delivery, equipment)
        case MailChannel():
            return send_mail(channel, delivery, equipment)
        case AppriseChannel():
            return send_apprise(channel, delivery, equipment)
        case _:
            assert_never(channel)
