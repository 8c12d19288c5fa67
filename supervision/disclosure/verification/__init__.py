"""核验 verification: what a stranger can check of a published site without trusting anybody."""
