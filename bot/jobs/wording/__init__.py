"""Wordings of job posts, German and English side by side, and the words by which posts and questions are read."""
