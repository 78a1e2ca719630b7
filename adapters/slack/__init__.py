"""Slack for recruiters: what comes in, what goes out, and the application on slack-bolt."""
