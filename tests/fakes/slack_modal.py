"""A modal as somebody uses it: opened by command, its buttons pressed, its form filled in and sent off."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_blocks import check_view, shown_text
from tests.fakes.slack_events import command, press, submission
from tests.fakes.slack_inputs import check_answer
from tests.fakes.slack_lotse import Lotse


@dataclass
class Modal:
    """One modal, as somebody sees and uses it."""

    lotse: Lotse
    user: str

    @property
    def view(self) -> dict[str, Any]:
        return self.lotse.slack.views[-1]

    @property
    def shown(self) -> str:
        return shown_text(self.view["blocks"])

    async def open(self, said: str = "jobs") -> str:
        """Use the command; return what it says where it opens nothing."""
        self.lotse.slack.triggers.add("t1")
        carried = await self.lotse.event(command(said, "", self.user, trigger="t1"), "slash_commands")
        return str(carried or "")

    async def press(self, action: str, value: str = "") -> str:
        """Press a button; return what the modal shows then."""
        body = press({"blocks": self.view["blocks"], "ts": "", "channel": ""}, action, self.user)
        assert body["actions"][0].get("value"), action
        if value:
            body["actions"][0]["value"] = value
        view = {"type": "modal", "id": f"V{len(self.lotse.slack.views)}"}
        await self.lotse.event({**body, "container": {"type": "view"}, "view": view}, "interactive")
        return self.shown

    async def send(self, **changed: str) -> dict[str, Any]:
        """Type, and send the form off; return the answer, whose view is shown from then on."""
        state = {id_: {id_: value} for id_, value in _state(self.view, changed)}
        answer = await self.lotse.event(submission(self.view, state, self.user), "interactive")
        self.lotse.slack.faults += [*check_answer(self.view, answer)]
        if answer["response_action"] == "update":
            self.lotse.slack.faults += [*check_view(answer["view"], self.lotse.slack.allowed)]
            self.lotse.slack.views[-1] = answer["view"]
        return dict(answer)


def _state(view: dict[str, Any], changed: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a client sends of each input: what stands in it, or what was changed."""
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"].partition("/")[0]
        if element["type"] == "plain_text_input":
            value = changed.get(name, element.get("initial_value"))
            yield block["block_id"], {"type": "plain_text_input", "value": value or None}
        elif element["type"] == "users_select":
            value = changed.get(name, element.get("initial_user", ""))
            yield block["block_id"], {"type": "users_select", "selected_user": value or None}
        elif element["type"] == "checkboxes":
            chosen = changed[name].split(", ") if name in changed else None
            initial = element.get("initial_options", [])
            options = [one for one in element["options"] if one["value"] in chosen] if chosen else initial
            yield block["block_id"], {"type": "checkboxes", "selected_options": options}
        else:
            value = changed.get(name, element.get("initial_option", {}).get("value", ""))
            option = next((one for one in element["options"] if one["value"] == value), None)
            yield block["block_id"], {"type": element["type"], "selected_option": option}
