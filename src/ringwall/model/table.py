"""A table: the declaration of one kind of AWS resource and of where its rows come from."""

import builtins
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol, TypedDict, Unpack

from ringwall.model.errors import CallFailed
from ringwall.model.share import Share

Row = dict[str, Any]
"""One row of a table, or one document of an API: the only plain dicts that cross packages."""

Type = Literal["TEXT", "BOOLEAN", "BIGINT", "DOUBLE", "TIMESTAMP", "TEXT[]", "JSON"]
Schema = Literal["estate", "logs", "facts"]
"""What was read from AWS, what its logs say, and what reasoners conclude from both."""
Scope = Literal["organization", "account", "region"]
"""How often a table is asked for: once, once per account, once per account and region."""

ABSENT: Mapping[str, Any] = {
    "TEXT": "",
    "BOOLEAN": False,
    "BIGINT": 0,
    "DOUBLE": 0.0,
    "TIMESTAMP": "1970-01-01T00:00:00Z",
    "TEXT[]": [],
    "JSON": {},
}
"""What a column holds where AWS answered and left the member out. NULL means not known."""


@dataclass(frozen=True)
class Column:
    """One typed column; `path` is a JMESPath into the API's document ('' = set by code)."""

    name: str
    type: Type
    doc: str
    path: str = ""
    absent: Any = ...
    """The value where AWS answered without the member; `...` takes the type's own."""
    property: str = ""
    """JMESPath into the resource's CloudFormation properties, which templates and Terraform plans
    have in the API's place; '' where the property is called as in `path` (a plain name, and not
    one of a detail call), or where there is none."""
    default: Any = None
    """The value where the property is left out: what AWS sets then, '' or [] where there is none.
    None: not known, because AWS chooses it, or because another resource can set it."""
    unless: str = ""
    """JMESPath of properties that decide when this one is left out, such as a launch template:
    where one of them is set, the value is not known."""
    required: bool = False
    """Whether AWS always sends the member, where it answers at all. Without it, or where it is an
    empty text, an answer is garbled: the value is not known, and `estate.coverage` says so."""
    within: bool = False
    """Whether AWS always sends the member in the object (or each of the items) that `path` leads
    into, which AWS may leave out as a whole; an object without it is garbled."""
    items: tuple[str, ...] = ()
    """Of a JSON column that is a list of objects, the members that each of them has; where one has
    not, the value is not known."""

    @builtins.property
    def when_absent(self) -> Any:
        """The value for "AWS says that there is none"."""
        return ABSENT[self.type] if self.absent is ... else self.absent


class ColumnOptions(TypedDict, total=False):
    """How CloudFormation has a column's value, and whether AWS always sends it; see `Column`."""

    property: str
    default: Any
    unless: str
    required: bool
    within: bool
    items: tuple[str, ...]


