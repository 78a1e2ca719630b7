"""The job channel and jobs in private chats, on the real client and the real board."""

import asyncio
from dataclasses import replace
from datetime import date

from bot.jobs.models import Aspect, Job, Posting
from tests.fakes.jobs import POST, make_post, make_wish
from tests.fakes.telegram_lotse import Lotse, lotse_on_telegram, on_telegram
from tests.fakes.telegram_markup import shown
from tests.fakes.telegram_server import CHANNEL, CHANNEL_NAME, NAME, Trouble
from tests.fakes.telegram_updates import ANNA, blocked, said

RUNNING = replace(POST, deadline=None)


def published(lotse: Lotse, **values: object) -> Job:
    board = lotse.stores.jobs
    job = board.publish(board.add(replace(RUNNING, **values), "web:anna").id)  # type: ignore[arg-type]
    assert job is not None
    return job


def posts(lotse: Lotse) -> list[str]:
    return lotse.telegram.sent(CHANNEL)


def stands(lotse: Lotse, job: Job) -> Posting | None:
    return next(iter(lotse.stores.jobs.postings(job.id)), None)


async def shown_as(lotse: Lotse, job: Job, version: int, *, closed: bool = False) -> None:
    """Wait until the channel shows the job so."""

    def so() -> bool:
        known = stands(lotse, job)
        return known is not None and (known.version, known.closed) == (version, closed)

    await lotse.telegram.until(so)
    await lotse.delivery.idle()


def test_a_job_is_posted_edited_and_closed_in_its_place() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        await shown_as(lotse, job, 1)
        [post] = posts(lotse)
        assert post.startswith("Bauleiter Hochbau (m/w/d)")
        assert "58.000 € bis 72.000 € pro Jahr" in post
        ask, apply, share = lotse.telegram.buttons(CHANNEL)
        assert ask["url"] == f"https://t.me/{NAME}?start={job.token}"
        assert apply["url"] == POST.apply_link
        assert share["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
        lotse.stores.jobs.edit(job.id, replace(RUNNING, title="Oberbauleiter (m/w/d)"), 1)
        await shown_as(lotse, job, 2)
        assert [one.splitlines()[0] for one in posts(lotse)] == ["Oberbauleiter (m/w/d)"]
        lotse.stores.jobs.close(job.id)
        await shown_as(lotse, job, 2, closed=True)
        assert "Diese Stelle ist geschlossen." in posts(lotse)[0]
        assert len(lotse.telegram.buttons(CHANNEL)) == 1
        lotse.stores.jobs.publish(job.id)
        await shown_as(lotse, job, 2)
        assert len(lotse.telegram.messages[CHANNEL]) == 1
        assert len(lotse.telegram.buttons(CHANNEL)) == 3

    on_telegram(test)


def test_drafts_and_what_was_closed_unseen_are_not_posted_and_deadlines_close() -> None:
    async def test(lotse: Lotse) -> None:
        board = lotse.stores.jobs
        board.add(RUNNING, "web:anna")
        unseen = board.add(RUNNING, "web:anna")
        board.publish(unseen.id)
        board.close(unseen.id)
        job = published(lotse)
        await shown_as(lotse, job, 1)
        assert len(posts(lotse)) == 1

    on_telegram(test)


def test_what_is_over_at_the_start_is_closed_and_what_was_missed_is_made_good() -> None:
    async def test(lotse: Lotse) -> None:
        board = lotse.stores.jobs
        job = published(lotse)
        await shown_as(lotse, job, 1)
        lotse.telegram.messages[CHANNEL].clear()
        board.edit(job.id, replace(RUNNING, deadline=date(2020, 1, 1)), 1)
        lotse.telegram.expected.add("message to edit not found")
        await shown_as(lotse, job, 2)
        # An administrator deleted the post: it is not posted again.
        assert posts(lotse) == []
        assert board.close_due(date(2020, 1, 2))
        await shown_as(lotse, job, 2, closed=True)

    on_telegram(test)


def test_forty_jobs_at_once_are_posted_once_each_and_no_faster_than_telegram_allows() -> None:
    async def scenario() -> None:
        async with lotse_on_telegram() as lotse:
            # A minute of Telegram's lasts a fiftieth here, so the server must count no minute of its own.
            lotse.telegram.posts_a_minute = 1_000
            jobs = [published(lotse, title=f"Stelle {number} (m/w/d)") for number in range(40)]
            await lotse.telegram.until(lambda: all(stands(lotse, job) for job in jobs), 60)
            await lotse.delivery.idle()
            titles = [one.splitlines()[0] for one in posts(lotse)]
            assert titles == [job.post.title for job in jobs]
            at = [one["at"] * 50 for one in lotse.telegram.messages[CHANNEL]]
            assert max(sum(start <= other < start + 60 for other in at) for start in at) <= 20
            assert lotse.telegram.faults == []

    asyncio.run(scenario())


def test_a_long_job_stays_one_message_that_an_edit_can_change() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse, description="Sehr viel <b>zu tun</b>. 😀" * 300, requirements=("Ausdauer & mehr",) * 60)
        await shown_as(lotse, job, 1)
        [post] = posts(lotse)
        assert "Gekürzt." in post
        await lotse.happens(said(f"/start {job.token}"))
        assert "Ausdauer & mehr" in "".join(lotse.telegram.sent(ANNA))

    on_telegram(test)


