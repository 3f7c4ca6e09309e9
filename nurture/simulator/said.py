"""The lines of a log in words for a timeline."""

from collections.abc import Mapping

from nurture.domain.events import spec_of
from nurture.domain.own import Own
from nurture.simulator.log import Job, Line
from nurture.simulator.more_words import HandWords, InterviewTold, RecordWords
from nurture.simulator.own_words import OWN, ROLES
from nurture.simulator.task_words import said_of
from nurture.simulator.values import UNKNOWN
from nurture.timing.duration import Duration, Unit


def said_of_line(line: Line, jobs: Mapping[str, Job], own: Own) -> str:
    """A line in words, for the timeline; `own` is what the company adds to what a line can say."""
    reason = line.rejected or line.withdrew
    because = f": {reason}" if isinstance(reason, str) else ""
    if line.task_word is not None:
        return said_of(line.task_word)
    meant = f" ({jobs[line.job].title})" if line.job else ""
    match line.word:
        case "applied" | "added" | "opened" | "closed" as word:
            title = jobs[getattr(line, word)].title
            return {"applied": f"applied for {title}", "added": f"was added for {title}"}.get(word, f"{title} {word}")
        case "updated":
            said = line.updated.model_dump(exclude_unset=True) if line.updated else {}
            return "updated: " + ", ".join(f"{key} {_shown(value)}" for key, value in said.items())
        case "moved":
            return f"moved to {line.moved}{meant}"
        case "hired":
            return f"hired, to start on {line.hired}{meant}"
        case "job_changed" if line.job_changed is not None:
            change = line.job_changed.model_dump(exclude_unset=True, exclude={"job"})
            declared = {**change.pop(OWN, {}), **change.pop(ROLES, {})}
            return f"{jobs[line.job_changed.job].title} changed: {_shown({**change, **declared})}"
        case "start_date_changed" if line.start_date_changed == UNKNOWN:
            return f"the first day is unknown now{meant}"
        case "start_date_changed":
            return f"the first day moved to {line.start_date_changed}{meant}"
        case "event" if line.event is not None:
            told = [f"{name} {value}" for name, value in (line.carries or {}).items() if value is not None]
            spec = spec_of(line.event, own.events)
            return ": ".join([spec.means + (meant if spec.names_job else ""), *([", ".join(told)] if told else [])])
        case "out_of_office":
            return "away" + ("" if line.out_of_office is True else f" until {line.out_of_office}")
        case "consent":
            return f"agreed to hear from us until {line.consent}"
        case "wants_pause" if line.wants_pause is not None:
            return f"asked for a pause of {Duration(line.wants_pause, Unit.MONTHS)}"
        case "texted":
            return f"texted: {line.texted}"
        case "contacted":
            return "heard from somebody of ours" + (f" ({line.contacted})" if line.contacted is not True else "")
        case "opted_out":
            return f"opted out of {line.opted_out} mail"
        case "answered":
            return f"answered {line.answered.survey}: {line.answered.answer}" if line.answered else ""
        case "replied":
            return "replied" + (f": {line.replied}" if isinstance(line.replied, str) else "")
        case word if word in _OF_PERSON:
            return _OF_PERSON[word]
        case word if word in (*RecordWords.model_fields, *HandWords.model_fields):
            return _said_of_record(line) + meant
        case word:
            return f"{word}{meant}{because}"


def _said_of_record(line: Line) -> str:
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


_OF_PERSON = {
    "consent_withdrawn": "took their consent back",
    "bounced": "a mail to them came back",
    "wants_only_openings": "wants to hear of openings alone",
}
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
    "assignment_corrected": "the last day of the assignment was put right: {}",
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


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(each)}" for key, each in value.items())
    return ", ".join(value) if isinstance(value, tuple | list) else str(value)
