"""Mail goes encrypted or not at all; its links are each person's own; no name becomes a header."""

import email
import email.policy
import ssl
from dataclasses import replace as dataclass_replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from channel_bench import PEOPLE, SIGNING, equip, make_delivery
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace
from notices import NOW, make_ask, make_hostile, make_notice
from vendor_servers import MailServer, serve_mail

from ringwall.model.response_channels import MailChannel
from ringwall.respond.callbacks.approval_token import read_token
from ringwall.respond.channels.mail import send_mail
from ringwall.respond.channels.sending import NotSent


def make_channel(server: MailServer, **more: Any) -> MailChannel:
    given: dict[str, Any] = {
        "name": "mail",
        "host": "127.0.0.1",
        "port": server.port,
        "encryption": "none",
        "sender": "ringwall@example.com",
        "to": ("soc@example.com",),
    }
    return MailChannel(**given | more)


def read(server: MailServer, number: int = 0) -> EmailMessage:
    _, _, body = server.mails[number]
    message = email.message_from_bytes(body, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def parts(message: EmailMessage) -> tuple[str, str]:
    plain, html = message.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    found = plain.get_content(), html.get_content()
    return found[0].replace("\r", ""), found[1].replace("\r", "")


def test_a_notice_is_a_mail_in_plain_text_and_html() -> None:
    with serve_mail() as server:
        sent = send_mail(make_channel(server), make_delivery(make_notice()), equip())
        reply = make_delivery(make_notice("noted", 2), "1" * 32, ticket=sent)
        send_mail(make_channel(server), reply, equip())
    first, second = read(server), read(server, 1)
    assert first["Message-ID"] == sent == second["In-Reply-To"] == second["References"]
    assert first["Subject"] == "CASE-20261201-4f7k2m: Key of ann is used from Tor"
    assert first["To"] == "soc@example.com"
    plain, html = parts(first)
    assert "Open the case: https://console.example.com/cases/1" in plain
    assert '<a href="https://console.example.com/cases/1">Open the case</a>' in html


def test_links_to_approve_are_of_the_person_whose_address_it_is() -> None:
    to = ("Ann@example.com", "eve@example.com", "soc@example.com")
    with serve_mail() as server:
        channel = make_channel(server, to=to, signing_env="SIGNING")
        send_mail(channel, make_delivery(make_ask()), equip())
    assert [to for _, to, _ in server.mails] == [(address,) for address in to]
    plain, html = parts(read(server))
    link = next(line for line in plain.split("\n") if line.startswith("Approve: "))
    token = read_token(link.partition("#")[2], SIGNING, "mail", NOW)
    assert (token.principal, token.approve) == ("ann", True)
    assert html.count("/callbacks/mail/link#") == 2
    for number in (1, 2):  # eve may not approve, and soc is nobody
        assert "/link#" not in "".join(parts(read(server, number)))


def test_an_address_of_two_people_has_no_links() -> None:
    shared = tuple(replace(person, email="soc@Example.com") for person in PEOPLE[:2])
    with serve_mail() as server:
        channel = make_channel(server, signing_env="SIGNING")
        send_mail(channel, make_delivery(make_ask()), dataclass_replace(equip(), people=shared))
    assert "/link#" not in "".join(parts(read(server)))


@pytest.mark.parametrize("place", ["title", "resource", "lines"])
def test_a_name_is_no_header_no_link_and_no_markup(place: str) -> None:
    with serve_mail() as server:
        delivery = make_delivery(make_hostile(place))
        send_mail(make_channel(server), delivery, equip())
    message = read(server)
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    }  # fmt: skip
    plain, html = parts(message)
    assert "<script>" not in html
    assert "://evil" not in plain + html


def test_a_line_with_a_dot_alone_ends_nothing() -> None:
    with serve_mail() as server:
        delivery = make_delivery(make_notice("noted", 2, lines=(".", "after")))
        send_mail(make_channel(server), delivery, equip())
    assert ".\nafter" in parts(read(server))[0]


def test_what_is_very_long_is_cut() -> None:
    long = "x" * 500_000
    with serve_mail() as server:
        notice = make_notice(title=long, resource=long, lines=(long,) * 300)
        send_mail(make_channel(server), make_delivery(notice), equip())
    assert len(str(read(server)["Subject"])) == 200


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """Return what a server encrypts with, and the file of the certificate that it has."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "certificate.pem").write_bytes(pem)
    (folder / "both.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context, folder / "certificate.pem"


def test_the_password_is_sent_after_encryption_begins(
    contexts: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, certificate = contexts
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serve_mail(context, login="ringwall\0secret") as server:
        channel = make_channel(server, encryption="starttls", user="ringwall", token_env="TOKEN")
        send_mail(channel, make_delivery(make_notice()), equip(TOKEN="secret"))
    assert len(server.mails) == 1
    assert server.commands.index("STARTTLS") < server.commands.index("AUTH")


def test_a_server_whose_certificate_nobody_trusts_gets_nothing(
    contexts: tuple[ssl.SSLContext, Path],
) -> None:
    with serve_mail(contexts[0], login="ringwall\0secret") as server:
        channel = make_channel(server, encryption="starttls", user="ringwall", token_env="TOKEN")
        with pytest.raises(NotSent, match="no certificate that can be trusted"):
            send_mail(channel, make_delivery(make_notice()), equip(TOKEN="secret"))
    assert "AUTH" not in server.commands
    assert server.mails == []


def test_a_server_without_starttls_gets_nothing() -> None:
    with serve_mail(login="ringwall\0secret") as server:
        channel = make_channel(server, encryption="starttls", user="ringwall", token_env="TOKEN")
        with pytest.raises(NotSent, match="offers no STARTTLS"):
            send_mail(channel, make_delivery(make_notice()), equip(TOKEN="secret"))
    assert "AUTH" not in server.commands


@pytest.mark.parametrize(
    ("more", "is_final", "said"),
    [
        ({"refuses": ("soc@example.com",)}, False, "refused soc@example.com"),
        ({"reply_to_data": "451 later"}, False, "451"),
        ({"reply_to_data": "552 too big"}, True, "552"),
    ],
    ids=["recipient", "later", "never"],
)
def test_what_the_server_refuses_is_told(
    more: dict[str, Any], said: str, *, is_final: bool
) -> None:
    with serve_mail(**more) as server, pytest.raises(NotSent, match=said) as raised:
        send_mail(make_channel(server), make_delivery(make_notice()), equip())
    assert raised.value.is_final is is_final


def test_a_wrong_password_is_told_and_not_shown() -> None:
    with serve_mail(login="ringwall\0secret") as server:
        channel = make_channel(server, user="ringwall", token_env="TOKEN")
        with pytest.raises(NotSent, match="535") as raised:
            send_mail(channel, make_delivery(make_notice()), equip(TOKEN="hunter2"))
    assert not raised.value.is_final
    assert "hunter2" not in str(raised.value)


def test_who_is_refused_among_others_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    to = ("soc@example.com", "gone@example.com")
    with serve_mail(refuses=("gone@example.com",)) as server:
        send_mail(make_channel(server, to=to), make_delivery(make_notice()), equip())
    assert len(server.mails) == 1
    assert "to=gone@example.com" in caplog.text


def test_a_server_that_is_down_is_told() -> None:
    with serve_mail() as server:
        channel = make_channel(server)
    with pytest.raises(NotSent, match="cannot be reached"):
        send_mail(channel, make_delivery(make_notice()), equip())
