"""Proof that history was not changed below the program: batches of committed rows, chained by their digests.

- `tables`: which tables are sealed, and how a row becomes a digest.
- `sealing`: writing seals and epochs (actions).
- `verify`: computing everything again and comparing; `odd`: which rows of a batch differ, and in which fields.
- `heads`: what the newest seal said, signed once a day, in a file outside the database.
"""
