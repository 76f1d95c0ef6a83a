"""What is written in C gives the same as the Python that says what is to be computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.checks import repeated_sentences
from artlint.checks.common import block_similarity, name_forms
from artlint.text import blocks, folding, native
from artlint.text.article import Article
from artlint.text.line_model import features, model
from artlint.text.measures import ngrams, shingles, tokenizer
from artlint.text.measures.word_stats import Words
from tests.support.texts import LONGER_TEXTS

pytestmark = pytest.mark.skipif(
    not native.built, reason="artlint/text/native was not compiled: there was no C compiler"
)


def in_python(function: Callable[..., Any], *arguments: object) -> Any:
    """What a function gives without the part in C."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "built", None)
        return function(*arguments)


# Two words that an FNV-1a hash of 64 bits takes for one: somebody may write what a known hash does not tell apart.
SAME_TO_FNV = ("\U00028452\U00022051\u4e00", "\U00028453\U00023c95\U0002a2f9")
# Few different words and many texts, so that texts are equal, share rows of words, half of their words, or just miss it.
WORD = st.sampled_from(["the", "ferry", "left", "a", "b", "日本", "ไทย", "İ", *SAME_TO_FNV])
FOLDED = st.lists(st.lists(WORD, max_size=20).map(" ".join).map(folding.fold), max_size=24)


@settings(max_examples=500)
@given(FOLDED, st.integers(1, 80), st.sampled_from([0.0, 0.05, 0.12, 0.5, 1.0]))
def test_similar_blocks_in_c_are_those_in_python(texts: list[str], near_characters: int, far: float) -> None:
    found = block_similarity.may_be_similar(texts, near_characters, far)
    assert found == in_python(block_similarity.may_be_similar, texts, near_characters, far)


def test_too_many_pairs_are_too_many_in_both() -> None:
    """Of blocks that have nothing in common, there are fewer than so many pairs for each, or more."""
    most = 2 * block_similarity.MAX_PAIRS_PER_BLOCK + 1
    for count, found in ((most, False), (most + 1, True)):
        texts = [" ".join(f"w{n}x{k}" for k in range(10, 18)) for n in range(100, 100 + count)]
        assert block_similarity.may_be_similar(texts, 10, 0.12) is found
        assert in_python(block_similarity.may_be_similar, texts, 10, 0.12) is found


@settings(max_examples=500)
@given(FOLDED)
def test_shared_ngrams_in_c_are_those_in_python(texts: list[str]) -> None:
    assert repeated_sentences._sharing(texts) == in_python(repeated_sentences._sharing, texts)


def test_no_word_is_taken_for_another() -> None:
    row = "one two three four five six seven "
    assert repeated_sentences._sharing([row + word for word in SAME_TO_FNV]) == []
    assert repeated_sentences._sharing([row + SAME_TO_FNV[0]] * 2) == [0, 1]


def test_the_scripts_without_spaces_are_the_same() -> None:
    """Each of their characters counts as a word."""
    characters = [chr(c) for c in range(0x30000) if chr(c).isalnum()]
    dense = {c for c in characters if blocks.dense(c)}
    assert {c for c in characters if len(shingles.shingles(f"a{c}b", 3)) > 0} == dense
    assert len(dense) > 30_000


@settings(max_examples=500)
@given(LONGER_TEXTS)
def test_the_model_in_c_is_the_one_in_python(text: str) -> None:
    """To the last bit, for every line and not only for those that are reported."""
    article = Article(text)
    lines = [features.line(s) for s in article.segments]
    assert model.probabilities(article) == model.judge(article, lines)
    assert model.seen(article) == [(e.prose, e.words, bool(e.near[1]), e.near[3]) for e in lines]


@settings(max_examples=500)
@given(st.lists(st.text()))
def test_folding_in_c_is_folding_in_python(texts: list[str]) -> None:
    assert native.built.fold_all(texts) == [folding.fold(text) for text in texts]


@settings(max_examples=300)
@given(LONGER_TEXTS)
def test_names_in_c_are_those_of_the_pattern(text: str) -> None:
    found = [word for word in re.findall(name_forms.NAME, text) if word[0].isupper() and len(word) <= 40]
    assert native.built.name_counts(text, 40) == folding.counted(found)


