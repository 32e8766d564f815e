"""How settings share a resource beside its policy, or keep it from being shared.

A table says it with `share=`; the reasoner turns the columns named here into the policy that says
the same. Another table that shares in one of these ways needs no code.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SharedWith:
    """An attribute that names whom the resource is shared with, as snapshots and images have it.

    `column` holds account ids, ARNs of organizations or of their units, or `all`. `actions` are
    what sharing allows.
    """

    column: str
    actions: tuple[str, ...]
    is_public: str = ""
    """A column that still says whether the resource is shared with all where `column` is not
    known; '' for none."""
    block: str = ""
    """The column of a setting that can make sharing with all void; '' for none."""
    blocked_by: str = ""
    """The value of `block` that does so."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the reasoner reads."""
        return tuple(filter(None, (self.column, self.is_public, self.block)))


@dataclass(frozen=True)
class KeyGrants:
    """Grants of AWS KMS: `column` holds a list of {grantee, operations, constraints}.

    `manager` is the column that says whether AWS manages the key: then nobody else changes it.
    """

    column: str
    manager: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the reasoner reads."""
        return tuple(filter(None, (self.column, self.manager)))


@dataclass(frozen=True)
class S3Access:
    """Block Public Access of Amazon S3, and the ACL where there is one.

    `flags` are columns of Block Public Access that are named as AWS names them, and count together
    with those of the account (`estate.s3_account`). `path` are columns that say by which way the
    resource is reached: an access point's bucket and VPC.
    """

    level: Literal["bucket", "access_point"]
    flags: tuple[str, ...]
    acl: str = ""
    """The column of the ACL: a list of {grantee, permission, on}; '' where there is none."""
    ownership: str = ""
    """The column of Object Ownership: BucketOwnerEnforced makes the ACL void."""
    owner: str = ""
    """The column of the owner's canonical user id, whose own grants share nothing."""
    path: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the reasoner reads."""
        return (*self.flags, *filter(None, (self.acl, self.ownership, self.owner)), *self.path)


Share = SharedWith | KeyGrants | S3Access
"""Every way in which settings share a resource."""
