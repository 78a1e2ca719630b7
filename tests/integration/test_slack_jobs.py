"""Job posts in Slack: list, form, mistakes, preview, publishing, editing, closing; the real Bolt on a fake Slack."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.slack.setup import recruiters
from bot.bootstrap import make_job_desk, open_store
from bot.jobs.desk import JobDesk
from bot.jobs.models import Aspect, Job, JobState
from bot.models import Language
from bot.store_errors import StoreError
from config.groups import SlackSettings
from config.settings import Settings
from tests.fakes.jobs import make_post
from tests.fakes.slack_lotse import Lotse, on_slack
from tests.fakes.slack_modal import Modal

RECRUITER, ADMIN, STRANGER = "U3", "U5", "U1"
TYPED = {
    "title": "Bauleiter Hochbau",
    "employer": "Brückner & Söhne <b>Bau</b>",
    "place": "Köln",
    "remote": "partly",
    "employment": "full-time, part-time",
    "salary_min": "58.000",
    "salary_max": "72.000 €",
    "period": "year",
    "description": "Sie leiten Baustellen im Kölner Norden.\n\nSie planen Termine und Kosten. <!channel>",
    "requirements": "Studium Bauingenieurwesen oder Meister\nFührerschein Klasse B",
    "benefits": "30 Tage Urlaub\nDienstwagen",
    "apply_link": "jobs.example.com/bauleiter",
    "apply_email": "jobs@example.com",
    "deadline": "31.12.2099",
    "contact": "Jana Weber, 0221 5550",
}
KEPT = make_post(
    deadline=date(2099, 12, 31),
    employer=TYPED["employer"],
    description=TYPED["description"],
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[JobDesk]:
    with open_store(Settings(data_dir=tmp_path)) as stores:
        yield make_job_desk(stores.jobs)


def only(desk: JobDesk) -> Job:
    [job] = desk.board.jobs()
    return job


def publish(desk: JobDesk, **values: object) -> Job:
    job = desk.board.publish(desk.board.add(make_post(deadline=None, **values), "test").id)
    assert job
    return job


def test_from_a_new_post_over_mistakes_and_the_preview_to_its_end(desk: JobDesk) -> None:
    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        assert "noch keine Stelle" in modal.shown
        await modal.press("job:new")
        answer = await modal.send(**{**TYPED, "title": " ", "place": "", "remote": "unsaid", "period": "unsaid"})
        assert {id_.partition("/")[0]: text for id_, text in answer["errors"].items()} == {
            "title": "Bitte ausfüllen.",
            "place": "Nenne einen Arbeitsort, oder wähle beim Homeoffice „ganz aus der Ferne“.",
            "period": "Wähle, wofür das Gehalt gilt, zum Beispiel „pro Jahr“.",
        }
        assert (await modal.send(**TYPED))["response_action"] == "update"
        assert "58.000 € bis 72.000 € pro Jahr" in modal.shown
        assert "Brückner & Söhne <b>Bau</b>" in modal.shown
        assert desk.board.jobs() == ()
        await modal.send(place="Bonn")
        assert "Arbeitsort: Bonn" in modal.shown
        assert desk.board.jobs() == ()
        await modal.send(place="Köln")
        await modal.send()
        assert (only(desk).post, only(desk).state, only(desk).author) == (KEPT, JobState.PUBLISHED, "slack")
        assert "Die Stelle ist jetzt zu finden." in modal.shown

        await modal.press("job:edit")
        await modal.send(contact="")
        assert modal.view["submit"]["text"] == "Änderung veröffentlichen"
        await modal.send()
        assert (only(desk).post.contact, only(desk).version, only(desk).open) == ("", 2, True)
        await modal.press("job:close")
        assert only(desk).state is JobState.CLOSED
        await modal.press("job:list")
        await modal.press("job:open:1")
        await modal.press("job:publish")
        assert only(desk).open
        assert lotse.slack.posted() == []
        assert lotse.assistant.asked == []

    on_slack(test, jobs=desk)


def test_a_draft_is_kept_unseen_and_sending_it_twice_makes_one(desk: JobDesk) -> None:
    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open("Stellen")
        await modal.press("job:new")
        await modal.send(**TYPED)
        form = modal.view
        await modal.send(what="keep")
        assert only(desk).state is JobState.DRAFT
        lotse.slack.views[-1] = form
        await modal.send(what="keep")
        assert only(desk).version == 1

    on_slack(test, jobs=desk)


def test_who_edits_second_is_told_and_loses_nothing(desk: JobDesk) -> None:
    job = publish(desk)

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        await modal.press("job:open:1")
        await modal.press("job:edit")
        await modal.send(benefits="Sauna")
        desk.board.edit(job.id, make_post(deadline=None, place="Bonn", contact=""), 1)
        await modal.send()
        assert "inzwischen geändert" in modal.shown
        assert "Arbeitsort: Bonn" in modal.shown
        assert "Kontakt: nichts" in modal.shown
        assert only(desk).post.place == "Bonn"
        await modal.send()
        await modal.send()
        assert (only(desk).post, only(desk).version) == (make_post(deadline=None, benefits=("Sauna",)), 3)

    on_slack(test, jobs=desk)


def test_nobody_publishes_what_was_changed_under_their_eyes(desk: JobDesk) -> None:
    job = desk.board.add(make_post(deadline=date(2020, 1, 1)), "test")

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        await modal.press("job:open:1")
        assert "ist vorbei" in await modal.press("job:publish")
        await modal.open()
        await modal.press("job:open:1")
        desk.board.edit(job.id, make_post(deadline=None), 1)
        assert "noch nicht veröffentlicht" in await modal.press("job:publish")
        assert only(desk).state is JobState.DRAFT
        assert "gibt es nicht mehr" in await modal.press("job:edit", "gone/1")

    on_slack(test, jobs=desk)


def test_what_was_asked_leads_to_the_field(desk: JobDesk) -> None:
    job = publish(desk, salary=None)
    for number in range(12):
        desk.board.note_question(job.id, Aspect.SALARY, f"s{number}", answered=False)
    desk.board.note_question(job.id, Aspect.START, "b", answered=False)

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        assert "13-mal gefragt · 13 ohne Antwort" in modal.shown
        assert "12 haben nach dem Gehalt gefragt: Trag es ein." in await modal.press("job:open:1")
        await modal.press("job:add:1")
        focused = [one for one in modal.view["blocks"] if one.get("element", {}).get("focus_on_load")]
        assert [one["block_id"] for one in focused] == ["salary_min/1"]
        assert focused[0]["hint"]["text"].startswith("12 haben nach dem Gehalt gefragt: Trag es ein. Freiwillig")
        await modal.send(salary_min="50k", period="year")
        await modal.send()
        assert "nach dem Gehalt gefragt" not in modal.shown

    on_slack(test, jobs=desk)


def test_a_post_that_is_too_long_for_slack_keeps_what_it_says(desk: JobDesk) -> None:
    text, entries = "Ein langer Satz. " * 300, tuple(f"{number} {'x' * 280}" for number in range(30))
    job = publish(desk, description=text.strip(), requirements=entries, benefits=entries)

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        for language in Language:
            lotse.state.set_language(f"slack:T1:{RECRUITER}", language)
            await modal.open()
            await modal.press("job:open:1")
            await modal.press("job:edit")
            assert job.post.description not in str(modal.view)
            await modal.send(place=f"Bonn {language}")
            await modal.send()
            assert only(desk).post == make_post(
                deadline=None,
                description=text.strip(),
                requirements=entries,
                benefits=entries,
                place=f"Bonn {language}",
            )
        assert "Too long for Slack" in await modal.press("job:edit")

    on_slack(test, jobs=desk)


def test_many_posts_fit_into_the_list(desk: JobDesk) -> None:
    for number in range(45):
        desk.board.add(make_post(title=f"{number} {'Koch ' * 20}(m/w/d)"), "test")

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        assert "5 weitere stehen in der Weboberfläche." in modal.shown

    on_slack(test, jobs=desk)


def test_only_admins_and_those_named_for_it_may(desk: JobDesk) -> None:
    job = publish(desk)

    async def test(lotse: Lotse) -> None:
        modal, stranger = Modal(lotse, RECRUITER), Modal(lotse, STRANGER)
        assert "Das können nur Admins" in await stranger.open()
        assert lotse.slack.views == []
        await modal.open()
        await modal.press("job:open:1")
        assert "veröffentlicht" in await stranger.press("job:close")
        assert only(desk).open
        await modal.press("job:edit")
        answer = await stranger.send(place="Bonn")
        assert "Das können nur Admins" in "".join(answer["errors"].values())
        assert only(desk) == job
        lotse.slack.admins.add("U8")
        for user in (ADMIN, "U8"):
            assert await Modal(lotse, user).open() == ""
        assert len(lotse.slack.views) == 3

    on_slack(test, jobs=desk)


def test_what_cannot_be_kept_stays_typed(desk: JobDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Job:
        raise StoreError("the disk is full")

    async def test(lotse: Lotse) -> None:
        modal = Modal(lotse, RECRUITER)
        await modal.open()
        await modal.press("job:new")
        await modal.send(**TYPED)
        monkeypatch.setattr(desk.board, "add", full)
        assert "versuch es gleich noch einmal" in "".join((await modal.send())["errors"].values())

    on_slack(test, jobs=desk)


def test_where_nobody_writes_posts_the_command_says_how_it_is_used() -> None:
    async def test(lotse: Lotse) -> None:
        assert "/lotse" in await Modal(lotse, RECRUITER).open()
        assert lotse.slack.views == []

    on_slack(test)


def test_recruiters_are_the_people_that_the_settings_name() -> None:
    slack = SlackSettings(people="U01,S01", handoff_people="U02", admins="U03")
    assert recruiters(Settings(slack=slack)) == {"U01", "U02", "U03"}
