"""What every channel for texts must do, so that the ledger may trust any of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from nurture.channels import TEXT_CHANNELS
from nurture.errors import OutcomeUnknown, Rejected, Released
from tests.doubles.texts import NUMBER, TEXT_RIGS, TextRig, a_text


@pytest.fixture(params=list(TEXT_RIGS))
def rig(request: pytest.FixtureRequest) -> Iterator[TextRig]:
    with TEXT_RIGS[request.param]() as opened:
        yield opened


def test_every_channel_for_texts_keeps_the_contract() -> None:
    assert set(TEXT_RIGS) == set(TEXT_CHANNELS)


def test_a_channel_goes_by_the_name_of_its_setting(request: pytest.FixtureRequest, rig: TextRig) -> None:
    assert rig.channel.name == request.node.callspec.params["rig"]


@pytest.mark.parametrize("words", ["Hello there.", "Grüße aus Köln & 100 % 🎉\nDeine Łucja", "a=b&To=%2B1"])
def test_words_in_any_script_arrive_intact(rig: TextRig, words: str) -> None:
    assert rig.channel.send(a_text(text=words)).detail
    assert rig.arrived() in (None, [(NUMBER, words)])


def test_a_refused_number_is_rejected_without_being_named_and_spoils_nothing(rig: TextRig) -> None:
    rig.refuse_next()
    with pytest.raises(Rejected) as refusal:
        rig.channel.send(a_text())
    assert NUMBER.removeprefix("+") not in str(refusal.value)
    assert not rig.arrived()
    assert rig.channel.send(a_text(to="+491701234568")).detail


def test_a_text_refused_for_now_is_released(rig: TextRig) -> None:
    rig.defer_next()
    with pytest.raises(Released):
        rig.channel.send(a_text())
    assert not rig.arrived()


def test_a_text_to_a_server_that_is_not_there_is_released(rig: TextRig) -> None:
    rig.vanish()
    with pytest.raises(Released):
        rig.channel.send(a_text())


def test_a_break_after_the_text_left_leaves_the_outcome_unknown(rig: TextRig) -> None:
    rig.break_after_next()
    with pytest.raises(OutcomeUnknown):
        rig.channel.send(a_text())
    assert rig.arrived() is None or len(rig.arrived() or ()) == 1


@pytest.mark.parametrize("number", [None, "", "0170 1234567", "+49 170 1234567", "+1\n+2", "12345"])
def test_what_is_no_number_of_a_country_gets_nothing(rig: TextRig, number: str | None) -> None:
    with pytest.raises(Rejected):
        rig.channel.send(a_text(to=number))
    assert not rig.arrived()


def test_threads_may_share_a_channel(rig: TextRig) -> None:
    texts = [a_text(to=f"+4917012345{last:02}", text=f"For {last}") for last in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(rig.channel.send, texts))
    if (arrived := rig.arrived()) is not None:
        assert sorted(arrived) == sorted((text.to.phone, text.text) for text in texts)


def test_a_working_channel_says_so_in_a_sentence_and_sends_nothing(rig: TextRig) -> None:
    assert rig.channel.check().endswith((".", ")"))
    assert not rig.arrived()
    rig.channel.close()
