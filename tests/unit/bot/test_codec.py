import json
from dataclasses import fields
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import TAG, TAGS, VERSION, Codec
from bot.models import Answer, Block, Citation, Correction, Outcome, Recommendation, Recommendations, Text
from bot.store_errors import UnreadableError
from bot.understanding.models import Conversation
from knowledge.models import Language
from tests.fakes.assistant import rich_answer
from tests.fakes.exchanges import make_state
from tests.fakes.values import values_of, with_later_fields

CODEC = Codec()

WRITTEN = (
    '{"version":1,"outcome":"answered","language":"de","blocks":['
    '{"block":"understood","tags":[{"kind":"role","label":"Stelle","value":"Koch","inferred":true}]},'
    '{"block":"heading","text":"H"},'
    '{"block":"notice","kind":"caveat","text":"N","points":[3]},'
    '{"block":"recommendations","items":[{"channel":"xing","name":"XING","fit":0.5,'
    '"reasons":[{"text":"R","points":[1],"inferred":false}],"limits":[]}]},'
    '{"block":"listing","entries":[{"id":"e","title":"E","text":"T","points":[]}]},'
    '{"block":"checklist","id":"c","title":"C","steps":[]},'
    '{"block":"comparison","names":["A"],"rows":[["was",["x"]]]},'
    '{"block":"text","text":"\\u00fc\\u0000","points":[7,8]}],'
    '"topic":null,"topics":["t"],"channels":["xing"],"citations":['
    '{"passage":"p","title":"T","points":[1],"source":"S","text":"W"}],"suggestions":["?"],"confidence":0.25}'
)
"""As version 1 wrote it, and databases hold it: this must be readable for ever."""


@given(values_of(Answer))
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    read = CODEC.decode_answer(CODEC.encode_answer(answer), "e1")
    assert read == answer
    assert read.confidence == answer.confidence


@given(values_of(Conversation))
def test_a_state_is_read_as_it_was_written(state: Conversation) -> None:
    assert CODEC.decode_state(CODEC.encode_state(state), "another") == state


@given(st.lists(values_of(Correction), max_size=3).map(tuple))
def test_corrections_are_read_as_they_were_written(corrections: tuple[Correction, ...]) -> None:
    assert CODEC.decode_corrections(CODEC.encode_corrections(corrections), "e1") == corrections


@given(values_of(Answer))
def test_what_is_written_is_ascii_without_nul(answer: Answer) -> None:
    text = CODEC.encode_answer(answer)
    assert text.isascii()
    assert "\x00" not in text


@given(values_of(Answer), values_of(Conversation))
def test_fields_of_a_later_version_are_passed_over(answer: Answer, state: Conversation) -> None:
    later = json.dumps(with_later_fields(json.loads(CODEC.encode_answer(answer))))
    assert CODEC.decode_answer(later, "e1") == answer
    later = json.dumps(with_later_fields(json.loads(CODEC.encode_state(state))))
    assert CODEC.decode_state(later, "another") == state


def test_fields_that_are_missing_take_their_defaults() -> None:
    least = '{"outcome":"unknown","language":"en","blocks":[{"block":"text","text":"?"}]}'
    assert CODEC.decode_answer(least, "e1") == Answer(Outcome.UNKNOWN, Language.EN, (Text("?"),))
    assert CODEC.decode_state('{"id":"c1"}', "c1") == Conversation("c1")


def test_every_kind_of_block_has_a_tag_of_its_own() -> None:
    assert set(TAGS.values()) == set(get_args(Block))
    assert all(TAG not in {field.name for field in fields(kind)} for kind in TAGS.values())


def test_what_version_1_wrote_is_readable_and_still_written() -> None:
    answer = CODEC.decode_answer(WRITTEN, "e1")
    assert {type(block) for block in answer.blocks} == set(get_args(Block))
    assert answer.citations == (Citation("p", "T", (1,), "S", "W"),)
    assert CODEC.encode_answer(answer).startswith(WRITTEN[:-1])
    assert VERSION == 1


