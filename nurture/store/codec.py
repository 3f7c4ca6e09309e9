"""Values that are kept as JSON. Written out by hand, because progress is read and written at every move."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from nurture.domain.moves import Outcome, Place, Progress, Track
from nurture.domain.touchpoints import Address, Attachment, ChannelKind, Message

Document = dict[str, Any]  # JSON, whose values are of many types


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _as_time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def progress_to_json(progress: Progress) -> Document:
    """Progress as a JSON document."""
    return {
        "version": progress.version,
        "places": [
            {
                "step": place.step,
                "since": _time(place.since),
                "visit": place.visit,
                "due": _time(place.due),
                **({"did": list(place.did)} if place.did else {}),
                "met": list(place.met),
                **({"track": [place.track.step, place.track.name]} if place.track else {}),
            }
            for place in progress.places
        ],
        "seen_event": progress.seen_event,
        "event": progress.event,
        "outcomes": {
            step: {
                "result": outcome.result,
                "at": _time(outcome.at),
                "visit": outcome.visit,
                "event": outcome.event,
                **_rounds(outcome),
                **({"answer": outcome.answer} if outcome.answer is not None else {}),
            }
            for step, outcome in progress.outcomes.items()
        },
    }


def _rounds(outcome: Outcome) -> Document:
    """What only a `repeat` has."""
    if outcome.round is None and outcome.due is None:
        return {}
    return {"round": outcome.round, "due": _time(outcome.due)}


def progress_from_json(document: Mapping[str, Any]) -> Progress:
    """The progress that `progress_to_json` wrote."""
    return Progress(
        version=document["version"],
        places=tuple(
            Place(
                step=place["step"],
                since=datetime.fromisoformat(place["since"]),
                visit=place["visit"],
                due=_as_time(place["due"]),
                did=tuple(place.get("did", ())),
                met=tuple(place.get("met", ())),  # written by earlier versions, it has none
                track=Track(step=place["track"][0], name=place["track"][1]) if "track" in place else None,
            )
            for place in document["places"]
        ),
        seen_event=document["seen_event"],
        event=document["event"],
        outcomes={
            step: Outcome(
                result=outcome["result"],
                at=datetime.fromisoformat(outcome["at"]),
                visit=outcome["visit"],
                event=outcome["event"],
                round=outcome.get("round"),
                due=_as_time(outcome.get("due")),
                answer=outcome.get("answer"),
            )
            for step, outcome in document["outcomes"].items()
        },
    )


def message_to_json(message: Message) -> Document:
    """A frozen message as a JSON document."""
    return {
        "key": message.key,
        "message_id": message.message_id,
        "sender": _address(message.sender),
        "to": _address(message.to),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "reply_to": _address(message.reply_to) if message.reply_to else None,
        "headers": dict(message.headers),
        "language": message.language,
        **({"channel": message.channel} if message.channel is not ChannelKind.EMAIL else {}),
        **({"attachments": [asdict(each) for each in message.attachments]} if message.attachments else {}),
    }


def message_from_json(document: Mapping[str, Any]) -> Message:
    """The message that `message_to_json` wrote."""
    reply_to = document["reply_to"]
    return Message(
        key=document["key"],
        message_id=document["message_id"],
        sender=Address(**document["sender"]),
        to=Address(**document["to"]),
        subject=document["subject"],
        text=document["text"],
        html=document["html"],
        reply_to=Address(**reply_to) if reply_to else None,
        headers=document["headers"],
        language=document["language"],
        channel=ChannelKind(document.get("channel", ChannelKind.EMAIL)),
        attachments=tuple(Attachment(**each) for each in document.get("attachments", ())),
    )


def _address(address: Address) -> Document:
    phone = {"phone": address.phone} if address.phone else {}
    return {"email": address.email, "name": address.name, **phone}
