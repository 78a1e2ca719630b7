"""The assistant: understands a message, gathers evidence and composes a platform-neutral answer."""
