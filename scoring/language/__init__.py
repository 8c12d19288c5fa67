"""规则语言 The words of a rule file: exact numbers, expressions that always end, and what they mean.

An expression is one line such as ``count(penalty where amount >= 10000 within 24 months) = 0``. It can read facts,
measures and points; it cannot loop, call itself or change anything, so every evaluation ends.
"""
