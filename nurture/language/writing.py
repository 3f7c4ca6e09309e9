"""Text as a value of a YAML file: plain where that is read back as the same text, in quotes elsewhere."""

import json
from pathlib import Path

from nurture.language.yaml_events import YamlFault, YamlReader


def is_plain(text: str, *, in_list: bool = False) -> bool:
    """True if it needs no quotes behind a key, or between the brackets of a list."""
    if "\n" in text or text != text.strip():
        return False
    reader = YamlReader(Path())
    try:
        data = reader.read(f"key: [{text}, x]\n" if in_list else f"key: {text}\n")
    except YamlFault:
        return False
    return not reader.diagnostics and data == {"key": [text, "x"] if in_list else text}


def in_yaml(text: str) -> str:
    """The text as it is written behind a key."""
    if is_plain(text):
        return text
    return f"'{text.replace(chr(39), chr(39) * 2)}'" if text.isprintable() else json.dumps(text, ensure_ascii=False)
