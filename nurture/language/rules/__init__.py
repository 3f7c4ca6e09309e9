"""Rules across steps, one function each: a draft in, diagnostics out."""

from collections.abc import Callable, Iterator
from typing import Final

from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.agreed import nothing_leaves_after_consent, only_the_candidate_agrees
from nurture.language.rules.anchors import anchors_are_dates
from nurture.language.rules.apart import mails_keep_a_day_apart
from nurture.language.rules.beginning import triggers_can_begin_a_run
from nurture.language.rules.conditions import conditions_make_sense
from nurture.language.rules.decided import what_is_decided_can_be_written_about
from nurture.language.rules.draft import Draft
from nurture.language.rules.flow import every_step_is_reached, mails_keep_apart
from nurture.language.rules.idle import idleness_is_told
from nurture.language.rules.ids import step_ids_are_unique
from nurture.language.rules.items import each_goes_through_a_list, items_have_names_of_their_own
from nurture.language.rules.leaving import scopes_have_an_application
from nurture.language.rules.lines import lines_can_be_written
from nurture.language.rules.mails import (
    surveys_are_known,
    surveys_can_be_answered,
    templates_are_there,
    templates_can_be_written,
    threads_go_on,
)
from nurture.language.rules.many import contests_have_an_occasion, dates_say_when_they_come_again, not_everybody_comes
from nurture.language.rules.named import (
    named_conditions_are_used,
    named_conditions_have_names_of_their_own,
    named_conditions_make_sense,
)
from nurture.language.rules.options import (
    calendars_need_an_interview,
    late_words_find_a_mail,
    other_messages_are_there,
    spread_is_not_early,
)
from nurture.language.rules.outward import (
    changes_have_an_application,
    messages_can_be_written,
    nobody_hired_is_rejected,
    stages_are_known,
    webhooks_are_known,
)
from nurture.language.rules.people import (
    a_decision_ends_it,
    a_reply_ends_it,
    again_is_stated,
    groups_are_known,
    senders_are_known,
    triggers_name_the_subject,
    visits_are_of_applications,
)
from nurture.language.rules.ranks import ranked_are_many, ranks_are_numbers
from nurture.language.rules.several_events import events_are_named_once, occasions_go_together
from nurture.language.rules.slides import (
    digests_leave_in_open_hours,
    rounds_can_be_read,
    slides_land_in_open_hours,
    what_is_for_one_alone_says_so,
)
from nurture.language.rules.weights import weights_that_look_like_percents_make_100
from nurture.language.rules.whose_news import of_goes_with_own_events, of_has_an_owner

RULES: Final[tuple[Callable[[Draft], Iterator[Diagnostic]], ...]] = (
    step_ids_are_unique,
    every_step_is_reached,
    mails_keep_apart,
    mails_keep_a_day_apart,
    weights_that_look_like_percents_make_100,
    anchors_are_dates,
    each_goes_through_a_list,
    items_have_names_of_their_own,
    conditions_make_sense,
    named_conditions_make_sense,
    named_conditions_have_names_of_their_own,
    named_conditions_are_used,
    templates_are_there,
    templates_can_be_written,
    lines_can_be_written,
    threads_go_on,
    slides_land_in_open_hours,
    rounds_can_be_read,
    digests_leave_in_open_hours,
    what_is_for_one_alone_says_so,
    surveys_are_known,
    surveys_can_be_answered,
    only_the_candidate_agrees,
    nothing_leaves_after_consent,
    other_messages_are_there,
    late_words_find_a_mail,
    spread_is_not_early,
    calendars_need_an_interview,
    a_reply_ends_it,
    a_decision_ends_it,
    what_is_decided_can_be_written_about,
    again_is_stated,
    triggers_can_begin_a_run,
    events_are_named_once,
    occasions_go_together,
    idleness_is_told,
    triggers_name_the_subject,
    visits_are_of_applications,
    of_has_an_owner,
    of_goes_with_own_events,
    scopes_have_an_application,
    not_everybody_comes,
    dates_say_when_they_come_again,
    contests_have_an_occasion,
    ranks_are_numbers,
    ranked_are_many,
    senders_are_known,
    groups_are_known,
    webhooks_are_known,
    changes_have_an_application,
    nobody_hired_is_rejected,
    stages_are_known,
    messages_can_be_written,
)

__all__ = ["RULES", "Draft"]
