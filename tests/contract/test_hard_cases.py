"""What is hard about each vendor's facts, and the test that proves that it is heeded: none may go away unnoticed."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]

CASES: Final = """
any: kept as it came, answered, and taken in later
    unit/ingress/test_hooks.py test_a_signed_delivery_is_kept_as_it_came_and_its_intake_started
any: no vendor waits for a Temporal that hangs
    unit/ingress/test_workflows.py test_a_vendor_does_not_wait_for_a_server_that_accepts_and_never_speaks
any: no vendor keeps an order
    unit/store/test_late_deliveries.py test_a_late_delivery_is_kept_and_changes_nothing
any: the same delivery twice, at once and after it was taken in
    unit/ingress/test_hooks.py test_a_repeated_delivery_is_one
    unit/ingress/test_hooks.py test_a_repeated_delivery_that_was_taken_in_starts_nothing
any: the same news under two ids
    contract/test_ats.py test_whatever_comes_first_goes_on_record_and_twice_is_once
any: a used id with another body
    contract/test_ats_at_the_door.py test_another_body_is_another_delivery_or_refused_and_shown
any: the raw bytes are what is signed, with any of several keys
    contract/test_ats.py test_what_is_signed_with_the_new_key_or_the_old_one_is_trusted
    contract/test_ats.py test_what_was_changed_on_the_way_is_refused
any: nothing is taken without a key
    contract/test_ats.py test_no_adapter_takes_anything_without_a_key_and_the_vendor_is_to_try_again
any: the size is looked at before anything is read
    unit/ingress/test_hooks.py test_a_body_that_is_announced_too_large_is_not_even_read
any: what is tried again after our 503 is lost for nobody
    contract/test_ats_at_the_door.py test_what_the_vendor_tries_again_after_our_503_is_kept_once
any: one status alone may count as success: 200, or 202
    contract/test_ats_at_the_door.py test_a_vendor_that_counts_one_status_alone_as_success_gets_it
any: a thin event waits for the API, and is not lost
    unit/service/test_reading_back.py test_an_api_that_is_away_leaves_the_delivery_waiting_and_nothing_is_lost
any: two systems, one person: both applications, one receipt each, limits over both
    unit/service/test_two_systems.py test_each_application_is_acknowledged_once
    unit/service/test_two_systems.py test_a_limit_of_touches_counts_what_either_system_led_to

greenhouse: `<` is escaped before it is signed, so that JSON written anew never verifies
    unit/ats/test_greenhouse_signature.py test_the_signature_is_an_hmac_over_the_bytes_as_they_came
greenhouse: the id is in a header alone; without it two moves of a stage are two
    unit/ats/test_greenhouse_signature.py test_a_delivery_goes_by_the_id_in_its_header
    unit/ingress/test_hooks.py test_without_ids_two_stage_changes_are_two_deliveries
greenhouse: no body tells the stage before
    unit/ats/test_greenhouse_on_record.py test_the_stage_before_comes_from_our_own_record
greenhouse: a hire has no status, no stage and no time of its last change
    unit/ats/test_greenhouse_records.py test_a_hire_states_the_first_day_and_keeps_quiet_about_the_stage
greenhouse: the job of a hire stands in two places
    unit/ats/test_greenhouse_records.py test_a_hire_of_the_older_form_names_its_job
greenhouse: offers come flat, but for one that is deleted; a new version is no deletion
    unit/ats/test_greenhouse_actions.py test_a_delivery_means_this
    unit/ats/test_greenhouse_on_record.py test_a_new_version_takes_the_place_of_an_offer_without_deleting_it
greenhouse: a merge names who goes on, a deletion takes applications along
    unit/ats/test_greenhouse_people.py test_a_merge_names_who_goes_on
    unit/ats/test_greenhouse_people.py test_a_deleted_person_takes_the_applications_along
greenhouse: who was anonymized is erased, wholly or in part
    unit/ats/test_greenhouse_people.py test_a_person_without_name_and_address_is_erased
    unit/ats/test_greenhouse_people.py test_details_that_were_removed_there_go_here_too
