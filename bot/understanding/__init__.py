"""Message → Understanding: language, intent, topics and the brief."""
