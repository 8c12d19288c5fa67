"""Reads: selects that return frozen dataclasses, never rows. Every query takes the actor's area scope."""
