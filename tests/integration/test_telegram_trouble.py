"""What goes wrong between Lotse and Telegram, and what is made of it."""

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.delivery import AmbiguousError, Outgoing, RejectedError, RetryLaterError
from adapters.telegram.calls import Call, Method, encode
from adapters.telegram.connection import Access, TelegramUnreachableError, check, connected
from adapters.telegram.pacing import Pace
from tests.fakes.jobs import make_wish
from tests.fakes.telegram_lotse import SECRET, Lotse, lotse_on_telegram, on_telegram
from tests.fakes.telegram_server import CHANNEL, CHANNEL_NAME, TOKEN, Trouble, fake_telegram
from tests.fakes.telegram_updates import ANNA, BERT, said


def outgoing(call: Call) -> Outgoing:
    return Outgoing("telegram:1:1/0", "telegram:1:1", encode(call))


def to(user: int, text: str = "Hallo") -> Outgoing:
    return outgoing(Call(Method.SEND, str(user), text))


async def failing(lotse: Lotse, part: Outgoing) -> Exception:
    try:
        await lotse.delivery.sender.send(part)
    except (RetryLaterError, AmbiguousError, RejectedError) as error:
        return error
    raise AssertionError("it was sent")


def test_a_429_holds_up_its_chat_alone_and_for_as_long_as_asked() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.telegram.trouble.append(Trouble("sendMessage", "429", seconds=40, chat=ANNA))
        error = await failing(lotse, to(ANNA))
        assert isinstance(error, RetryLaterError)
        assert error.seconds == 40
        again = await failing(lotse, to(ANNA))
        assert isinstance(again, RetryLaterError)
        assert 30 < again.seconds <= 40
        await lotse.delivery.sender.send(to(BERT))
        assert lotse.telegram.sent(BERT) == ["Hallo"]

    on_telegram(test)


def test_who_blocked_the_bot_is_left_alone_after_one_try() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.stores.alerts.subscribe(f"telegram:{ANNA}", make_wish(), "v1")
        lotse.telegram.blocked.add(ANNA)
        await lotse.happens(said("Eins"))
        assert lotse.stores.alerts.subscriptions(f"telegram:{ANNA}") == ()
        assert [name for name, _ in lotse.telegram.calls].count("sendMessage") == 1
        assert lotse.delivery.rejected == ["the bot is blocked, or no member"]

    on_telegram(test)


@pytest.mark.parametrize("kind", ["reset", "500", "502", "garbage"])
def test_what_may_have_arrived_is_in_doubt(kind: str) -> None:
    async def test(lotse: Lotse) -> None:
        lotse.telegram.trouble.append(Trouble("sendMessage", kind))
        assert isinstance(await failing(lotse, to(ANNA)), AmbiguousError)
        assert await lotse.delivery.sender.find(to(ANNA)) is None

    on_telegram(test)


def test_a_lost_reply_costs_a_second_message_since_telegram_cannot_be_asked() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.telegram.trouble.append(Trouble("sendMessage", "lost"))
        await lotse.happens(said("/start"))
        first, second = lotse.telegram.sent(ANNA)
        assert first == second

    on_telegram(test)


def test_an_edit_may_be_repeated_and_what_is_gone_or_done_is_done() -> None:
    async def test(lotse: Lotse) -> None:
        await lotse.delivery.sender.send(to(ANNA))
        number = lotse.telegram.messages[ANNA][0]["id"]
        edit = outgoing(Call(Method.EDIT, str(ANNA), "Anders", message=number))
        lotse.telegram.trouble.append(Trouble("editMessageText", "500"))
        assert isinstance(await failing(lotse, edit), RetryLaterError)
        lotse.telegram.expected |= {"not modified", "not found", "query is too old"}
        for part in (
            edit,
            edit,
            outgoing(Call(Method.EDIT, str(ANNA), "Anders", message=99_999)),
            outgoing(Call(Method.ANSWER, str(ANNA), query="old")),
        ):
            await lotse.delivery.sender.send(part)
        assert lotse.telegram.sent(ANNA) == ["Anders"]

    on_telegram(test)


