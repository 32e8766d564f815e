"""E-mail by SMTP, encrypted: a plain text and the same as HTML, with links for who may approve.

A mail that asks for an approval goes to each person by itself, since its links are that person's.
"""

import logging
import smtplib
import ssl
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from ringwall.model.response_channels import MailChannel
from ringwall.respond.channels.approval_links import ApprovalChoice, make_choices
from ringwall.respond.channels.harmless import check_link, cut, cut_lines, escape_html
from ringwall.respond.channels.sending import Delivery, Equipment, NotSent

LOG = logging.getLogger(__name__)
SECONDS = 20.0
SUBJECT, BODY = 200, 60_000
PERMANENT = 500
"""From here on, a code of SMTP says that it will not be otherwise later; RFC 5321, 4.2.1."""
LOGIN_REFUSED = 535
DOMAIN = "ringwall.invalid"
"""The right side of ids of messages: a name that nobody has, RFC 2606."""


def send_mail(channel: MailChannel, delivery: Delivery, equipment: Equipment) -> str:
    """Send a mail to all, or to each by itself; return the id of the message."""
    try:
        with _connect(channel) as server:
            if channel.user:
                server.login(channel.user, equipment.secret(channel.token))
            for to, message in _make_messages(channel, delivery, equipment):
                # Sent again, it would come twice to those who have it.
                for address in server.send_message(message, channel.sender, list(to)):
                    LOG.warning("mail refused channel=%s to=%s", channel.name, address)
    except smtplib.SMTPRecipientsRefused as error:
        raise NotSent(f"the server refused {', '.join(sorted(error.recipients))}") from error
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code >= PERMANENT and error.smtp_code != LOGIN_REFUSED
        raise NotSent(f"{channel.host}: {error.smtp_code}", is_final=is_final) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"{channel.host}: {_explain(error)}") from error
    return _make_id(delivery.uid)


def _connect(channel: MailChannel) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if channel.encryption == "tls":
        return smtplib.SMTP_SSL(channel.host, channel.port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(channel.host, channel.port, timeout=SECONDS)
    if channel.encryption == "starttls":
        try:
            # INVARIANT: it raises where the server offers none: nothing is sent in the clear.
            server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            with suppress(smtplib.SMTPException, OSError):
                server.close()
            raise
    return server


def _make_messages(
    channel: MailChannel, delivery: Delivery, equipment: Equipment
) -> list[tuple[tuple[str, ...], EmailMessage]]:
    addresses = Counter(person.email.casefold() for person in equipment.people)
    # INVARIANT: an address that is two people's is nobody's: one must not approve twice.
    people = {
        person.email.casefold(): person.principal
        for person in equipment.people
        if person.email and person.approves and addresses[person.email.casefold()] == 1
    }
    if not delivery.notice.approval or not channel.signing.is_named:
        return [(channel.to, _make_message(channel, channel.to, delivery, ()))]
    found: list[tuple[tuple[str, ...], EmailMessage]] = []
    for address in channel.to:
        choices: tuple[ApprovalChoice, ...] = ()
        if principal := people.get(address.casefold()):
            choices = make_choices(channel, delivery.notice, equipment, principal)
        found.append(((address,), _make_message(channel, (address,), delivery, choices)))
    return found


def _make_message(
    channel: MailChannel,
    to: tuple[str, ...],
    delivery: Delivery,
    choices: tuple[ApprovalChoice, ...],
) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = cut(delivery.text.subject.replace("\n", " "), SUBJECT)
    message["From"] = channel.sender
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(datetime.fromtimestamp(delivery.created_at / 1000, UTC))
    message["Message-ID"] = _make_id(delivery.uid)
    if delivery.ticket:
        message["In-Reply-To"] = message["References"] = delivery.ticket
    message["Auto-Submitted"] = "auto-generated"
    body = cut_lines(delivery.text.body, BODY)
    links = [(choice.label, choice.link) for choice in choices if choice.link]
    if link := check_link(delivery.notice.link):
        links.append(("Open the case", link))
    told = "".join(f"\n{label}: {url}" for label, url in links)
    message.set_content(f"{body}\n{told}\n")
    message.add_alternative(_make_html(delivery.text.subject, body, links), subtype="html")
    return message


def _make_html(subject: str, body: str, links: list[tuple[str, str]]) -> str:
    lines = "<br>\n".join(escape_html(line) for line in body.split("\n"))
    anchors = "".join(
        f'<p><a href="{escape_html(url)}">{escape_html(label)}</a></p>\n' for label, url in links
    )
    return (
        f'<!doctype html>\n<html lang="en"><body>\n<h3>{escape_html(subject)}</h3>\n'
        f"<p>{lines}</p>\n{anchors}</body></html>\n"
    )


def _make_id(uid: str) -> str:
    return f"<{uid}@{DOMAIN}>"


def _explain(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "has no certificate that can be trusted, or no TLS that can be used"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "offers no STARTTLS, or no login"
    return f"cannot be reached, or broke off ({type(error).__name__})"
