"""评价方法的公开文件: the calculator's scripts, and each scheme as a program for it."""

CALCULATOR = ("exact", "expressions", "points", "outcomes")
"""The calculator itself, in the order in which its parts build on each other."""
