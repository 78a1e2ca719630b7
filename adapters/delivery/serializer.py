"""How what DBOS keeps is written: as JSON, so that nothing in the database is ever run."""

import json
from typing import Any

from dbos import Serializer

from adapters.delivery.errors import DeliveryError, FailedError

_ERROR = "error"
_VALUE = "value"


class JsonSerializer(Serializer):
    """Writes JSON. Of an error only its text and its tries are kept, read back as FailedError or DeliveryError."""

    def name(self) -> str:
        """Return what is kept beside each value."""
        return "lotse_json"

    def serialize(self, data: Any) -> str:
        """Return the text. Raises TypeError for what is neither JSON nor an exception."""
        if isinstance(data, FailedError):
            return json.dumps({_ERROR: data.reason, "tries": data.tries})
        if isinstance(data, BaseException):
            return json.dumps({_ERROR: type(data).__name__})
        return json.dumps({_VALUE: data})

    def deserialize(self, serialized_data: str) -> Any:
        """Return what was written, tuples as lists."""
        kept = json.loads(serialized_data)
        if _ERROR not in kept:
            return kept[_VALUE]
        return FailedError(kept[_ERROR], kept["tries"]) if "tries" in kept else DeliveryError(kept[_ERROR])
