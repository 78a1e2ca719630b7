"""What Lotse knows: models, the content that editors write, and its validation. No SQL, no search, no chat."""