greenhouse: who is private, or may not be mailed, gets no mail
    unit/ats/test_greenhouse_records.py test_a_new_application_tells_everything_of_the_person
    unit/engine/test_gate.py test_what_is_on_record_of_the_person_stops_it_for_good
greenhouse: a prospect has no stage, and maybe no job
    unit/ats/test_greenhouse_records.py test_a_prospect_that_is_linked_to_jobs_has_applied_for_none
greenhouse: a source has one name or the other
    unit/ats/test_greenhouse_records.py test_a_new_application_tells_where_it_stands
greenhouse: an update beside a move is no trigger, and takes no withdrawal back
    unit/ats/test_greenhouse_records.py test_an_update_of_a_withdrawn_application_does_not_turn_it_into_a_rejected_one
greenhouse: the ping of a new web hook
    unit/ats/test_greenhouse_signature.py test_only_a_ping_is_a_ping

greenhouse_onboarding: the id is in the body
    unit/ats/test_greenhouse_onboarding.py test_an_attempt_that_is_repeated_goes_by_the_id_in_the_body

lever: the signature does not cover the body
    unit/ats/test_lever.py test_a_body_that_is_not_the_one_that_was_signed_for_says_nothing_that_the_api_does_not
lever: a signed token with other data is no second delivery
    unit/ats/test_lever.py test_a_token_is_used_once_whatever_id_the_body_is_given
lever: a signed token is not good for ever
    unit/ats/test_lever.py test_an_event_may_not_be_long_ago
lever: each event has a token to sign with
    unit/ats/test_lever.py test_each_event_has_a_signing_token_of_its_own_and_all_of_them_count
lever: without one there is no signature at all
    unit/ats/test_lever.py test_a_web_hook_without_a_signing_token_is_refused_with_advice
lever: a try-out has no data, and a word for a signature
    unit/ats/test_lever.py test_a_try_out_is_answered_though_its_signature_is_a_word
lever: names, addresses and stages are left out
    unit/ats/test_lever.py test_what_the_delivery_leaves_out_comes_from_the_api
lever: being archived tells a hire, too; being taken out again is news
    unit/ats/test_lever.py test_a_hire_that_is_told_by_two_events_acts_once
    unit/ats/test_lever.py test_one_who_is_taken_out_of_the_archive_is_news

ashby: three deliveries of one hire share an id
    unit/ats/test_ashby.py test_the_three_deliveries_of_one_hire_are_three_though_their_act_has_one_id
    unit/ats/test_ashby.py test_one_hire_that_is_told_by_three_deliveries_acts_once_in_any_order
ashby: an act about two applications shares action and id
    unit/ats/test_ashby.py test_one_act_about_two_applications_is_two_deliveries
ashby: an update beside a move
    unit/ats/test_ashby.py test_a_change_of_stage_acts_once_also_where_the_update_beside_it_came_first
ashby: archived is no stage that somebody stood in
    unit/ats/test_ashby.py test_the_stage_that_one_was_archived_in_stays

workable: the id in the body is the candidate's
    unit/ats/test_workable.py test_what_happens_to_one_candidate_is_several_deliveries_though_they_have_one_id
workable: a body has the state of when it was sent, not of the event
    unit/ats/test_workable.py test_a_replay_with_the_state_of_then_says_nothing_new
    unit/ats/test_workable.py test_what_is_read_goes_before_what_came
workable: hires and disqualifications have no event of their own
    unit/ats/test_workable.py test_a_hire_acts_once_in_whichever_order_it_is_told
    unit/ats/test_workable.py test_a_last_stage_of_another_name_is_told_by_when_they_were_hired

smartrecruiters: the published vector
    unit/ats/test_smartrecruiters.py test_the_published_signature_is_the_one_that_we_expect
smartrecruiters: everything that is signed must be there as it was
    unit/ats/test_smartrecruiters.py test_no_signed_header_may_be_another_one_or_missing
