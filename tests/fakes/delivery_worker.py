"""A worker process for tests: `python -m tests.fakes.delivery_worker '[url, journal, per minute, poll seconds]'`.

Listens on a free port, which it prints, for events; stops on SIGTERM.
"""

import asyncio
import json
import signal
import sys

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from adapters.delivery import AmbiguousError, Delivery, Inbound, Outgoing, Platform, Policy, StoppedError
from tests.fakes.delivery import Answers


class HttpSender:
    """Sends to a journal server."""

    def __init__(self, session: ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def send(self, outgoing: Outgoing) -> str:
        body = {"id": outgoing.id, "conversation": outgoing.conversation, "payload": outgoing.payload}
        try:
            async with self._session.post(f"{self._address}/send", json=body) as response:
                return str((await response.json())["id"])
        except (ClientError, TimeoutError) as error:
            raise AmbiguousError from error

    async def find(self, outgoing: Outgoing) -> str | None:
        async with self._session.get(f"{self._address}/find", params={"id": outgoing.id}) as response:
            found = (await response.json())["id"]
            return None if found is None else str(found)

    def recorded(self, outgoing: Outgoing) -> None:
        """Every message can be looked for."""


async def serve(url: str, journal: str, policy: Policy) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        delivery = Delivery(url, {"fake": Platform(Answers(), HttpSender(session, journal))}, policy)
        await delivery.start()
        runner = await _listening(delivery)
        await ended.wait()
        await delivery.stop()
        await runner.cleanup()


async def _listening(delivery: Delivery) -> web.AppRunner:
    async def accept(request: web.Request) -> web.Response:
        body = await request.json()
        try:
            new = await delivery.accept(Inbound(platform="fake", **body))
        except StoppedError:
            return web.Response(status=503)
        return web.json_response({"new": new})

    app = web.Application()
    app.add_routes([web.post("/accept", accept)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    return runner


def main() -> None:
    url, journal, per_minute, poll_seconds = json.loads(sys.argv[1])
    asyncio.run(serve(url, journal, Policy(per_minute=per_minute, poll_seconds=poll_seconds)))


if __name__ == "__main__":
    main()
