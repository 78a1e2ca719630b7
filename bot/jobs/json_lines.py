"""Where the entries of a JSON list begin: the parser does not tell. Pure."""


def start_lines(text: str, count: int) -> list[int]:
    """Return the line, from 1 on, of each of the `count` entries of the list that `text` is; `text` is valid JSON."""
    lines: list[int] = []
    depth, line, expecting, in_text, escaped = 0, 1, False, False, False
    for letter in text:
        line += letter == "\n"
        if in_text:
            in_text = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
            continue
        if depth == 1 and expecting and not letter.isspace() and letter != "]":
            lines.append(line)
            expecting = False
        in_text = letter == '"'
        depth += (letter in "[{") - (letter in "]}")
        expecting = expecting or (depth == 1 and letter in "[,")
    return (lines + [line] * count)[:count]
