"""What the web application holds beside the chat: one area a feature, with its routes and its place in the menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from fastapi import APIRouter

if TYPE_CHECKING:
    from adapters.web.site import Site


class Place(StrEnum):
    """Where an area is found: in the main menu, or on the team's own page."""

    MAIN = "main"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class Area:
    """Pages of one feature. `name` is the wording's table: `NAME.menu` is its entry, `NAME.lead` says what it is for.

    Everybody who may ask on the web may open it: it belongs to recruiters, never to candidates. `bodies` are the
    addresses that take more than a form's few bytes, with the most that each reads.
    """

    name: str
    address: str
    place: Place
    routes: "Callable[[Site], APIRouter]"
    bodies: Mapping[str, int] = field(default_factory=dict)
