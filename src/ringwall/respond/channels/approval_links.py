"""Links to approve or to deny: each for one person, signed, and taken once."""

from dataclasses import dataclass

from ringwall.model.notice import Notice
from ringwall.model.response_channels import ChannelPart
from ringwall.respond.callbacks.approval_token import ApprovalToken, sign_token
from ringwall.respond.channels.sending import Equipment


@dataclass(frozen=True)
class ApprovalChoice:
    """One of the two answers to a request: what it is called, its token, and its link or ''."""

    approve: bool
    token: str
    link: str = ""

    @property
    def label(self) -> str:
        """The word on its button."""
        return "Approve" if self.approve else "Deny"


def make_choices(
    channel: ChannelPart, notice: Notice, equipment: Equipment, principal: str = ""
) -> tuple[ApprovalChoice, ...]:
    """Return the two answers to a notice that wants an approval, for one person.

    None where the notice wants none, or the channel has no secret to sign with. Without `principal`
    the answer counts for whoever the channel says has given it, and there is no link.
    """
    ask = notice.approval
    if ask is None or not channel.signing.is_named:
        return ()
    secret = equipment.secret(channel.signing)
    found = []
    for approve in (True, False):
        token = sign_token(
            ApprovalToken(
                case=notice.case,
                plan_hash=ask.plan_hash,
                request=ask.request,
                approve=approve,
                expires_at=ask.expires_at,
                via=channel.name,
                principal=principal,
            ),
            secret,
        )
        # After the #, a browser sends nothing: no proxy and no log on the way has the token.
        place = f"{equipment.callback_url}/callbacks/{channel.name}/link"
        link = f"{place}#{token}" if principal and equipment.callback_url else ""
        found.append(ApprovalChoice(approve, token, link))
    return tuple(found)
