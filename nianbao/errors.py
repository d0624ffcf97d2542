"""What ends a command before it could do anything."""


class CannotRun(Exception):
    """Nothing could be done; the message is one sentence with the remedy."""
