"""Learning from gaps: what was not known, or did not help, becomes an answer that an editor writes."""
