"""Table keys: parts joined by `#`, with `#` and `%` inside a part escaped, so that no id can reach
into another partition. Every partition key begins with the district (`docs/data-model.md`)."""

SEPARATOR = "#"


def escape(part: str) -> str:
    """A part that cannot be mistaken for two."""
    if SEPARATOR not in part and "%" not in part:
        return part  # nearly always, half a million times in a district's send
    return part.replace("%", "%25").replace(SEPARATOR, "%23")


def key(*parts: str | int) -> str:
    """Join parts to a key: `key("D", "demo", "SCHOOL", "lin#1")` is `D#demo#SCHOOL#lin%231`."""
    return SEPARATOR.join([escape(str(part)) for part in parts])


def district_key(district: str, *parts: str | int) -> str:
    """A partition key inside one district."""
    return key("D", district, *parts)
