"""EC2: an instance's profile is the one of its present association."""

from collections.abc import Mapping
from typing import Any

from moto.ec2.utils import random_iam_instance_profile_association_id

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


@emulates("ec2", "AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation")
def associate_profile(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give an instance a profile; moto shows the replaced one with the instance.

    Replacing "associates the new one without having to disassociate the existing" under a new id.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html
    """
    answer = state.ask_moto(call)
    shown = answer["IamInstanceProfileAssociation"]
    backend = moto_backend("ec2", call.account_id, call.region)
    held = backend.iam_instance_profile_associations[shown["InstanceId"]]
    if call.operation.startswith("Replace"):
        held.association_id = random_iam_instance_profile_association_id()
    profile = held.iam_instance_profile
    held.instance.iam_instance_profile = {"Arn": profile.arn, "Id": profile.id}
    return {
        "IamInstanceProfileAssociation": {
            **shown,
            "AssociationId": held.association_id,
            "IamInstanceProfile": {"Arn": profile.arn, "Id": profile.id},
        }
    }
