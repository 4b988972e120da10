"""The two ways in which a door says no: not proven, and not understood."""


class Unreadable(Exception):
    """An arrival is not in the gateway's dialect. The door keeps it for an administrator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Exception):
    """An arrival is not proven to come from the gateway: answered 401, nothing of it is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
