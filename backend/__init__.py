"""The REST API: serves what the last published run holds."""
