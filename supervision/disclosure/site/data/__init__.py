"""开放数据 open data: everything on the site once more for machines, in the forms that other people's tools read.

``tables`` turns records into CSV and JSON lines, ``meanings`` says what each column holds, ``official`` gives results
and penalties in the columns of the national forms, ``package`` binds all of it together and into one archive,
``archives`` keeps that of earlier days, ``withdrawal`` takes out of it what is no longer public, ``deadlines`` is a calendar.
"""

from supervision.disclosure.site.data.archives import DAYS, INDEX, Archive, carry_over, index
from supervision.disclosure.site.data.deadlines import calendar
from supervision.disclosure.site.data.package import archive_name, citation, cited, files
from supervision.disclosure.site.data.pieces import Standing
from supervision.disclosure.site.data.tables import facility_json, lists, valid_until

__all__ = [
    "DAYS",
    "INDEX",
    "Archive",
    "Standing",
    "archive_name",
    "calendar",
    "carry_over",
    "citation",
    "cited",
    "facility_json",
    "files",
    "index",
    "lists",
    "valid_until",
]
