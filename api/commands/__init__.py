"""The `cairn` command, one file for each verb."""
