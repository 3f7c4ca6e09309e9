"""`sms`: leaves by day as a mail does in its hours; where a person takes no texts, the mail in its place leaves."""

from nurture.domain.moves import Place
from nurture.domain.touchpoints import ChannelKind
from nurture.engine.journey import Go, Journey, Stand, Stay
from nurture.engine.moves.email import SEND_EMAIL, email
from nurture.engine.outgoing import outgoing
from nurture.engine.stand import stand
from nurture.language.steps.sms import SmsStep
from nurture.values import replace

SEND_TEXT = "send_text"


@stand.register
def sms(step: SmsStep, place: Place, journey: Journey) -> Go | Stand | Stay:
    """Stands until the hours for texts, or for the mail in its place."""
    ahead = outgoing(step, journey)
    answer = email(ahead.mail, place, journey)
    if ahead.channel is ChannelKind.EMAIL or not isinstance(answer, Stand) or answer.action != SEND_EMAIL:
        return answer
    return replace(answer, action=SEND_TEXT, summary=answer.summary.replace("sends", "texts", 1))
