"""One file a step, in the order of their names. What is released is never changed."""
