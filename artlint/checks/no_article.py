"""`no-article`: a text that is no article at all: an error page, a wall before the article, a list of links or of the
first lines of other articles.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.page_phrases import Phrases, prepare_phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

NAME = r"[^\W\d_][^\d\n|:]{3,40}"
DAY = r"(?:[^\W\d_]{3,10}\.? \d{1,2},? |\d{1,2}\.? [^\W\d_]{3,10}\.?,? |\d{1,2}[./]\d{1,2}[./])(?:19|20)\d\d"
DATED = rf"(?:{DAY} ?[—–|-] ?(?P<after>{NAME})|(?P<before>{NAME}) ?[—–|-] ?{DAY})$"
MAX_ARCHIVE_LINE = 80  # characters
MIN_ARCHIVED = 4  # lines of one name under different dates
ABOUT = (
    r"(?:About us|About this (?:site|website|blog)|Über uns|Über diese (?:Seite|Website)|Qui sommes-nous|À propos de nous"
    r"|Acerca de nosotros|Quiénes somos|Sobre nosotros|Sobre nós|Quem somos|Chi siamo|Over ons|O nas|О нас|О сайте)[.:?]?$"
)
ABOUT_NAME = r"(?:About|Über|À propos de|Acerca de|Sobre) (?P<name>[^\n.!?]{2,40})$"  # which the text then begins with
PRIVACY = (
    r"(?i:privacy (?:policy|notice|statement)|datenschutz(?:erklärung)?|politique de confidentialité|política de privaci?dad"
    r"|informativa sulla privacy|privacybeleid|polityka prywatności|политика конфиденциальности)[.:]?$"
)
MAX_WALL = 1500  # characters: an error page says no more
MIN_TEASERS = 4  # blocks that break off
MIN_TEASER_SHARE = 0.85  # of all longer blocks
MIN_TEASER_WORDS = 12
MIN_PAGE_SHARE = 0.9  # of the characters: lines that are likely the page's
MIN_LIKELY = 0.6  # how likely each of them must be
MIN_PAGE_LINES = 6  # so many of them: a short note is no page
STYLE = r"(?:\.\.\.|…)\s+\w.*\w.*(?:\.\.\.|…)"  # an author who likes such marks
HEADLINE = r"\s?[:：–—-]\s"  # “Access denied: how the harbour lost its key”
CUT = r"[\w,;](?:\.{3,4}|…)[\])]?\s*(?:\S+(?: \S+){0,2}\s?[»›>→]*)?$"  # also before “Read more”


class NoArticle(Check):
    """Reports the whole text, once."""

    args = {"what": "what it is instead, as words"}
    only_prepared = ("phrases",)

    class Options:
        phrases: Annotated[
            dict[str, list[str]],
            Meta(description="what pages print instead of an article, by language; a phrase begins a sentence"),
        ]

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return prepare_phrases(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._phrases = Phrases(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = article.blocks
        if not blocks:
            return
        what = self._wall(article) or _teasers(article) or _archive(article) or _about(article) or _page(article)
        if what:
            yield Finding(Span(blocks[0].start, blocks[-1].end), {"what": what})

    def _wall(self, article: Article) -> str:
        """An error page, or what stands before an article, as words."""
        if sum(len(b.text) for b in article.blocks) > MAX_WALL:
            return ""
        for index, at, key in self._phrases.places(article):
            text = article.blocks[index].text
            for match in self._phrases.matches(text, at, key):
                if not re.match(HEADLINE, text[match.end() : match.end() + 3]):
                    return f"a page that says “{quoted(match.group())}”"
        return ""


def _teasers(article: Article) -> str:
    """The first lines of several other articles, as words."""
    longer = [b for b in article.blocks if b.words >= MIN_TEASER_WORDS]
    cut = sum(re.search(CUT, b.text) is not None and not re.search(STYLE, b.text) for b in longer)
    return (
        f"the first lines of {cut} other articles"
        if cut >= MIN_TEASERS and cut >= MIN_TEASER_SHARE * len(longer)
        else ""
    )


def _archive(article: Article) -> str:
    """The pieces of one author under their dates, “Aug 26, 2017 — Jo Marsh”, as words."""
    name = article.blocks[0].text  # the page of an author begins with the name
    pieces = [b.text for b in article.blocks if name in b.text and _without_date(b.text) == name]
    return f"a list of {len(pieces)} pieces by {quoted(name)}" if len(set(pieces)) >= MIN_ARCHIVED else ""


def _without_date(text: str) -> str:
    """The name in a line that is a date and a name; empty where it is another."""
    found = re.match(DATED, text) if len(text) <= MAX_ARCHIVE_LINE else None
    return (found["before"] or found["after"] or "").strip() if found else ""


def _about(article: Article) -> str:
    """What a site says of itself, as words: “About …” at the head, and its policy of privacy below."""
    blocks = article.blocks
    if sum(len(b.text) for b in blocks) > MAX_WALL or len(blocks) < 3:
        return ""
    named = re.match(ABOUT_NAME, blocks[0].text)
    if not re.match(ABOUT, blocks[0].text) and not (named and blocks[1].text.startswith(named["name"])):
        return ""
    return "what the site says of itself" if any(re.match(PRIVACY, b.text) for b in blocks[1:]) else ""


def _page(article: Article) -> str:
    """Parts of a page and nothing else, as words."""
    from artlint.text.line_model.model import probabilities, seen, skipped

    segments, lines = article.segments, article.view(seen)
    if len(segments) < MIN_PAGE_LINES or any(map(skipped, lines)):
        return ""
    chances = probabilities(article)
    total = sum(len(s.text) for s in segments)
    of_page = sum(len(s.text) for s, chance in zip(segments, chances, strict=True) if chance >= MIN_LIKELY)
    return "lines of a page, and no sentence of an article" if of_page >= MIN_PAGE_SHARE * total else ""
