"""A worker that counts every mail as refused that the server has taken."""

import worker
from nurture.channels.base import Receipt
from nurture.channels.smtp import SmtpChannel
from nurture.domain.touchpoints import Message
from nurture.errors import Rejected
from nurture.leaving import leave

send = SmtpChannel.send


def send_and_deny(channel: SmtpChannel, message: Message) -> Receipt:
    receipt = send(channel, message)
    raise Rejected(f"the server said {receipt}")


if __name__ == "__main__":
    SmtpChannel.send = send_and_deny
    leave(worker.main())
