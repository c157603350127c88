"""What is served: users and groups as RFC 7643 has them, as tolerant as directories need it, and what of the
protocol is supported."""

from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, field_validator
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    Email,
    ETag,
    Extension,
    Filter,
    Group,
    Mutability,
    Pagination,
    Patch,
    Reference,
    ResourceType,
    Role,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    User,
)

from homing.domain.scim import ENTERPRISE

MOST_RESULTS: Final = 500
"""Resources of a page."""
MOST_OPERATIONS: Final = 200
"""Operations of a bulk request."""
LARGEST_BODY: Final = 8 * 2**20
"""Bytes: a group of 10,000 members, each with all that may be said of one."""
_ENTRAS_GROUP: Final = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"
"""Named by Entra in each group that it creates, of which it never sends an attribute."""


class DirectoryEmail(Email):
    """An address as it was sent: a directory's own domains (``corp.local``) are none of the public ones."""

    value: str | None = None


class DirectoryRole(Role):
    """A role, which Entra gives a name in a word of its own where it creates a user with several."""

    display_name: str | None = None


class DirectoryUser(User[AnyExtension]):
    """A user whose addresses are kept as they were sent."""

    emails: list[DirectoryEmail] | None = None  # type: ignore[assignment]  # lists are invariant
    roles: list[DirectoryRole] | None = None  # type: ignore[assignment]  # likewise

    Emails: ClassVar[type[ComplexAttribute]] = DirectoryEmail
    Roles: ClassVar[type[ComplexAttribute]] = DirectoryRole


class Manager(ComplexAttribute):
    """By whatever the directory calls the user's manager; the id of a user it was given is what it should."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display_name: Annotated[str | None, Mutability.read_only] = None


class EnterpriseUser(Extension):
    """Section 4.3 of RFC 7643."""

    __schema__ = URN(ENTERPRISE)

    employee_number: str | None = None
    cost_center: str | None = None
    organization: str | None = None
    division: str | None = None
    department: str | None = None
    manager: Manager | None = None

    @field_validator("manager", mode="before")
    @classmethod
    def _as_entra_sends_it(cls, value: Any) -> Any:
        """Entra writes a manager's bare id, or a list of one manager."""
        if isinstance(value, list) and len(value) == 1:
            [value] = value
        if isinstance(value, str):
            return {"value": value} if value else None
        return value


class Member(ComplexAttribute):
    """A user in a group, by the id that the directory was given."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    display: Annotated[str | None, Mutability.read_only] = None


class DirectoryGroup(Group):
    """A group of users; groups in groups are left out, as are users whom the directory has not sent."""

    members: list[Member] | None = None  # type: ignore[assignment]  # users alone

    Members: ClassVar[type[ComplexAttribute]] = Member

    @field_validator("schemas", mode="before")
    @classmethod
    def _without_entras_own(cls, value: Any) -> Any:
        return [one for one in value if one != _ENTRAS_GROUP] if isinstance(value, list) else value


def provider() -> ScimProvider:
    """The service as it describes itself. Unknown attributes are refused, and Entra's departures from the
    standard are understood."""
    return ScimProvider(
        models=[DirectoryUser, EnterpriseUser, DirectoryGroup],
        resource_types=[
            ResourceType.from_resource(DirectoryUser[EnterpriseUser]),
            ResourceType.from_resource(DirectoryGroup),
        ],
        config=_config(),
        policy=ScimPolicy(
            unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
            remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        ),
    )


def _config() -> ServiceProviderConfig:
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=LARGEST_BODY),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        pagination=Pagination(
            cursor=True,
            index=True,
            default_pagination_method=Pagination.DefaultPaginationMethod.index,
            default_page_size=100,
            max_page_size=MOST_RESULTS,
            cursor_timeout=3600,
        ),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="API key",
                description="A key of the organization with the scope scim, as a bearer token.",
                spec_uri=Reference("https://www.rfc-editor.org/info/rfc6750"),
                primary=True,
            )
        ],
    )


def document_of(resource: Any) -> dict[str, Any]:
    """A resource as it is kept: all that was sent of it but a password, which is nobody's business here."""
    document: dict[str, Any] = resource.model_dump()
    for name in ("meta", "password", "groups", "members"):
        document.pop(name, None)
    return document
