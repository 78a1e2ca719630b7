"""Finding passages: embedding, vector and keyword indexes, fusion, immutable snapshots, evaluation."""
