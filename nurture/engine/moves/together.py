"""`together`: opens its tracks at once, and goes on when enough of them are done."""

from nurture.domain.moves import Because, Place, Track
from nurture.engine.journey import Fork, Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.steps.together import TogetherStep


@stand.register
def together(step: TogetherStep, place: Place, journey: Journey) -> Fork | Go | Stand:
    """Stands here, without a time of its own, for as long as the tracks run."""
    tracks = [each for each in journey.places if each.track and each.track.step == step.id]
    if not tracks:
        return _open(step, place, journey)
    done = sorted((each for each in tracks if each.step is None), key=lambda each: each.since)
    names = [each.track.name for each in done if each.track]
    if len(done) < step.together.needed:
        told = f"{step.together.needed - len(done)} more of {len(tracks)} tracks"
        return Stand(step=step.id, at=None, summary=f"{step.id}: waits for {told}")
    result = "all" if len(done) == len(tracks) else "+".join(name for name in step.tracks() if name in names)
    return Go(
        to=journey.plan.after(step.id),
        result=result,
        since=done[step.together.needed - 1].since,
        because=Because(rule="together-done", step=step.id, sentence=f"done: {' and '.join(names)}"),
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
