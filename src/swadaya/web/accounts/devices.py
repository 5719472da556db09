"""A browser's own description in words a person recognises."""

from __future__ import annotations

_SYSTEMS = (
    ("Android", "ponsel Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "komputer Windows"),
    ("Mac OS X", "komputer Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "komputer Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def device_words(agent: str) -> str:
    """
    >>> device_words("Mozilla/5.0 (Linux; Android 13; SM-A045F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36")
    'Chrome di ponsel Android'
    >>> device_words("curl/8")
    'Perangkat lain'
    """
    system = next((words for sign, words in _SYSTEMS if sign in agent), "")
    browser = next((words for sign, words in _BROWSERS if sign in agent), "")
    if browser and system:
        return f"{browser} di {system}"
    return browser or (system[:1].upper() + system[1:]) or "Perangkat lain"
