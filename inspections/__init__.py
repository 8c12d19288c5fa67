"""检查 inspections: who inspects whom, with what, and what was found.

Pure: no I/O beyond its own checklist files, no clock, no randomness of its own.
This file, ``draw``, ``proof`` and ``__main__`` use the standard library alone, so that
``python -S -m inspections verify RECORD`` runs from a bare copy of the folder.
"""
