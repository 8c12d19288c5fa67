"""评分 scoring: facts in, explained score out.

Pure: reads nothing but its own rule files, knows no clock, no database, no float.
``scoring.rulebook`` holds dated law, ``scoring.rules`` the law itself as data.
"""
