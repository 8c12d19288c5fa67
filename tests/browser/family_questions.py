"""Ten questions that a family asks of one facility's page, and what each costs on a telephone of 360 × 800.

``python -m tests.browser.family_questions SITE [CODE]`` prints the table that stands in ``portal_docs/ACCESS.md``.
A tap is a tap; a screen is what has to be scrolled from where the last tap led until the whole answer was in view.
"""

import sys
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.conftest import CHROMIUM, CHROMIUM_WORDS


@dataclass(frozen=True, slots=True)
class Question:
    """问题: what is asked, the taps that lead there, and the element that answers; in Chinese and English."""

    chinese: str
    english: str
    taps: tuple[str, ...]
    answer: str


QUESTIONS = (
    Question("这家好不好？", "Is it good?", (), ".answers .stat:first-child"),
    Question("怎么知道的，什么时候看的？", "How do they know, and since when?", (), ".answers [href='#know']"),
    Question("有没有没改好的问题？", "Is anything still wrong?", (), ".answers [href='#wrong']"),
    Question("用简单的话怎么说？", "And in plain words?", (), ".easy li:nth-child(3)"),
    Question("查出过什么，改了没有？", "What went wrong, was it put right?", (".jump [href='#wrong']",), ".finding"),
    Question("多少钱？", "What does it cost?", (".jump [href='#offer']",), "#offer ~ .columns table"),
    Question("还有床位吗，多少人照顾？", "Are beds free, how many carers?", (".jump [href='#offer']",), "#offer ~ .columns .facts dd:nth-of-type(3)"),
    Question("怎么去，什么时候能探访？", "How do I get there, when may I visit?", (".jump [href='#go']",), "#go ~ .facts dd:nth-of-type(3)"),
    Question("怎么投诉？", "How do I complain?", (".jump [href='#go']",), "#go ~ .facts [href='tel:12345']"),
    Question("为什么是这个等级？", "Why this grade?", (".jump [href='#good']", ".score-card summary"), ".score-card .why[open] table"),
)  # fmt: skip


def cost(page: Page, address: str, question: Question) -> tuple[int, float]:
    """Return how many taps and screens the answer to a question costs."""
    page.goto(address)
    for tap in question.taps:
        page.locator(tap).first.click()
        if "jump" in tap:
            page.wait_for_function("location.hash.length > 1")
    script = """(sought) => {
        const box = document.querySelector(sought).getBoundingClientRect();
        return Math.max(0, Math.min(box.bottom, box.top + 200) - innerHeight) / innerHeight;
    }"""
    return len(question.taps), round(page.evaluate(script, question.answer), 1)


def main(site: str, code: str) -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_WORDS)
        page = browser.new_page(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
        print("| question | 问题 | taps | screens |\n|---|---|--:|--:|")
        for question in QUESTIONS:
            taps, screens = cost(page, f"file://{site}/f/{code}.html", question)
            print(f"| {question.english} | {question.chinese} | {taps} | {screens} |")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
