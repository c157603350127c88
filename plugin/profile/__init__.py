"""A user's own page: how they are notified, by which number, and what was sent to them."""
