"""All occupations of O*NET as statements of the bundled graph.

Run with ``python tools/occupations DATA``. Only facts and figures carry over: codes, titles,
ratings, shares, pay and moves, and no descriptions.
"""
