"""评分 scoring: facts in, explained score out.

Pure: reads nothing but its own rule files, knows no clock, no database, no float. From the ground up:

- ``rulebook`` dated law, ``rules`` the law itself as data, ``local`` what places have of their own
- ``language`` the words of a rule file, ``facts`` what happened, ``schemes`` what a rule file comes to
- ``reading`` from rule files to schemes, ``sheets`` the score sheet, ``engine`` from facts to a sheet
- ``portable`` a scheme for another engine (the calculator in the browser)
- ``describe`` and ``explain`` in words, ``frozen`` kept with everything it was made from
- ``checking`` and ``rehearsal`` of rule files; ``findings``, ``penalties``, ``repair``, ``lists``: law of single acts
"""
