"""Everything real on one machine: PostgreSQL, Temporal with its UI, a carrier, a mail sink."""
