"""`together`: opens its tracks at once, and goes on when enough of them are done."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from nurture.domain.events import Event
from nurture.domain.instances import instance
from nurture.domain.moves import Because, Place, Track
from nurture.engine.hearing import ANY_EVENT, news_for
from nurture.engine.journey import Cut, Fork, Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.steps.together import ENOUGH, NONE, TogetherStep

BLOCK = 0


@stand.register
def together(step: TogetherStep, place: Place, journey: Journey) -> Fork | Cut | Go | Stand:
    """Stands here, without a time of its own, for as long as the tracks run."""
    tracks = [each for each in journey.places if each.track and each.track.step == step.id]
    if step.together.each is not None:
        return _of_items(step, place, tracks, journey)
    if not tracks:
        return _open(step, place, journey)
    needed, done = step.together.needed_of(len(tracks)), _done(tracks)
    names = [each.track.name for each in done if each.track]
    named = [number for number, name in enumerate(names, start=1) if name in step.together.any_of]
    if step.together.any_of and not named:
        awaited = " or ".join(step.together.any_of)
        return Stand(step=step.id, at=None, summary=f"{step.id}: waits for the track {awaited}")
    if len(done) < needed:
        return _waiting(step, needed, len(tracks), tracks)
    result = "all" if len(names) == len(tracks) else "+".join(name for name in step.tracks() if name in names)
    return _over(step, min(named, default=needed), tracks, result, journey)


def _of_items(step: TogetherStep, place: Place, tracks: list[Place], journey: Journey) -> Fork | Cut | Go | Stand:
    """A track for each item that is there now; one that has gone loses its track, unless it is done."""
    items = journey.items(step)
    if changed := _gone(step, items, tracks) or _ended(step, tracks, journey):
        return changed
    there = [each for each in tracks if each.track and each.track.name in items]
    needed = step.together.needed_of(len(items))
    if len(_done(there)) < needed:
        if new := _next(step, items, there):
            return _open_for(step, place, new, journey, is_first=not tracks)
        return _waiting(step, needed, len(items), there, listen=_listen(step))
    if not items:
        because = Because(rule="together-done", step=step.id, sentence=f"there is nothing in {step.together.each}")
        return Go(to=journey.plan.after(step.id), result=NONE, since=place.since, because=because, done=0)
    return _over(step, needed, there, "all" if len(_done(there)) == len(items) else ENOUGH, journey)


def _next(step: TogetherStep, items: Mapping[str, object], there: Collection[Place]) -> list[str]:
    """The items whose turn it is: all that have no track yet, or as many as may run beside the others."""
    begun = {each.track.name for each in there if each.track}
    waiting = [key for key in items if key not in begun]
    if step.together.at_once is None:
        return waiting
    running = sum(each.step is not None for each in there)
    return waiting[: max(0, step.together.at_once - running)]


def _done(tracks: Collection[Place]) -> list[Place]:
    return sorted((each for each in tracks if each.step is None), key=lambda each: each.since)


def _waiting(
    step: TogetherStep, needed: int, of: int, tracks: Collection[Place], listen: tuple[str, ...] = ()
) -> Stand:
    told = f"{needed - len(_done(tracks))} more of {of} tracks"
    return Stand(step=step.id, at=None, summary=f"{step.id}: waits for {told}", listen=listen)


def _over(step: TogetherStep, needed: int, tracks: Collection[Place], result: str, journey: Journey) -> Go:
    done = _done(tracks)
    names = " and ".join(each.track.name for each in done if each.track)
    return Go(
        to=journey.plan.after(step.id),
        result=result,
        since=done[needed - 1].since,
        because=Because(rule="together-done", step=step.id, sentence=f"done: {names}"),
        done=len(done),
    )


def _open(step: TogetherStep, place: Place, journey: Journey) -> Fork:
    tracks = tuple(
        Place(
            track=Track(step=step.id, name=name),
            step=journey.plan.block(step.id, number),
            since=place.since,
            due=place.due,
        )
        for number, name in enumerate(step.tracks())
    )
    sentence = f"began {' and '.join(step.tracks())} side by side"
    return Fork(tracks=tracks, because=Because(rule="together", step=step.id, sentence=sentence))


def _open_for(step: TogetherStep, place: Place, keys: list[str], journey: Journey, *, is_first: bool) -> Fork:
    """Those that come later begin when they are seen, whenever they came."""
    since, due = (place.since, place.due) if is_first else (journey.now, None)
    first = journey.plan.block(step.id, BLOCK)
    assert first is not None, "what is done for each item is at least a step"
    tracks = tuple(
        Place(track=Track(step=step.id, name=key, since=since), step=instance(first, key), since=since, due=due)
        for key in keys
    )
    sentence = f"began for {' and '.join(keys)}"
    return Fork(tracks=tracks, because=Because(rule="together", step=step.id, sentence=sentence))


def _gone(step: TogetherStep, items: Mapping[str, object], tracks: list[Place]) -> Cut | None:
    gone = tuple(each for each in tracks if each.step and each.track and each.track.name not in items)
    if not gone:
        return None
    names = " and ".join(each.track.name for each in gone if each.track)
    sentence = f"not in {step.together.each} any more: {names}"
    return Cut(tracks=gone, because=Because(rule="item-gone", step=step.id, sentence=sentence))


def _ended(step: TogetherStep, tracks: list[Place], journey: Journey) -> Cut | None:
    """The first track that an event ends; what happened before it began does not."""
    for each in tracks:
        if each.step is None or each.track is None or each.track.since is None:
            continue
        for event in _that_end(step, each.step, each.track.since, journey):
            because = Because(
                rule="item-over",
                step=step.id,
                sentence=f"over for {each.track.name}: {event.type} came {journey.say(event.at)}",
            )
            return Cut(tracks=(each,), because=because, done=event.at)
    return None


def _that_end(step: TogetherStep, at: str, since: datetime, journey: Journey) -> Iterator[Event]:
    ends = step.together.ends_when
    if ends is None:
        return
    in_track = journey.at(at)
    for event in journey.events:
        is_news = event.type in ends.on and event.at >= since and journey.is_meant(event)
        if is_news and in_track.matches(event, ends.where):
            yield event


def _listen(step: TogetherStep) -> tuple[str, ...]:
    assert step.together.each is not None, "it goes through a list"
    ends = step.together.ends_when
    return tuple(sorted({ANY_EVENT, *news_for(step.together.each), *(ends.on if ends else ())}))
