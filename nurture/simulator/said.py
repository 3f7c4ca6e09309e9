"""Lines about records, and about what people do by hand, in words for a timeline."""

from nurture.simulator.log import Line
from nurture.simulator.more_words import InterviewTold


def said_of_record(line: Line) -> str:
    """The line in words."""
    if line.interview is not None:
        return _interview(line.interview)
    if line.scorecard is not None:
        return f"{line.scorecard.by} submitted the scorecard of {line.scorecard.interview}"
    if line.offer is not None:
        return "was sent an offer" + (f" until {line.offer.expires:%Y-%m-%d %H:%M}" if line.offer.expires else "")
    if line.referred is not None:
        return f"was recommended for {line.referred.job} by {line.referred.by}"
    if line.assignment is not None:
        return f"has an assignment until {line.assignment.ends}"
    if line.merged is not None:
        return f"turned out to be {line.merged.into}"
    value = getattr(line, line.word)
    return _PLAIN[line.word] if value is True else _NAMED[line.word].format(value)


_PLAIN = {
    "offer_opened": "looked at the offer",
    "offer_accepted": "accepted the offer",
    "offer_declined": "declined the offer",
    "offer_expired": "the offer expired",
    "offer_withdrawn": "the offer was taken back",
    "assignment_ended": "the assignment ended",
    "started": "started work",
    "deleted": "was deleted in the ATS",
}
_NAMED = {
    "cancelled": "the interview {} was cancelled",
    "no_show": "did not come to the interview {}",
    "interview_done": "the interview {} took place",
    "offer_extended": "the offer was extended to {:%Y-%m-%d %H:%M}",
    "assignment_extended": "the assignment was extended to {}",
    "left": "leaves; the last day is {}",
    "enroll": "was enrolled in {} by hand",
    "paused": "was paused in {} by hand",
    "resumed": "was resumed in {} by hand",
    "ended": "was taken out of {} by hand",
}


def _interview(told: InterviewTold) -> str:
    said = [f"interview {told.name}"]
    if told.at is not None:
        said.append(f"on {told.at:%Y-%m-%d %H:%M}")
    if told.place is not None:
        said.append(f"in {told.place}")
    if told.panel is not None:
        said.append(f"with {', '.join(told.panel) or 'nobody'}")
    return " ".join(said)
