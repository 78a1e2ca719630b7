"""How calls reach the fake Slack, and how they go wrong."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web


@dataclass
class Fault:
    """How a call of `method` goes wrong: a status, "reset", "hang", or "lost": taken, but the reply is lost."""

    method: str
    kind: str
    times: int = 1
    retry_after: str = "1"


async def read_payload(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    given = {**request.query, **(await request.post())}
    return {name: parsed(value) if name in ("blocks", "metadata") else value for name, value in given.items()}


def parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


async def broken(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.kind == "429":
        headers = {"Retry-After": fault.retry_after}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind.isdigit():
        return web.Response(status=int(fault.kind), text="<html>trouble</html>", content_type="text/html")
    if fault.kind == "hang":
        await asyncio.sleep(30)
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