def test_what_telegram_refuses_is_rejected_with_its_reason() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.telegram.expected |= {"unmatched end tag", "unsupported start tag"}
        error = await failing(lotse, to(ANNA, "<b>offen</i>"))
        assert isinstance(error, RejectedError)
        assert "can't parse entities" in str(error)

    on_telegram(test)


def test_without_a_connection_nothing_was_sent() -> None:
    async def scenario() -> None:
        async with lotse_on_telegram() as lotse:
            sender = lotse.delivery.sender
            lotse.running.connection.bot._base_url = "http://127.0.0.1:1/bot"
            with pytest.raises(RetryLaterError):
                await sender.send(to(ANNA))

    asyncio.run(scenario())


def test_an_update_is_confirmed_only_once_it_is_kept() -> None:
    async def test(lotse: Lotse) -> None:
        lotse.delivery.refusing = True
        update = lotse.telegram.add(said("Eins"))
        await lotse.telegram.until(lambda: [name for name, _ in lotse.telegram.calls].count("getUpdates") > 3)
        assert update in lotse.telegram.pending
        lotse.delivery.refusing = False
        await lotse.telegram.until(lambda: update not in lotse.telegram.pending)
        await lotse.delivery.idle()
        assert len(lotse.telegram.sent(ANNA)) == 2

    on_telegram(test)


def test_the_same_update_twice_is_answered_once() -> None:
    async def test(lotse: Lotse) -> None:
        added = lotse.telegram.add(said("Eins"))
        lotse.telegram.pending.append(added)
        await lotse.happens(said("Zwei"))
        assert len(lotse.delivery.inbounds) == 2

    on_telegram(test)


def test_updates_of_no_known_kind_hold_nothing_up() -> None:
    async def test(lotse: Lotse) -> None:
        for odd in ({"message": 5}, {"message": {"chat": []}, "odd": {}}, {"odd": {"new": True}}):
            lotse.telegram.add({"odd": 1, **odd})
        await lotse.happens(said("Eins"))
        assert len(lotse.delivery.inbounds) == 1

    on_telegram(test)


def test_polling_survives_trouble_says_it_once_and_writes_down_nothing_that_was_said() -> None:
    async def test(lotse: Lotse) -> None:
        with capture_logs() as logs:
            for kind in ("500", "garbage", "garbage", "reset"):
                lotse.telegram.trouble.append(Trouble("getUpdates", kind))
            lotse.telegram.add(said("ein Geheimnis"))
            await lotse.telegram.until(lambda: not lotse.telegram.pending, 20)
        assert next(one["reason"] for one in logs if one["event"] == "telegram.no_updates") == "NetworkError"
        assert "Geheimnis" not in str(logs)

    on_telegram(test)


def test_a_second_poller_is_named() -> None:
    async def test(lotse: Lotse) -> None:
        with capture_logs() as logs:
            await lotse.telegram.until(lambda: lotse.telegram._polls > 0)
            lotse.telegram._polls += 1
            await lotse.telegram.until(lambda: any("another process" in one.get("reason", "") for one in logs))
        await lotse.happens(said("Eins"))

    on_telegram(test)


