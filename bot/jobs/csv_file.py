"""CSV → entries: a header of field names, in either language; separated by comma, semicolon or tab."""

import csv
import io

from bot.jobs.errors import JobFileError
from bot.jobs.sheet import Entry, draft_from, fields_of

SEPARATORS = ",;\t"


def read_csv(text: str) -> tuple[Entry, ...]:
    """Return the rows. Raises JobFileError, which names the line, where columns and header do not fit."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = next(rows, [])
        fields = fields_of([name.strip() for name in header], f"line {rows.line_num}")
        entries = []
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                if len(row) != len(fields):
                    raise JobFileError(f"line {line}: has {len(row)} columns, but the header has {len(fields)}")
                entries.append(Entry(line, draft_from(dict(zip(fields, row, strict=True)))))
            line = rows.line_num + 1
    except csv.Error as error:
        raise JobFileError(f"line {rows.line_num}: is no CSV ({error})") from error
    return tuple(entries)