NOT_PLAIN = st.sampled_from(sorted(tokenizer.NOT_PLAIN)).flatmap(
    lambda w: st.sampled_from([w, w + ",", w + ".", w[:-1]])
)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(["the", "a", "A", "rain", ".", "\U0001f327"]), max_size=80), st.integers(1, 12))
def test_runs_of_words_in_c_are_those_in_python(words: list[str], n: int) -> None:
    """The same places, and the same ones of them alike."""
    by_hash = in_python(ngrams.Repeats(Words("", words)).runs, n)
    found = native.built.repeated_ngrams(words, n)
    assert list(found) == list(by_hash)
    first: dict[int, int] = {}
    assert found == {place: first.setdefault(number, place) for place, number in by_hash.items()}


@settings(max_examples=500)
@given(st.lists(st.one_of(st.text(max_size=6), st.from_regex(r"[A-Za-zé]{1,5}[.,;:!?]?", fullmatch=True), NOT_PLAIN)))
def test_words_and_marks_in_c_are_those_in_python(pieces: list[str]) -> None:
    text = " ".join(pieces)
    tokenizer.pieces.clear()
    found = tokenizer.tokens(text)
    tokenizer.pieces.clear()
    assert found == [token for piece in text.split() for token in tokenizer.pieces[piece]]


def test_wrong_arguments_are_refused() -> None:
    """Each is an exception, and no crash."""
    judge = model._model(native.built).judge
    for arguments in [
        ([""], [1, 1], [1]),
        (["a"], [1], [1]),
        (["a"], [1, 1], []),
        ([1], [1, 1], [1]),
        (("a",), [], []),
    ]:
        with pytest.raises((TypeError, ValueError)):
            judge(*arguments)
    with pytest.raises(TypeError):
        native.built.fold_all([b"a"])
    with pytest.raises((TypeError, ValueError)):
        native.built.Model(words="a")
    for more in ((["a"], 1, 0.1), ([1], 1, 0.1, 1, 1, 1), (("a",), 1, 0.1, 1, 1, 1)):
        with pytest.raises(TypeError):
            native.built.may_be_similar(*more)
    for more in ((["a"], 0), (["a"], 65), ([1], 8)):
        with pytest.raises((TypeError, ValueError)):
            native.built.shared_ngrams(*more)
    for arguments in ((("a",), 1), (["a"], 0), (["a", 1], 1), (["a"],)):
        with pytest.raises((TypeError, ValueError)):
            native.built.repeated_ngrams(*arguments)
    for more in (
        ("a-b", {"a-b": ["a"]}, frozenset()),
        ("a", [], frozenset()),
        ("a", {}, set()),
        ("a-b", {}, frozenset()),
    ):
        with pytest.raises((TypeError, KeyError)):
            native.built.tokenize(*more)


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (features, "SHAPE", features.SHAPE[1:]),
        (features, "TOLD", (*features.TOLD, "more")),
        (features, "NEARBY_LINES", (-1, 1)),
        (model, "NEAR_LOGITS", (*model.NEAR_LOGITS, 6)),
        (features, "MAX_TERM_WORDS", 10_000),
        (features, "MAX_DISTANCE", "far"),
        (model, "_limits", lambda: {"missing": 1.0}),
    ],
)
def test_a_model_of_other_numbers_is_refused(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str, value: object
) -> None:
    monkeypatch.setattr(model, "_native", None)
    monkeypatch.setattr(owner, name, value)
    with pytest.raises((TypeError, ValueError)):
        model._model()


def test_the_limits_are_those_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """With other ones, both give other numbers, and the same."""
    text = "Related Articles\n\nThe ferry left.\n\n" + "The harbour was closed for a week, and nobody knew why. " * 3
    article = Article(text)
    before = model.probabilities(article)
    for name, value in (
        ("MIN_LONG_WORDS", 1000),
        ("MAX_DISTANCE", 1),
        ("MIN_SENTENCE_WORDS", 2),
        ("MAX_AVERAGED_LINES", 1),
    ):
        monkeypatch.setattr(features, name, value)
        monkeypatch.setattr(model, "_native", None)
        article = Article(text)
        assert model.probabilities(article) == model.judge(article, [features.line(s) for s in article.segments])
    assert model.probabilities(article) != before