def text(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column of text."""
    return Column(name, "TEXT", doc, path, absent, **options)


def boolean(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column that is true, false or NULL (unknown)."""
    return Column(name, "BOOLEAN", doc, path, absent, **options)


def integer(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column of whole numbers."""
    return Column(name, "BIGINT", doc, path, absent, **options)


def moment(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column of UTC times; 1970-01-01 means never."""
    return Column(name, "TIMESTAMP", doc, path, absent, **options)


def texts(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column of lists of text."""
    return Column(name, "TEXT[]", doc, path, absent, **options)


def document(
    name: str, path: str, doc: str, absent: Any = ..., **options: Unpack[ColumnOptions]
) -> Column:
    """A column of JSON; a policy document in a string is parsed."""
    return Column(name, "JSON", doc, path, absent, **options)


class Reader(Protocol):
    """Read access to one account and region; raises `CallFailed` or one of its subclasses.

    An operation is written `service.operation` in botocore's snake_case: `s3.list_buckets`.
    """

    @property
    def account_id(self) -> str:
        """The account that is read."""
        ...

    @property
    def region(self) -> str:
        """The region that is read."""
        ...

    @property
    def partition(self) -> str:
        """aws, aws-cn or aws-us-gov."""
        ...

    def call(self, operation: str, **parameters: Any) -> Row:
        """Return the whole answer; one that AWS gives in pages is joined."""
        ...

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Return the items at a JMESPath, over all pages; CallFailed where a page lacks them."""
        ...

    def at(self, region: str) -> "Reader":
        """Return the reader of the same account in another region."""
        ...


@dataclass(frozen=True)
class Call:
    """One read of AWS.

    `parameters` are templates over the resource's document: `{Name}` takes its member `Name`,
    `{account_id}`, `{region}`, `{partition}` the reader's. `take` is a JMESPath into the answer;
    where it finds nothing, the answer is garbled, so that a path such as "LoggingEnabled || `{}`"
    is for what AWS leaves out where there is none.
    For a detail call, `into` is the member of the document that receives the answer and the name
    of the aspect in `estate.coverage`; `absent` lists the error codes that mean "there is none" of
    the resource's own (a bucket without a policy).
    """

    operation: str
    take: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    into: str = ""
    absent: tuple[str, ...] = ()
    when: str = ""
    """JMESPath over the document: where it is falsy, the call is not made and there is none.

    Where it asks for the answer of an earlier call that failed, this call counts as failed too.
    """
    reduce: Callable[[Any], Any] | None = None
    """Makes of what was taken what may be kept: nothing else sees the rest of the answer."""


@dataclass(frozen=True)
class Shared:
    """One read that serves every document of a table: a report, a tree, a list of aliases.

    `fetch` is called once per account and region of the table. Each document receives, as its
    member `into`, what the answer has under its `key` (a JMESPath over the document), or the
    whole answer where `key` is ''. A key that is missing from the answer is not known, unless
    `sparse`: then there is none. A `CallFailed` in place of a value says why it is not known.
    `belongs` tells whether what has the key is about this very document.
    """

    into: str
    fetch: Callable[[Reader], Mapping[str, Any]]
    key: str = ""
    sparse: bool = False
    belongs: Callable[[Row, Any], bool] | None = None


@dataclass(frozen=True)
class Derived:
    """Rows of another table that are made from this table's documents at collection.

    `rows` gets the document and the finished row. `needs` names the detail call (its `into`)
    that must have answered, '' where the list call suffices.
    """

    table: str
    rows: Callable[[Row, Row], Iterable[Row]]
    needs: str = ""
    columns: tuple[Column, ...] = ()
    """The columns of the other table, whose types the rows have; the loader fills them in."""


class Demand(NamedTuple):
    """What the plan of a blueprint needs of a table, in one account."""

    region: str
    """A Region, or `global`."""
    what: str = ""
    """What of it there, in the words of the table; '' for all of it."""


@dataclass(frozen=True)
class Demanded:
    """How rows are read that only the plan of a blueprint needs, where it needs them.

    A collection for no blueprint makes none of these calls. `needs` gets a wanted row's table, its
    Region and its columns, and says what that takes. `read` yields documents of what an account
    needs, and raises where some of it could not be read.
    """

    needs: Callable[[str, str, Mapping[str, Any]], Iterable[Demand]]
    read: Callable[[Reader, tuple[Demand, ...]], Iterable[Row | CallFailed]]
    otherwise: str
    """What is not known where nobody read them, and what a plan assumes then."""


@dataclass(frozen=True)
class RunsAs:
    """The role that a resource runs as: whoever controls the resource has the role's permissions.

    `column` holds the ARN of the role, or of a row of the table `through` whose column `roles`
    holds the roles' ARNs.
    """

    column: str
    through: str = ""
    roles: str = ""


@dataclass(frozen=True)
class Table:
    """One kind of resource. One of `list`, `fetch`, `demanded`, or none (a derived table)."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    arn: str = ""
    """Template of the ARN over what is listed, or a member of it. Not of a detail call's answer:
    where that call is denied, the row would have no name, and several would be taken for one."""
    cloudformation: str = ""
    scope: Scope = "region"
    list: Call | None = None
    fetch: Callable[[Reader], Iterable[Row | CallFailed]] | None = None
    """Yields documents, or, in place of those that cannot be read, why; raises where all cannot."""
    demanded: Demanded | None = None
    """How rows are read that only plans need; the scope is the account then."""
    absent: tuple[str, ...] = ()
    """Error codes of `list` or `fetch` that mean "there is none": what AWS says then is knowledge,
    an empty table."""
    calls: tuple[Call, ...] = ()
    gone: tuple[str, ...] = ()
    """Error codes of the detail calls that mean that the resource itself was deleted since it was
    listed, where they are not among the call's own `absent`."""
    shared: tuple[Shared, ...] = ()
    region: str = ""
    """JMESPath of the row's own region, for tables whose scope is wider than a region."""
    account: str = ""
    """JMESPath of the row's own account. Unless the scope is the organization, rows of other
    accounts (a shared subnet) are left out: they are read where they belong."""
    tags: str = ""
    """JMESPath of the tags (a list of Key and Value, or a map); '' where they are not read."""
    tags_property: str = "Tags"
    """JMESPath of the tags in the CloudFormation properties. A stack gives its own tags to its
    resources, so where they are left out, they are not known."""
    conceal: Callable[[Row], Row] | None = None
    """Makes of CloudFormation properties what may be kept, before anything else sees them: what
    `fetch` and `reduce` do with the API's documents. None where nothing in them may be secret."""
    policy: str = ""
    """The column with a policy document, which becomes rows of policy_statement; '' for none."""
    policy_type: Literal["resource", "trust", "managed", "endpoint"] = "resource"
    """What the document is: the resource's own policy, a role's trust policy, ..."""
    policy_name: str = ""
    """The column with the policy's name; '' where it has none."""
    inline_policies: str = ""
    """The column with inline policies (a list of PolicyName and PolicyDocument); '' for none."""
    must_allow: str = ""
    """The prefix of actions that the resource's own policy must allow, whatever the identity's
    policies say: kms, sts; '' where either of the two is enough in the same account."""
    part_of: str = ""
    """The table of the resources whose parts its own are, by the beginning of the ARN; '' for none.
    Where their policies were not collected, it is not known either how open the whole is."""
    share: Share | None = None
    """How settings share the resource beside its policy."""
    runs_as: RunsAs | None = None
    """The role that acts as the resource does; None where it has no role."""
    derived: tuple[Derived, ...] = ()
    """Rows of other tables; those of policies are added by the loader."""
    enveloped: bool = True
    """Whether rows start with the envelope; false where rows are not resources."""
    service: str = ""
    """The service folder of the catalog that declares the table; the loader fills it in."""
    repeated: frozenset[str] = frozenset()
    """Operations that other tables of the service name too, which are asked once for all of them;
    the loader fills them in."""
    schema: Schema = "estate"
    about: tuple[str, ...] = ()
    """For a table of facts: the tables of the estate whose resources it is about, GUARDED for all
    that have policies. Where one of them could not be listed, facts are missing too."""
    of_batch: bool = False
    """For a table of facts: whether it is made for a batch of logs, and not for a snapshot."""
    sources: tuple[str, ...] = ()
    """For a table of facts: all tables of the estate that it is made from, GUARDED and RUNNING for
    all of their kind. Where one of them has a gap, a row that depends on it says that it is not
    known."""

    def __post_init__(self) -> None:
        """ValueError where the ARN would be lost with a detail call."""
        details = {call.into for call in self.calls} | {shared.into for shared in self.shared}
        members = re.findall(r"\{([^{}]+)\}", self.arn) if "{" in self.arn else [self.arn]
        if lost := details & {word for member in members for word in re.findall(r"\w+", member)}:
            raise ValueError(
                f"{self.name}: arn= takes {', '.join(sorted(lost))}, the answer of a call that may "
                "be denied; make it of what is listed, an ARN-shaped name where need be"
            )

    @property
    def is_guarded(self) -> bool:
        """Whether its resources have policies of their own, or are shared by settings."""
        return self.has_own_policy or self.share is not None

    @property
    def has_own_policy(self) -> bool:
        """Whether its resources have policies of their own."""
        return bool(self.policy) and self.policy_type in {"resource", "trust"}

    @property
    def roles_from(self) -> tuple[str, ...]:
        """The tables that say which role its resources run as; none where they have no role."""
        if self.runs_as is None:
            return ()
        return (self.name, self.runs_as.through) if self.runs_as.through else (self.name,)

    @property
    def full_name(self) -> str:
        """The name as queries write it: `estate.s3_bucket`."""
        return f"{self.schema}.{self.name}"

    @property
    def is_derived(self) -> bool:
        """Whether the rows are made from other tables' documents."""
        return self.list is None and self.fetch is None and self.demanded is None

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The envelope and the table's own columns, in the order of the file at rest."""
        return ENVELOPE + self.columns if self.enveloped else self.columns


GUARDED = "guarded"
"""As a source of facts: every table whose resources are guarded."""
RUNNING = "running"
"""As a source of facts: every table whose resources run as a role, and those that name the role."""

ENVELOPE: tuple[Column, ...] = (
    Column("arn", "TEXT", "The resource's ARN, or an ARN-shaped name where AWS has none."),
    Column("partition", "TEXT", "aws, aws-cn or aws-us-gov."),
    Column("account_id", "TEXT", "The account that owns the resource."),
    Column("region", "TEXT", "The resource's Region; global where it has none."),
    Column("resource_id", "TEXT", "The last part of the ARN: the ID that AWS consoles show."),
    Column("tags", "JSON", "The resource's tags as one object; NULL where they were not read."),
    Column("captured_at", "TIMESTAMP", "When the row was read (UTC)."),
    Column(
        "source",
        "TEXT",
        "Where the row comes from: the call that lists it (service and table where several do), "
        "or the file.",
    ),
    Column("raw", "JSON", "The API's own JSON, all calls merged."),
)
"""The columns that every table starts with."""
