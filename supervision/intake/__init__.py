"""收件 intake: files from outside become judged rows. Reads no table and writes none; knows neither Flask nor peewee.

``spreadsheet`` reads a hardened table · ``headings`` says what each column is · ``divisions`` knows the area codes ·
``judge`` says of each row: accepted, accepted with doubts, refused · ``matching`` compares with the register.
"""
