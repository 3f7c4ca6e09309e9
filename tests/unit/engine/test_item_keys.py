"""What an item of a list is called in the name of a step."""

import pytest

from nurture.domain.instances import key_of, parts_of


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("rust", "rust"),
        ("greenhouse:57", "greenhouse:57"),
        ("React Native", "react-native~"),
        ("RUST", "rust~"),
        ("日本語", "~"),
        ("a]#b[", "a-b~"),
        ("x" * 200, "x" * 31 + "~"),
    ],
)
def test_an_item_has_a_short_key_of_its_own(text: str, reads: str) -> None:
    key = key_of(text)
    assert key.startswith(reads)
    assert key == text or len(key) == len(reads) + 8
    assert len(key) <= 40
    assert parts_of(f"ask[{key}]") == ("ask", key)
