"""Looks again and again for what is to be handed to the delivery."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog


async def keep_looking(look: Callable[[], Awaitable[None]], seconds: float, platform: str, name: str) -> None:
    """Look, wait, and again, until it is cancelled. Whatever fails is logged as `platform.name`, and tried again."""
    while True:
        try:
            await look()
        except Exception as error:  # noqa: BLE001 - the edge: the store or the delivery may be busy for a while
            structlog.get_logger(f"lotse.{platform}").warning(f"{platform}.{name}", reason=type(error).__name__)
        await asyncio.sleep(seconds)
