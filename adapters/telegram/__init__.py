"""Telegram for candidates: private chats, the job channel, and the two ways in."""