smartrecruiters: up to sixteen signatures in one header
    unit/ats/test_smartrecruiters.py test_the_header_may_hold_signatures_of_several_keys_and_schemes
smartrecruiters: the handshake comes before a key does
    unit/ats/test_smartrecruiters.py test_a_subscription_is_activated_by_giving_the_secret_back
smartrecruiters: two moves have one body
    unit/ats/test_smartrecruiters.py test_two_moves_of_one_application_have_one_body_and_are_two_deliveries
smartrecruiters: the ids may stand in the link alone
    unit/ats/test_smartrecruiters.py test_an_event_means_what_the_api_says_by_now

recruitee: a test request comes before anybody can know the secret
    unit/ats/test_recruitee.py test_a_test_request_gets_its_200_before_there_is_a_secret
recruitee: neither id nor time, and the same bytes may be another event
    unit/ats/test_recruitee.py test_who_is_turned_down_a_second_time_is_told_of_by_the_same_bytes_and_it_counts
    unit/ats/test_recruitee.py test_who_is_moved_there_and_back_and_there_again_within_minutes_stands_there
recruitee: what is tried again later takes nothing back
    unit/ats/test_recruitee.py test_a_move_that_is_tried_again_a_day_later_does_not_take_the_record_back

bamboohr: the time is signed with the body
    unit/ats/test_bamboohr.py test_a_stamp_that_was_not_signed_is_refused
bamboohr: an older web hook lists employees, and one may be encoded as a form
    unit/ats/test_bamboohr.py test_the_older_web_hook_that_lists_employees_is_refused_in_words
    unit/ats/test_bamboohr.py test_a_delivery_that_is_encoded_as_a_form_is_refused_in_words
bamboohr: ids and names of fields alone
    unit/ats/test_bamboohr.py test_a_delivery_that_was_not_read_back_is_refused_in_words

merge: the id of the hook is none of the delivery
    unit/ats/test_merge.py test_deliveries_of_one_hook_are_told_apart_though_it_has_one_id
merge: with padding and without
    unit/ats/test_merge.py test_a_signature_counts_with_padding_and_without_and_names_one_delivery
merge: a first sync adds all that there ever was
    unit/ats/test_merge.py test_who_came_with_the_first_sync_is_on_record_and_their_next_stage_is_news
merge: one web hook for all linked accounts
    unit/ats/test_merge.py test_deliveries_of_another_linked_account_are_passed_over

generic: a malformed signature, or a body that is no text, is no error of ours
    contract/test_ats.py test_signatures_in_strange_characters_are_refused_in_words
    contract/test_ats.py test_what_is_signed_and_makes_no_sense_is_refused_in_words
generic: good for five minutes, and not from the future
    unit/ats/test_generic.py test_a_delivery_that_somebody_recorded_is_not_good_later_nor_one_from_the_future_now
generic: the reference implementation
    unit/ats/test_generic.py test_the_reference_implementation_and_we_agree_on_what_is_genuine
"""


def _proofs() -> list[tuple[str, str, str]]:
    """Each case with a test that proves it: its file and its name."""
    found, case = [], ""
    for line in CASES.splitlines():
        if line.startswith("    "):
            file, name = line.split()
            found.append((case, file, name))
        elif line:
            case = line
    return found


@cache
def _tests_of(file: str) -> frozenset[str]:
    parsed = ast.parse((TESTS / file).read_text())
    return frozenset(each.name for each in parsed.body if isinstance(each, ast.FunctionDef))


@pytest.mark.parametrize(("case", "file", "name"), _proofs())
def test_every_hard_case_has_a_test_that_proves_it(case: str, file: str, name: str) -> None:
    assert name in _tests_of(file), case


def test_every_case_names_a_test() -> None:
    cases = {line for line in CASES.splitlines() if line and not line.startswith(" ")}
    assert cases == {case for case, _, _ in _proofs()}
