"""名录文件: inspectors, experts and items as a table that comes in and goes out unchanged.

``cells`` reads and writes one cell · ``columns`` says what each directory holds, in one place a column ·
``judge`` says of each row: accepted or refused, and why · ``workbook`` writes the table and the empty template.
"""
