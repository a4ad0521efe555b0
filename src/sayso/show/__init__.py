"""What a reader sees: the JSON contract, exports, and the terminal."""