def test_numbers_of_numpy_are_kept_as_pythons() -> None:
    fit = Recommendation("xing", "XING", np.float32(0.1), ())  # type: ignore[arg-type]
    answer = Answer(Outcome.ANSWERED, Language.DE, (Recommendations((fit,)), Text("", (np.int64(7),))))  # type: ignore[arg-type]
    read = CODEC.decode_answer(CODEC.encode_answer(answer), "e1")
    assert read == answer
    assert isinstance(read.blocks[0], Recommendations)
    assert type(read.blocks[0].items[0].fit) is float


def test_what_cannot_be_kept_is_refused_when_written() -> None:
    with pytest.raises(TypeError, match="object cannot be kept"):
        CODEC.encode_answer(Answer(Outcome.ANSWERED, Language.DE, (), topic=object()))  # type: ignore[arg-type]


UNREADABLE: dict[str, Any] = {
    "": "damaged",
    "{": "damaged",
    "[" * 100_000: "damaged",
    "[]": "list instead of dict",
    "{}": "outcome: is missing",
    '{"version":2}': "is of version 2, not 1",
    '{"outcome":"puzzled"}': "outcome: unknown Outcome",
    '{"outcome":["answered"]}': "outcome: unknown Outcome",
    '{"outcome":"answered","language":"de","blocks":{}}': "blocks: dict instead of list",
    '{"outcome":"answered","language":"de","blocks":[{"block":"hologram"}]}': "blocks: unknown block",
    '{"outcome":"answered","language":"de","blocks":[{"block":["text"]}]}': "blocks: unknown block",
    '{"outcome":"answered","language":"de","blocks":[{"block":"text"}]}': "blocks: text: is missing",
    '{"outcome":"answered","language":"de","blocks":[{"block":"text","text":5}]}': "blocks: text: int instead of str",
    '{"outcome":"answered","language":"de","blocks":[],"confidence":true}': "confidence: bool instead of float",
    '{"outcome":"answered","language":"de","blocks":[{"block":"comparison","names":[],"rows":[["a"]]}]}': (
        "blocks: rows: 1 entries instead of 2"
    ),
}


@pytest.mark.parametrize(("text", "reason"), UNREADABLE.items(), ids=[text[:60] or "empty" for text in UNREADABLE])
def test_an_answer_that_cannot_be_read_is_an_error_that_names_it(text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        CODEC.decode_answer(text, "exchange e1")
    assert str(caught.value) == f"exchange e1: cannot be read by this version of Lotse ({reason})"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"id":1}', '{"version":2,"id":"c1"}', '{"id":"c1","last":7}']
)
def test_a_state_that_cannot_be_read_is_a_fresh_conversation(text: str) -> None:
    assert CODEC.decode_state(text, "c1") == Conversation("c1")


@given(
    st.text(st.characters(), max_size=40)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_no_state_makes_reading_fail(text: str) -> None:
    assert CODEC.decode_state(text, "c1") == Conversation("c1")


@given(st.data())
def test_no_damage_makes_reading_fail_in_another_way(data: st.DataObject) -> None:
    state, answer = CODEC.encode_state(make_state("c1")), CODEC.encode_answer(rich_answer())
    first, last = data.draw(st.integers(0, len(state))), data.draw(st.integers(0, len(state)))
    assert CODEC.decode_state(state[:first] + state[last:], "c1").id
    with pytest.raises(UnreadableError):
        CODEC.decode_answer(answer[: data.draw(st.integers(0, len(answer) - 1))], "e1")


def test_a_type_that_needs_a_tag_or_has_no_decoder_is_refused() -> None:
    from bot.decoding import Tagged, decoder_of

    blocks = Tagged(Block, TAG, TAGS)
    with pytest.raises(TypeError, match="a union needs tags"):
        decoder_of(int | str, blocks)
    with pytest.raises(TypeError, match="no decoder"):
        decoder_of(bytes, blocks)
