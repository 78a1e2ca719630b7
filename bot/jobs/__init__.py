"""Job posts: what recruiters publish, what candidates search, ask about and are told of."""
