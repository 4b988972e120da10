"""Which browser on which system, in the two words by which its owner knows it."""

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung"),
            ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def browser_of(user_agent: str) -> str:
    """Return "Firefox, Linux"; empty when nothing of it is known. Versions are nobody's business."""
    known = (
        next((name for mark, name in table if mark in user_agent), "")
        for table in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in known if name)
