"""Where Lotse meets people. Each platform: inbound (event → Message), outbound (Answer → payload, pure), app."""
