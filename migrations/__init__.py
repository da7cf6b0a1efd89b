"""How the database came to have its shape, a step a file."""
