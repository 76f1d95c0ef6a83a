"""Words that are written with a capital inside: names of firms, wares and people (iPhone, easyJet, diMaggio)."""

from __future__ import annotations

# First halves of such names: what stands before a surname or a place, and words in names of firms and wares.
FIRST_HALVES = frozenset(
    ("mc", "mac", "fitz", "de", "di", "du", "da", "del", "della", "des", "dal", "dos", "la", "le", "les", "lo",
     "van", "von", "vande", "vander", "ter", "san", "ben", "bin", "abu", "ibn", "mag", "deg", "nic", "air",
     "easy", "jet", "deviant", "open", "inno", "dream", "master", "play", "power", "word", "sound", "face", "you",
     "linked", "huff", "buzz", "fed", "pay", "snap", "whats", "net", "soft", "micro", "home", "work", "health",
     "smart", "cyber", "sun", "sky", "fire", "free", "base", "star", "bio", "eco", "euro", "inter", "trans",
     "super", "hyper", "multi", "data", "cloud", "green", "life", "auto", "photo", "video", "tele", "tech",
     "door", "quick", "share", "post", "java", "coffee", "live", "red", "world", "news", "mobile", "mini", "mega",
     "meta", "nano", "crypto", "bit", "coin", "block", "pan", "bank", "think", "view", "wiki", "chat", "deep",
     "mono", "poly", "semi", "anti", "non", "pre", "pro", "ultra", "mcdonald", "check", "plug", "opt", "built",
     "add", "sign", "log")
)  # fmt: skip
BOTH_SEXES = ("In", "Innen")  # German: LehrerInnen


def is_name(before: str, after: str, text: str) -> bool:
    """Whether a word with a capital inside is a name: by its halves, or because the article has it more than once."""
    return before.lower() in FIRST_HALVES or after in BOTH_SEXES or text.count(before + after) > 1