def test_a_refused_post_holds_no_other_up() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.telegram.trouble.append(Trouble("sendMessage", "429", seconds=1))
        first, second = published(lotse), published(lotse, apply_link="", apply_email="a@example.com")
        await shown_as(lotse, first, 1)
        await shown_as(lotse, second, 1)
        assert len(posts(lotse)) == 2
        assert len(lotse.telegram.buttons(CHANNEL)) == 2

    on_telegram(test)


def test_a_candidate_opens_a_job_by_its_link() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        await lotse.happens(said(f"/start {job.token}", locale="en"))
        intro, card = lotse.telegram.sent(ANNA)
        assert "automated assistant" in intro
        assert card.startswith("Bauleiter Hochbau (m/w/d)")
        assert "Sie leiten Baustellen im Kölner Norden." in card
        assert "Veröffentlicht am" in card
        lotse.stores.jobs.close(job.id)
        await lotse.happens(said(f"/start {job.token}"), said("/start " + "x" * 32, locale="en"))
        assert "Diese Stelle ist geschlossen." in lotse.telegram.sent(ANNA)[2]
        assert "does not exist" in lotse.telegram.sent(ANNA)[3]

    on_telegram(test)


def test_the_latest_jobs_are_listed_with_a_button_each() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("/jobs"))
        assert "keine Stelle offen" in lotse.telegram.sent(ANNA)[-1]
        lotse.stores.jobs.add(make_post(title="Entwurf (m/w/d)"), "web:anna")
        jobs = [published(lotse, title=f"Stelle {number} (m/w/d)") for number in range(7)]
        await lotse.happens(said("/stellen"))
        listed = lotse.telegram.sent(ANNA)[-1]
        assert [f"Stelle {number} " in listed for number in range(7)] == [False, False] + [True] * 5
        assert "Brückner & Söhne Bau · Köln, teilweise Homeoffice · Vollzeit, Teilzeit" in listed
        buttons = lotse.telegram.buttons(ANNA)
        assert buttons[0]["callback_data"] == f"job:{jobs[-1].token}"
        await lotse.presses(buttons[0]["callback_data"], "q1")
        assert shown(lotse.telegram.messages[ANNA][-1]["source"]).startswith("Stelle 6 (m/w/d)")
        assert all(job.id not in str(lotse.telegram.messages) for job in jobs)

    on_telegram(test)


def test_the_channel_is_named_as_it_is_set() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        await shown_as(lotse, job, 1)
        known = stands(lotse, job)
        assert known is not None
        assert known.chat == CHANNEL_NAME

    on_telegram(test)


def test_who_leaves_has_no_alerts_any_more() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.stores.alerts.subscribe(f"telegram:{ANNA}", make_wish(), "v1")
        await lotse.happens(blocked())
        assert lotse.stores.alerts.subscriptions(f"telegram:{ANNA}") == ()

    on_telegram(test)


def test_questions_about_a_job_are_answered_from_its_post_and_counted() -> None:
    async def test(lotse: Lotse) -> None:
        job = published(lotse)
        await lotse.happens(
            said(f"/start {job.token}"), said("Was verdient man da?"), said("Kann ich einen Hund haben?")
        )
        salary, other = lotse.telegram.sent(ANNA)[-2:]
        assert salary.startswith("Zur Stelle: Bauleiter Hochbau (m/w/d)")
        assert "58.000 €" in salary
        assert "Stellenanzeige von Brückner & Söhne Bau" in salary
        assert other.startswith("Kann ich einen Hund haben? | –")
        await lotse.happens(said("Dunkles Geheimnis?"), said("Wann geht es los?"))
        unknown, start = lotse.telegram.sent(ANNA)[-2:]
        assert "Dazu finde ich in der Anzeige nichts." in unknown
        assert "Wann es losgeht, steht nicht in der Anzeige." in start
        assert "Fragen Sie dazu am besten: Jana Weber, 0221 5550" in start
        assert "nachfragen?" not in start
        asked = {one.aspect: (one.questions, one.unanswered) for one in lotse.stores.jobs.asked(job.id)}
        assert asked == {Aspect.SALARY: (1, 0), Aspect.OTHER: (1, 1), Aspect.START: (1, 1)}
        data = lotse.telegram.buttons(ANNA)[-1]["callback_data"]
        await lotse.presses(data, "q1")
        assert "Danke" in lotse.telegram.toasts["q1"]

    on_telegram(test)


def test_another_job_takes_the_place_of_the_one_before() -> None:
    async def test(lotse: Lotse) -> None:
        first, second = published(lotse), published(lotse, title="Kranführer (m/w/d)", salary=None)
        await lotse.happens(said(f"/start {first.token}"), said(f"/start {second.token}"), said("Was verdient man da?"))
        answer = lotse.telegram.sent(ANNA)[-1]
        assert answer.startswith("Zur Stelle: Kranführer (m/w/d)")
        assert "Was gezahlt wird, steht nicht in der Anzeige." in answer
        lotse.stores.jobs.close(second.id)
        await lotse.happens(said("Ist die Stelle noch offen?"))
        assert "Nein, diese Stelle ist geschlossen." in lotse.telegram.sent(ANNA)[-1]

    on_telegram(test)
