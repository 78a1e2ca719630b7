"""Conversations between a candidate and the recruiters; the `hand_offs` of a team's own threads are `chat_state.py`."""
