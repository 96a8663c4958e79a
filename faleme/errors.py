"""Everything that faleme raises on purpose. The message says what to do next."""


class FalemeError(Exception):
    """Base of all errors raised on purpose."""


class SettingsError(FalemeError):
    """A setting, argument or option is missing or impossible."""


class ReferenceDataError(FalemeError):
    """A file under ``faleme/data`` is wrong; names the file and the entry."""


class ReadError(FalemeError):
    """A page, file, feed or archive cannot be read at all."""


class StoreError(FalemeError):
    """The store refused, is damaged, or is at another schema version."""
