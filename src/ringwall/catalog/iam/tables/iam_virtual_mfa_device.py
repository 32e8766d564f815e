"""Virtual MFA devices."""

from ringwall.model.table import Call, Table, moment, text

virtual_mfa_device = Table(
    name="iam_virtual_mfa_device",
    doc="A virtual MFA device; the root user's hardware keys are not listed by AWS.",
    cloudformation="AWS::IAM::VirtualMFADevice",
    scope="account",
    list=Call("iam.list_virtual_mfa_devices", "VirtualMFADevices"),
    arn="SerialNumber",
    tags="Tags",
    columns=(
        text("serial_number", "SerialNumber", "The device's serial number, an ARN."),
        text("user_arn", "User.Arn", "The user that it is assigned to; '' for none."),
        moment("enable_date", "EnableDate", "When it was enabled."),
    ),
)
