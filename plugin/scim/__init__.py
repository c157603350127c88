"""The directory's interface: SCIM 2.0 (RFC 7643, RFC 7644) over the project's own people and groups."""
