"""What the README's figures come from: `python -m benchmarks` for speed and memory, `.answer_quality` for answers."""
