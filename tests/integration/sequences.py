"""The sequences that these tests run: short, in hours, at any time of day."""

THREE_MAILS = """\
sequence: three-mails
title: Three mails, a day apart
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired, goal: true}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - {id: first, email: one}
  - {id: a-day, wait: 24 hours}
  - {id: second, email: two}
  - {id: another-day, wait: 24 hours}
  - {id: third, email: three}
"""

REMINDERS = """\
sequence: reminders
title: Reminders until they are interviewed
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired, goal: true}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - id: remind
    repeat:
      every: 24 hours
      times: 3
      until: application.stage == "Onsite"
      steps: [{id: reminder, email: one}]
  - id: how-it-ended
    branch:
      - when: steps.remind.outcome == "done"
        steps: [{id: good-luck, email: two}]
      - otherwise: [{id: give-up, email: three}]
"""

SIDE_BY_SIDE = """\
sequence: side-by-side
title: A letter, and a wait for an interview
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired, goal: true}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - id: both
    together:
      tracks:
        letter:
          - {id: a-day, wait: 24 hours}
          - {id: letter, email: one}
        interview:
          - id: interviewed
            wait_for: {event: application.stage_changed, where: event.to_stage == "Onsite", timeout: 90 days}
            then:
              - {id: good-luck, email: two}
  - {id: last, email: three}
"""

WAITS_FOR_A_STAGE = """\
sequence: waits-for-a-stage
title: Waits until they are interviewed
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - {id: first, email: one}
  - id: interviewed
    wait_for: {event: application.stage_changed, where: event.to_stage == "Onsite", timeout: 90 days}
    then:
      - {id: good-luck, email: two}
    otherwise:
      - {id: no-news, email: three}
"""

BEGINS_BY_A_REPLY = """\
sequence: begins-by-a-reply
title: Thanks whoever answered while they waited
owner: ops@acme.example
purpose: internal
for: candidate
enroll: {on: candidate.replied, where: event.sequence == "waits-for-a-stage", again: always}
send: {from: talent, hours: always}
steps:
  - {id: thanks, email: two}
"""

CALLS_THEM = """\
sequence: calls-them
title: Has somebody call them
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - id: call
    task: Call {{ candidate.first_name | or("them") }}
    kind: call
    assign: talent
    due: DUE
    outcomes: [interested, not now]
  - id: answer
    branch:
      - when: steps.call.outcome == "interested"
        steps: [{id: chat, email: one}]
      - otherwise: [{id: no-news, email: two}]
"""

HANDS_ON = """\
sequence: hands-on
title: Starts another sequence after a day
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: always}
steps:
  - {id: first, email: one}
  - {id: a-day, wait: 24 hours}
  - {id: on, enroll: taken-up}
"""

TAKEN_UP = """\
sequence: taken-up
title: Is started by another
owner: ops@acme.example
purpose: application
for: application
enroll: {on: manual}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: always}
steps:
  - {id: second, email: two, unless_sent_within: 2 hours}
"""

MANY_AT_ONCE = """\
sequence: many-at-once
title: Lets in one a day
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created, at_most: 1 per 1000 days}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
send: {from: talent, hours: always}
steps:
  - {id: first, email: one}
"""

TEXTS_AND_ASKS = """\
sequence: texts-and-asks
title: Texts them, and asks them
owner: ops@acme.example
purpose: application
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
  - {on: candidate.replied, as: replied}
send: {from: talent, hours: always}
steps:
  - {id: a-day, wait: 24 hours}
  - {id: text, sms: one}
  - {id: ask, survey: care, template: ask, timeout: 90 days}
  - id: which
    branch:
      - when: steps.ask.score and steps.ask.score >= 9
        steps: [{id: thanks, email: one}]
"""
