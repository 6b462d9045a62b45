"""Every error that the four rooms raise on purpose.

FedeleError
├── InputError   (also ValueError)    a document, or a table, that cannot be used
├── UsageError   (also ValueError)    an option or argument that makes no sense
└── ModelError   (also RuntimeError)  an encoder that is missing, damaged or not the one expected

Each message is one line for the person who can act on it: which file, where, what was
expected, what to do. The command line shows it and exits with 2; anything else is our bug.
Messages never quote the document's text.
"""


class FedeleError(Exception):
    """Root of every error raised on purpose."""


class InputError(FedeleError, ValueError):
    """A document cannot be used as it is."""


class UsageError(FedeleError, ValueError):
    """An option or argument makes no sense."""


class ModelError(FedeleError, RuntimeError):
    """An encoder is missing, damaged or not the one expected."""
