"""Everything a client sees: GraphQL, the `cairn` command, the page for people."""
