"""GraphQL over HTTP, over sockets and as server-sent events, each to the letter of its text."""
