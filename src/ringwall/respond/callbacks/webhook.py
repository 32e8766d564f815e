"""A webhook that comes in: a decision or a remark as JSON, signed as ours are."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ringwall.model.notice import CaseDecision, CaseRemark
from ringwall.model.response_channels import WebhookChannel
from ringwall.respond.callbacks.people import find_principal
from ringwall.respond.callbacks.received import NONCE_KEPT, CallbackContext, ReceivedCallback
from ringwall.respond.callbacks.refusal import CallbackRefused
from ringwall.respond.callbacks.request import BAD, Callback
from ringwall.respond.callbacks.signatures import check_webhook

CaseName = Annotated[str, Meta(pattern=r"^CASE-[0-9]{8}-[a-z0-9]{6,16}\Z")]
PlanHash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
RemarkText = Annotated[str, Meta(min_length=1, max_length=10_000)]
AuthorName = Annotated[str, Meta(min_length=1, max_length=200)]


class HookDecision(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="decision"
):
    """What a program says that a person has decided."""

    case: CaseName
    plan_hash: PlanHash
    approve: bool
    person: str
    """The principal."""
    request: int = 0


class HookRemark(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="note"
):
    """What a program wants noted in a case."""

    case: CaseName
    author: AuthorName
    text: RemarkText


def receive_webhook(
    channel: WebhookChannel, callback: Callback, context: CallbackContext
) -> ReceivedCallback:
    """Return what a program says. It decides only for those whom its channel names."""
    id_ = check_webhook(callback, context.secret, context.now)
    if callback.header("ringwall-key-id") not in ("", channel.key_id):
        raise CallbackRefused("it was signed with a key that is not in use")
    try:
        message = msgspec.json.decode(callback.body, type=HookDecision | HookRemark)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise CallbackRefused(f"it is no decision and no note: {error}", BAD) from error
    kept_until = context.now + NONCE_KEPT
    if isinstance(message, HookRemark):
        remark = CaseRemark(
            message.case, message.author, message.text, context.now, channel.name, id_
        )
        return ReceivedCallback(remark, kept_until)
    person = find_principal(context.people, message.person)
    if person.principal not in channel.approvers:
        raise CallbackRefused("this channel may not decide for that person: see approvers")
    decision = CaseDecision(
        principal=person.principal,
        case=message.case,
        plan_hash=message.plan_hash,
        request=message.request,
        approve=message.approve,
        at=context.now,
        via=channel.name,
        nonce=id_,
    )
    return ReceivedCallback(decision, kept_until)
