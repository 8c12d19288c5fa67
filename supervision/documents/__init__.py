"""文书 Official papers: data → HTML → PDF. ``papers`` says what stands in them, ``render`` makes them."""
