"""The templates by which the Lambda that responds is deployed."""

import sys
from collections.abc import Iterable

from ringwall.catalog.loader import load_responses
from ringwall.catalog.responder_template import (
    ResponderCode,
    write_member_template,
    write_responder_template,
)
from ringwall.jobs.respond.playbooks import find_playbook
from ringwall.jobs.respond_package import HANDLER, find_architecture
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.respond.membership import MEMBERSHIP_READS
from ringwall.respond.protection import PROTECTION_READS

READS = (*PROTECTION_READS, *MEMBERSHIP_READS)


def make_template(
    playbooks: Iterable[str] = (), *, members: bool = False, enters_accounts: bool = False
) -> Row:
    """Return a template for some playbooks, all without any: of the function, or of other accounts.

    BadInput where there is no such playbook, or where they need more than a role can have.
    """
    names = sorted({find_playbook(name).id for name in playbooks} or load_responses())
    chosen = [load_responses()[name] for name in names]
    runtime = f"python{sys.version_info.major}.{sys.version_info.minor}"
    code = ResponderCode(runtime, find_architecture(), HANDLER)
    try:
        if members:
            return write_member_template(chosen, READS)
        return write_responder_template(chosen, code, READS, enters_accounts=enters_accounts)
    except ValueError as error:
        raise BadInput(str(error)) from error
