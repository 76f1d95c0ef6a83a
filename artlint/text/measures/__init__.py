"""Numbers of a whole article: words, lines, repetition. Each is worked out once, and only where a rule asks for it."""