def test_a_webhook_with_the_right_secret_is_taken_once() -> None:
    async def test(lotse: Lotse) -> None:
        telegram = lotse.telegram
        assert telegram.webhook["secret_token"] == SECRET
        update = {"update_id": 7, **said("Eins")}
        assert await telegram.call_webhook(update) == 200
        assert await telegram.call_webhook(update, **{"Content-Type": "application/json; charset=utf-8"}) == 200
        await lotse.delivery.idle()
        assert len(telegram.sent(ANNA)) == 2
        for secret in ("", "wrong", SECRET + "x", "ü"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            assert await telegram.call_webhook({"update_id": 8, **said("Zwei")}, **headers) == 401
        lotse.delivery.refusing = True
        assert await telegram.call_webhook({"update_id": 9, **said("Drei")}) == 503
        lotse.delivery.refusing = False
        assert await telegram.call_webhook({"update_id": 9, **said("Drei")}) == 200
        assert [name for name, _ in telegram.calls].count("getUpdates") == 0

    on_telegram(test, webhook=True)


def test_a_webhook_takes_nothing_else() -> None:
    async def test(lotse: Lotse) -> None:
        address, right = lotse.telegram.webhook["url"], {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with aiohttp.ClientSession() as session:
            for method, body, headers, status in (
                ("GET", b"", right, 405),
                ("POST", b"no JSON", right, 200),
                ("POST", b"[" * 100_000, right, 200),
                ("POST", b"\xff\xfe", right, 200),
                ("POST", b"x" * 1_000_001, right, 413),
                ("POST", b"{}", {}, 401),
            ):
                async with session.request(method, address, data=body, headers=headers) as answer:
                    assert answer.status == status, body[:10]
        assert lotse.delivery.inbounds == {}

    on_telegram(test, webhook=True)


@pytest.mark.parametrize(
    ("access", "told"),
    [
        (Access("nonsense"), "LOTSE_TELEGRAM__TOKEN"),
        (Access(TOKEN, channel="jobs"), "LOTSE_TELEGRAM__CHANNEL"),
        (Access(TOKEN, webhook_secret="short"), "LOTSE_TELEGRAM__WEBHOOK_SECRET"),
        (Access(TOKEN, webhook_url="https://lotse.example"), "LOTSE_TELEGRAM__WEBHOOK_SECRET"),
        (Access(TOKEN, "http://127.0.0.1:1", seconds=0.5), "cannot be reached"),
    ],
)
def test_what_is_set_wrong_is_named_and_no_value_shown(access: Access, told: str) -> None:
    found = asyncio.run(check(access))
    assert told in found
    assert TOKEN not in found
    assert "nonsense" not in found


def test_what_telegram_does_not_accept_is_named() -> None:
    async def scenario() -> None:
        async with fake_telegram() as telegram:
            wrong = TOKEN.replace("AA", "BB")
            assert "does not accept it" in await check(Access(wrong, telegram.api_url))
            assert await check(Access(TOKEN, telegram.api_url, CHANNEL_NAME)) == ""
            assert await check(Access(TOKEN, f"{telegram.api_url}/bot/", str(CHANNEL))) == ""
            assert "CHANNEL" in await check(Access(TOKEN, telegram.api_url, "@elsewhere"))
            telegram.trouble.append(Trouble("getMe", "garbage"))
            with pytest.raises(TelegramUnreachableError, match="reached"):
                async with connected(Access(TOKEN, telegram.api_url)):
                    pass

    asyncio.run(scenario())


def test_the_pace_keeps_to_telegrams_limits() -> None:
    async def scenario() -> None:
        now, waits = [100.0], []

        async def pause(seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds

        pace = Pace(lambda: now[0], pause)
        sent: list[float] = []
        for _ in range(25):
            try:
                await pace.turn("@jobs")
            except RetryLaterError as error:
                await pause(error.seconds)
                continue
            sent.append(now[0])
        assert all(sum(start <= one < start + 60 for one in sent) <= 20 for start in sent)
        begun = now[0]
        for _ in range(6):
            await pace.turn("4001")
        assert 3.0 <= now[0] - begun <= 3.5
        begun = now[0]
        for user in range(1, 301):
            await pace.turn(str(user))
        assert 300 / 30 <= now[0] - begun <= 12

    asyncio.run(scenario())


def test_nothing_waits_where_nothing_has_to(tmp_path: Path) -> None:
    waits: list[float] = []

    async def noted(seconds: float) -> None:
        waits.append(seconds)

    async def test(lotse: Lotse) -> None:
        await lotse.happens(said("Eins"))
        assert lotse.telegram.sent(ANNA)
        assert sum(waits) < 0.2

    on_telegram(test, pace=Pace(time.monotonic, noted))
