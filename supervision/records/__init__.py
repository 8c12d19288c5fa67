"""公开记录 public records: the frozen types a snapshot is made of. What has no field here cannot become public.

``queries/public.py`` fills them, ``disclosure`` reads nothing else. One kind a file:

    values       texts in two languages, legal references, codes
    facilities   facility and its area, kind, services, staff counts, insurance, life cycle
    inspections  plan, item, draw, result, finding
    scores       star grade, performance rating, credit rating with every line of the sheet
    annual_results  ranking of streets, indicators against targets, subsidies due, of a closed year
    decisions    listing, tombstone, penalty, objection, notice
    rules        rule file and law
    snapshot     all of them together, on one day; reading, writing, checking, JSON Schema
"""
