"""What is done in a soak follows from its seed alone."""

from collections import Counter
from random import Random

from tests.doubles.smtp import Trouble
from tests.soak import people, trouble


def test_the_same_seed_makes_the_same_trouble_for_the_same_people() -> None:
    assert trouble.plan(Random("7"), 180) == trouble.plan(Random("7"), 180) != trouble.plan(Random("8"), 180)
    assert list(people.fate(Random("7"), 1, 60, 25)) == list(people.fate(Random("7"), 1, 60, 25))


def test_every_server_is_restarted_and_workers_are_killed_all_along() -> None:
    planned = trouble.plan(Random("7"), 180)
    counted = Counter(what for _, what in planned)
    assert (counted["database"], counted["temporal"]) == (2, 2)
    assert counted["worker"] >= 180 / trouble.BETWEEN_KILLS[1] - 1
    assert planned == sorted(planned)
    assert planned[-1][0] < 180


def test_the_mail_server_is_in_every_bad_mood_now_and_then_and_fine_mostly() -> None:
    counted: Counter[str] = Counter()
    draw = trouble.moods(Random("7"), counted)
    drawn = Counter(draw() for _ in range(2000))
    assert drawn.keys() == {None, *Trouble}
    assert drawn[None] > 1500
    assert counted["mail sessions in trouble"] == 2000 - drawn[None]
