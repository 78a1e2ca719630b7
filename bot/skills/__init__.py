"""One file a skill: what Lotse can answer, each from an Understanding and evidence to an Answer."""
