"""Names in exports: CloudFormation's logical ids, and Terraform's names of its awscc provider."""

import re
from collections.abc import Collection

from ringwall.catalog.resource_types import CloudFormationType
from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.export import TableExport
from ringwall.plan.export.likeness import HERE, rename
from ringwall.plan.export.resource import ExportedKey

MOST = 200
"""Letters of a logical id; CloudFormation takes 255."""


def write_camel(*words: str) -> str:
    """Return words as one name in letters and digits: `eu-west-1` is EuWest1."""
    parts = re.findall(r"[A-Za-z0-9]+", " ".join(words))
    return "".join(part[0].upper() + part[1:] for part in parts)


def write_logical_id(key: ExportedKey, taken: Collection[str], *, anywhere: bool) -> str:
    """Return a name for a resource that is not taken; `anywhere` leaves its place out."""
    row = rename(key.row) if anywhere else key.row
    name = row.name.replace(HERE, "") if anywhere else row.name
    table = "".join(part.capitalize() for part in row.table.split("_"))
    part = f"Part{key.part}" if key.part else ""
    return _free(write_camel(table, name)[:MOST] + part, taken, "")


def write_local_name(key: ExportedKey, taken: Collection[str]) -> str:
    """Return a name of Terraform for a resource that is not taken."""
    row = key.row
    part = f"_part_{key.part}" if key.part else ""
    return _free(f"{write_plain(row.region, row.name)[:MOST]}{part}", taken, "_")


def write_plain(*words: str) -> str:
    """Return words as one name in lower case: `eu-west-1` is eu_west_1."""
    name = "_".join(re.findall(r"[a-z0-9]+", " ".join(words).lower()))
    return name if name[:1].isalpha() else f"n_{name}"


def write_attribute(name: str) -> str:
    """Return the name that the awscc provider has for a property: KmsKeyId is kms_key_id."""
    found = ""
    for before, letter, after in zip(" " + name, name, name[1:] + " ", strict=False):
        if letter.isupper() and after.islower() and before.isupper():
            found += "_"
        found += letter.lower()
        if letter.islower() and (after.isupper() or after.isdigit()):
            found += "_"
        if letter.isdigit() and after.isalpha():
            found += "_"
    return found


def write_terraform_type(type_: CloudFormationType) -> str:
    """Return the resource of the awscc provider: AWS::S3::Bucket is awscc_s3_bucket."""
    _, service, resource = type_.name.split("::")
    return f"awscc_{service.lower()}_{write_attribute(resource)}"


def write_top_attribute(name: str, type_: CloudFormationType) -> str:
    """Return the name of a property of the resource itself: `id` is Terraform's own."""
    written = write_attribute(name)
    if written == "id":
        return f"{write_attribute(type_.name.rpartition('::')[2])}_id"
    return written


def find_attribute(type_: CloudFormationType, export: TableExport, column: str) -> str:
    """Return what CloudFormation calls a column that others refer to; '' where it has none."""
    if column in export.attributes:
        return export.attributes[column]
    resource = type_.name.rpartition("::")[2].lower()
    wanted = column.replace("_", "")
    spelled = {wanted, resource + wanted}
    about, _, last = column.rpartition("_")
    if about and resource.endswith(about.replace("_", "")):
        spelled.add(last)
    names = (*sorted(type_.read_only), *type_.identifier)
    return next((name for name in names if name.lower() in spelled), "")


def name_row(key: RowKey) -> str:
    """Return a row as people name it."""
    place = key.account if key.region == "global" else f"{key.account}, {key.region}"
    return f"{key.table} {key.name} ({place})"


def _free(name: str, taken: Collection[str], mark: str) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}{mark}{number}"
    return free
