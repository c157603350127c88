"""The scopes of keys as the command line knows them."""

from enum import StrEnum


class KeyScope(StrEnum):
    """As ``plugin.http.security.Scope``, which takes a second to import; a test holds them together."""

    ADMIN = "admin"
    EDITOR = "editor"
    SCIM = "scim"
    SELF = "self"
