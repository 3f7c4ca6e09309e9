"""What a sequence's content hash and its JSON say."""

import json

from nurture.language.check import check_folder
from tests.unit.language.welcome import HEAD, HELLO, Write


def test_the_content_hash_follows_the_meaning_and_not_the_layout(write: Write) -> None:
    def content_hash(**files: str) -> str:
        [only] = check_folder(write({f"{name.replace('_', '.')}": text for name, text in files.items()})).sequences
        return only.content_hash

    first = content_hash(welcome_yaml=HEAD + HELLO)
    assert content_hash(welcome_yaml="# a note\n" + HEAD.replace("welcome", '"welcome"') + HELLO) == first
    assert content_hash(welcome_yaml=HEAD + HELLO + "    hold: 30 minutes\n") != first


def test_another_wording_is_another_content_hash(write: Write) -> None:
    [before] = check_folder(write({"welcome.yaml": HEAD + HELLO})).sequences
    changed = {"welcome.yaml": HEAD + HELLO, "templates/hello.md": "---\nsubject: Hi\n---\n\nThanks.\n"}
    [after] = check_folder(write(changed)).sequences
    assert before.content_hash != after.content_hash
    assert before.sequence == after.sequence


def test_the_canonical_json_of_a_sequence_has_no_holes(write: Write) -> None:
    [only] = check_folder(write({"a.yaml": HEAD + HELLO})).sequences
    assert None not in json.loads(only.sequence.model_dump_json(by_alias=True)).values()
