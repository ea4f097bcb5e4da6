"""The council: one home with every act as a method. This is the Python library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..kernel import BadInput, Clock, Damaged, checked_name
from ..records import databases
from . import (
    accounts,
    agreements,
    api_keys,
    begun_forms,
    datasets,
    datasets_shown,
    estimating_links,
    for_review,
    home,
    keeping_areas,
    linking,
    linking_people,
    links_shown,
    looking_again,
    maps,
    objecting,
    pages,
    people,
    proving,
    rehearsing,
    releasing,
    reviewing,
    sealing,
    self_service,
    shown,
    stating,
    sweeping,
    undertakings,
    uses,
)
from .account_names import account_name
from .acting import Act, recording
from .agreeing import (
    calendar,
    checking,
    comparing,
    documents,
    drafting,
    lawful,
    partnering,
    possible,
    replying,
    signing,
    suspending,
    wording,
)
from .auditing import acts as auditing
from .awaiting import awaiting, use_tasks, uses_at_work
from .backups import taking as taking_backups
from .board import advising, meetings, membership, papers, working
from .board import pages as board_pages
from .board import showing as board
from .considering import canvases, designs, known, outcomes, triaging
from .crisis import form, opening
from .ending import destroy_dead_keys
from .exporting import giving
from .feeding import access as feed_access
from .feeding import closing as feed_closing
from .feeding import opening as feed_opening
from .feeding import preparing as feed_preparing
from .feeding import proposing as feed_proposing
from .feeding.keeping import look_at_server
from .jobs import standing as jobs_standing
from .learning import certifying, courses, mine, requiring, taking
from .log_keeping import publish_entries, refuse_parted
from .scheduling import scheduling
from .scheduling import showing as schedules
from .subjects import (
    answering,
    complaining,
    concealing,
    find_usage,
    following,
    household,
    opting_out,
    places,
    requests,
    spans,
    your_say,
)
from .subjects.dates import keep_subject_dates
from .workbench import saving, whom, without_sql


class Council(home.Home):
    """A council's home, open for work. Each act takes ``by=``, the code of a person.

    Every method is a function of this room with the home as its first argument; its own module
    says what it does and raises.
    """

    add_person = people.add_person
    open_api_key = api_keys.open_api_key
    close_api_key = api_keys.close_api_key
    list_api_keys = api_keys.list_api_keys
    let_person_go = people.let_person_go
    open_account = accounts.open_account
    reset_account = accounts.reset_account
    give_account = accounts.give_account
    close_account = accounts.close_account
    list_accounts = accounts.list_accounts
    keep_begun_form = begun_forms.keep_begun_form
    begun_form = begun_forms.begun_form
    drop_begun_form = begun_forms.drop_begun_form
    begun_forms = begun_forms.begun_forms
    register = datasets.register
    dataset_repairs = datasets_shown.dataset_repairs
    dataset_picture = datasets_shown.dataset_picture
    keep_areas = keeping_areas.keep_areas
    areas_as_geojson = maps.areas_as_geojson
    map_of_areas = maps.map_of_areas
    map_of_answer = maps.map_of_answer
    match = linking.match
    link = linking_people.link
    linkages_to_review = links_shown.linkages_to_review
    review_queue = reviewing.review_queue
    draw_review_sample = reviewing.draw_review_sample
    list_review_sample = reviewing.list_review_sample
    list_decided_pairs = reviewing.list_decided_pairs
    decide_pair = reviewing.decide_pair
    decide_pairs = reviewing.decide_pairs
    estimate_links = estimating_links.estimate_links
    state_use = uses.state_use
    record_advice = advising.record_advice
    state_board = membership.state_board
    board_to_state = membership.board_to_state
    plan_meeting = meetings.plan_meeting
    hold_meeting = meetings.hold_meeting
    minute_meeting = meetings.minute_meeting
    make_papers = papers.make_papers
    write_papers = papers.write_papers
    board_at_work = working.board_at_work
    meeting_at_work = working.meeting_at_work
    board_paper = working.board_paper
    advice_rows = board.advice_rows
    interests_touching = board.interests_touching
    decide_use = uses.decide_use
    publish_course = courses.publish_course
    course_named = courses.course_named
    list_courses = courses.list_courses
    begin_course = taking.begin_course
    read_section = taking.read_section
    hand_in_course = taking.hand_in_course
    own_training = mine.own_training
    own_course = mine.own_course
    show_certificate = certifying.show_certificate
    check_certificate = certifying.check_certificate
    require_training = requiring.require_training
    training_status = requiring.training_status
    triage_use = triaging.triage_use
    fill_canvas = canvases.fill_canvas
    import_canvas = canvases.import_canvas
    export_canvas = canvases.export_canvas
    area_history = canvases.area_history
    review_design = designs.review_design
    advise_on_dpia = designs.advise_on_dpia
    record_outcome = outcomes.record_outcome
    known_use = known.known_use
    use_document = known.use_document
    use_form = known.use_form
    compare_outcomes = outcomes.compare_outcomes
    awaiting = awaiting
    use_tasks = use_tasks
    uses_at_work = uses_at_work
    audit = auditing.audit
    read_receipts = auditing.read_receipts
    review_use = looking_again.review_use
    state_undertaking = undertakings.state_undertaking
    close_undertaking = undertakings.close_undertaking
    ask_more_time = undertakings.ask_more_time
    ask_withdrawal = undertakings.ask_withdrawal
    agree_undertaking = undertakings.agree_undertaking
    crisis_form = form.crisis_form
    ask_opening = opening.ask_opening
    confirm_opening = opening.confirm_opening
    add_objections = objecting.add_objections
    withdraw_objections = objecting.withdraw_objections
    add_opt_outs = opting_out.add_opt_outs
    withdraw_opt_outs = opting_out.withdraw_opt_outs
    uses_reached = opting_out.uses_reached
    choices_hold = opting_out.choices_hold
    uses_of_subject = answering.uses_of_subject
    places_at = places.places_at
    state_household_dataset = household.state_household_dataset
    withdraw_household_dataset = household.withdraw_household_dataset
    find_usage = find_usage.find_usage
    state_concealment = concealing.state_concealment
    confirm_concealment = concealing.confirm_concealment
    lift_concealment = concealing.lift_concealment
    concealments_public = concealing.concealments_public
    record_complaint = complaining.record_complaint
    take_complaint_step = complaining.take_complaint_step
    read_complaint = complaining.read_complaint
    file_request = requests.file_request
    follow_request = following.follow_request
    list_requests = requests.list_requests
    read_request = requests.read_request
    close_request = requests.close_request
    your_say = your_say.your_say
    state_span = spans.state_span
    confirm_span = spans.confirm_span
    list_spans = spans.list_spans
    waiting_spans = spans.waiting_spans
    state_agreement = agreements.state_agreement
    sign_agreement = signing.sign_agreement
    end_agreement = agreements.end_agreement
    export = giving.export
    export_all = giving.export_all
    register_file = giving.register_file
    public_register = giving.public_register
    draft_agreement = drafting.draft_agreement
    offer_draft = drafting.offer_draft
    discard_draft = drafting.discard_draft
    ask_for_changes = replying.ask_for_changes
    decline_agreement = replying.decline_agreement
    withdraw_from_agreement = replying.withdraw_from_agreement
    suspend_agreement = suspending.suspend_agreement
    resume_agreement = suspending.resume_agreement
    agreement_differences = comparing.agreement_differences
    agreement_wording = wording.agreement_wording
    agreement_acts = possible.agreement_acts
    agreement_document = documents.agreement_document
    share_request = documents.share_request
    agreement_findings = lawful.agreement_findings
    check_agreement = checking.check_agreement
    agreement_calendar = calendar.agreement_calendar
    our_agreements = partnering.our_agreements
    our_names = partnering.our_names
    received_by_us = partnering.received_by_us
    keep_dates = agreements.keep_dates
    seal = sealing.seal
    rehearse = rehearsing.rehearse
    rehearse_question = rehearsing.rehearse_question
    uses_to_ask = whom.uses_to_ask
    given_to_ask = whom.given_to_ask
    offer_choices = without_sql.offer_choices
    build_question = without_sql.build_question
    save_question = saving.save_question
    saved_questions = saving.saved_questions
    drop_question = saving.drop_question
    schedule_question = scheduling.schedule_question
    unschedule_question = scheduling.unschedule_question
    scheduled_questions = schedules.scheduled_questions
    scheduled_answer = schedules.scheduled_answer
    schedule_shown = schedules.schedule_shown
    worker_state = jobs_standing.worker_state
    explain = self_service.explain
    ask = self_service.ask
    prepare_feeds = feed_preparing.prepare_feeds
    ask_feed = feed_proposing.ask_feed
    open_feed = feed_opening.open_feed
    refresh_feed = feed_opening.refresh_feed
    close_feed = feed_closing.close_feed
    give_feed_access = feed_access.give_feed_access
    take_feed_access = feed_access.take_feed_access
    request_release = releasing.request_release
    review_release = releasing.review_release
    publish = releasing.publish
    release_for_review = for_review.release_for_review
    release_in_work = for_review.release_in_work
    release_map = for_review.release_map
    plan_statements = stating.plan_statements
    apply = stating.apply
    public_use = pages.public_use
    public_use_as_data = pages.public_use_as_data
    published_release = pages.published_release
    public_board = board_pages.public_board
    public_board_as_data = board_pages.public_board_as_data
    public_paper = papers.public_paper
    public_uses = shown.public_uses
    public_datasets = shown.public_datasets
    public_datasets_held = shown.public_datasets_held
    public_dataset = shown.public_dataset
    public_releases = shown.public_releases
    public_acts = shown.public_acts
    public_addresses = shown.public_addresses
    public_courses = shown.public_courses
    public_course = shown.public_course
    public_ledger = shown.public_ledger
    name_witness = proving.name_witness
    let_witness_go = proving.let_witness_go
    witnesses = proving.witnesses
    ask_witness = proving.ask_witness
    take_cosignature = proving.take_cosignature
    verify_ledger = proving.verify_own_log
    backup = taking_backups.backup

    def holding(self, clock: Clock) -> Council:
        """Return the same council under another clock, for demonstrations and tests."""
        return replace(self, clock=clock)


def init(
    directory: str | Path,
    *,
    name: str,
    administrator: str | None = None,
    database: str = "",
    keys: str | Path | None = None,
    data_protection: str = "",
    post: str = "",
) -> Council:
    """Make a council's home, with one administrator, and open it.

    ``administrator`` is a person's code; the account's own name is taken where none is given.
    ``data_protection`` and ``post`` are where residents write to the data-protection officer.
    """
    code = checked_name(administrator or account_name(), of="a person")
    made = home.create(
        Path(directory),
        name=name,
        database=database,
        keys_directory=Path(keys) if keys else None,
        data_protection=data_protection,
        post=post,
    )
    try:
        with made.at_work():
            databases.migrate(made.alias)
        _record_beginning(made, code)
    except BaseException:
        home.unmake(made)
        raise
    return open_council(directory)


def open_council(directory: str | Path, *, clock: Clock | None = None) -> Council:
    """Open a council's home; what killed processes left half-done is cleared or finished first.

    Raises NotFound where there is no home, Damaged where it is not whole.
    """
    read = home.read(Path(directory), clock=clock)
    council = Council(**{name: getattr(read, name) for name in read.__dataclass_fields__})
    with council.at_work():
        if not databases.is_migrated(council.alias):
            _refuse_missing_records(council)
            databases.migrate(council.alias)
    return made_ready(council)


def made_ready(council: Council) -> Council:
    """Clear or finish what was left half-done, and do what dates that have come ask for."""
    with council.at_work():
        # Before anything is swept: records that were lost or put back know nothing of the rest.
        refuse_parted(council)
    sweeping.sweep(council)
    destroy_dead_keys(council)
    agreements.keep_dates(council)
    keep_subject_dates(council)
    publish_entries(council)
    look_at_server(council)
    return council


def _refuse_missing_records(council: Council) -> None:
    from django.db import connections

    if "records_ledgerhead" in connections[council.alias].introspection.table_names():
        return
    raise Damaged(
        "The records of this home are not there.",
        why="The database that council.toml names is empty.",
        next_step="Bring back the newest copy of the records, or mend [records] database.",
        ask="the administrator",
    )


def _record_beginning(made: home.Home, code: str) -> None:
    with made.at_work():
        act = Act("home-made", "Administrator", None)
        with recording(made, act):
            if act.index > 0:
                raise BadInput(
                    "This database already holds a council's records.",
                    why="Each home has records of its own, or their ledgers would mix.",
                    next_step="Name an empty database with --database.",
                )
            people.record_person(
                act,
                code=code,
                office="Administrator",
                organisation=made.name,
                roles=("administrator",),
            )
            act.facts["council"] = made.name
    publish_entries(made)
