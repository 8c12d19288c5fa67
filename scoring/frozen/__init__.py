"""A decided score kept with everything it was made from, and made again by anybody who doubts it."""
