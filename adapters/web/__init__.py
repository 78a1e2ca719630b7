"""The web chat: the browser's side of Lotse, and its JSON API."""
