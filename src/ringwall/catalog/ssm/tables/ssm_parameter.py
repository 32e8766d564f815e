"""Parameters of Parameter Store, with what those in plain text give away; never their values."""

from collections.abc import Iterator, Mapping

from ringwall.catalog.plaintext import (
    conceal,
    derive_credentials,
    find_in_script,
    find_in_variables,
    plaintext_column,
)
from ringwall.model.errors import CallFailed
from ringwall.model.table import Call, Reader, Row, Shared, Table, integer, moment, text

BATCH = 10
"""Names of one GetParameters."""
_SECURE = "SecureString"


def _values(reader: Reader) -> Mapping[str, Row | CallFailed]:
    """Return what the values of parameters give away, by name.

    What is encrypted is not asked for: nothing of it is in plain sight. CallFailed where no value
    can be read.
    """
    refusal: CallFailed | None = None
    has_answered = False
    found: dict[str, Row | CallFailed] = {}
    plain: list[str] = []
    for parameter in reader.items("ssm.describe_parameters", "Parameters", MaxResults=50):
        if parameter["Type"] == _SECURE:
            found[parameter["Name"]] = conceal({}, {}, lambda _: ())
        else:
            plain.append(parameter["Name"])
    for start in range(0, len(plain), BATCH):
        names = plain[start : start + BATCH]
        try:
            answer = reader.call("ssm.get_parameters", Names=names, WithDecryption=False)
        except CallFailed as error:
            refusal = error
            found.update(dict.fromkeys(names, error))
            continue
        has_answered = True
        found.update((one["Name"], conceal(one, {}, _find)) for one in answer["Parameters"])
    if refusal and not has_answered:
        raise refusal
    return found


def _conceal_properties(properties: Row) -> Row:
    """Return CloudFormation properties without the value."""
    kept = {name: value for name, value in properties.items() if name != "Value"}
    return conceal(properties, kept, _find)


def _find(parameter: Row) -> Iterator[Row]:
    """Yield what a value gives away: by its looks, by names in it, by the parameter's own name."""
    if parameter.get("Type") == _SECURE:  # it is what KMS made of the value
        return
    value = parameter.get("Value")
    found = list(find_in_script("value", value))
    own = str(parameter.get("Name") or "").rpartition("/")[2]
    yield from found or find_in_variables("value", [(own, value)])


parameter = Table(
    name="ssm_parameter",
    doc="A parameter of Parameter Store, without its value.",
    cloudformation="AWS::SSM::Parameter",
    list=Call("ssm.describe_parameters", "Parameters", {"MaxResults": 50}),
    arn="ARN",
    shared=(Shared("Read", _values, "Name"),),
    columns=(
        text("name", "Name", "The parameter's name.", required=True),
        text("type", "Type", "String, StringList or SecureString.", required=True),
        text("tier", "Tier", "Standard, Advanced or Intelligent-Tiering."),
        text("data_type", "DataType", "text, aws:ec2:image, ...", default="text"),
        text("key_id", "KeyId", "The key of a SecureString; '' for another type."),
        integer("version", "Version", "How often its value was set."),
        moment("last_modified_date", "LastModifiedDate", "When its value was last set."),
        plaintext_column("Read"),
    ),
    conceal=_conceal_properties,
    derived=(derive_credentials("Read"),),
)
