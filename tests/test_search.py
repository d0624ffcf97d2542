"""Search without a browser: folding, pairs, postings, and the files of the index."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.search import (
    FigureLabel,
    SearchBody,
    SearchHead,
    SearchSite,
    SearchSource,
    SearchTerms,
    build_index,
    fold,
    index_terms,
    parse_aliases,
    parse_traditional,
    plan_index,
)
from nianbao.search.postings import (
    SEGMENT,
    decode_ranks,
    encode_ranks,
    shard_count,
    shard_of,
    shorten_runs,
    symbol,
)
from nianbao.search.text import terms
from tests.search_corpus import ROWS, reports

TRADITIONAL = Path(__file__).parents[1] / "nianbao" / "data" / "traditional.txt"
SITE = SearchSite(
    labels={
        ROWS[0]: FigureLabel(("本年新收政府信息公开申请数量",), "表三 一、", unit="件"),
        ROWS[1]: FigureLabel(("属于国家秘密",), "表三 三、（三）1."),
    },
    aliases=(("教委", "教育委员会"),),
    traditional={"務": "务"},
)


def index_of(sources: list[SearchSource]) -> dict[str, bytes]:
    return dict(build_index(map(index_terms, sources), site=SITE))


def value_of(file: bytes) -> object:
    """What a script hands to `nianbao.shard`."""
    match = re.fullmatch(r'nianbao\.shard\("([^"]+)",(.*)\);\n', file.decode("utf-8"), re.DOTALL)
    assert match, file[:80]
    return json.loads(match[2])


# ---- folding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("政府信息公开", "政府信息公开"),
        ("《条例》第二十条，第（五）项。", "条例 第二十条 第 五 项"),
        ("ＡＰＰ与App", "app与app"),
        ("35㎡、①号", "35m2 1号"),
        ("Ⅲ级应急响应", "iii级应急响应"),
        ("政府\u200b信息\ufeff公开", "政府信息公开"),
        ("葛\U000e0100市", "葛市"),
        ("𠮷家胡同", "𠮷家胡同"),
        ("Café Cafe\u0301", "café café"),
        ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
        ("5949.088667万元，占51.85%。", "5949.088667万元 占51.85"),
        ("1.属于国家秘密 www.gov.cn 2.", "1 属于国家秘密 www gov cn 2"),
        ("３．４与1..2与.5", "3.4与1 2与 5"),
        ("一段\n又一段", "一段 又一段"),
        ("，。", ""),
        ("半\ud842角", "半 角"),
    ],
)
def test_folding_keeps_letters_digits_and_han_characters_in_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


SELECTORS = "[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
ODD = st.sampled_from("政府信息公开，。Ａａσςée\u0301か\u3099한ﾞｶ㎡")


@given(st.text(st.one_of(st.characters(), ODD), max_size=30))
def test_folding_piece_by_piece_is_folding_the_whole_text(text: str) -> None:
    whole = normalize("NFKC", text).lower().replace("ς", "σ")
    kept = [
        " " if category(character)[0] in "PSZ" or category(character) in ("Cc", "Cs") else character
        for character in whole
        if category(character) != "Cf" and not re.match(SELECTORS, character)
    ]
    expected = re.sub(" +", " ", "".join(kept)).strip(" ")
    assert fold(text).replace(".", " ") == expected
    assert all(re.fullmatch("[0-9].[0-9]", text) for text in re.findall(r".?\..?", fold(text)))


@given(st.text("政府 信息𠮷公开𪚥ab123.", max_size=40))
def test_the_terms_are_all_neighbours_within_a_run_and_numbers_with_what_follows(text: str) -> None:
    folded = fold(text)
    found = [joined[at : at + 2] for joined in terms(folded) for at in range(0, len(joined), 2)]
    assert {term for term in found if " " not in term} == neighbours(folded)
    assert len(found) == len(set(found))


# ---- postings ------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, SEGMENT - 1), max_size=300))
def test_ranks_come_back_from_their_encoding(ranks: set[int]) -> None:
    assert decode_ranks(shorten_runs(encode_ranks(sorted(ranks)))) == sorted(ranks)


@given(st.integers(0, SEGMENT - 1), st.integers(1, SEGMENT))
def test_a_run_of_neighbours_takes_a_few_characters(start: int, length: int) -> None:
    ranks = list(range(start, min(SEGMENT, start + length)))
    encoded = shorten_runs(encode_ranks(ranks))
    assert decode_ranks(encoded) == ranks
    assert len(encoded) <= 4


def test_symbols_differ_and_are_safe_in_a_script() -> None:
    symbols = [symbol(number) for number in range(55_001)]
    assert len(set(symbols)) == 55_001
    assert not {" ", "!", '"', "\\", "\u007f"} & set(symbols[: SEGMENT + 1])
    assert not any("\ud800" <= sign <= "\udfff" for sign in symbols)
    with pytest.raises(ValueError, match="55001"):
        symbol(55_001)


def test_pairs_spread_evenly_over_the_shards() -> None:
    chance = random.Random(1)
    han = [chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(400)]
    sizes = [0] * 256
    for first in han:
        for second in han:
            sizes[shard_of(first + second, 256)] += 1
    assert max(sizes) < 1.3 * sum(sizes) / 256


def test_the_number_of_shards_grows_with_the_site_in_powers_of_two() -> None:
    assert [shard_count(count) for count in (0, 20_000, 40_000, 1_400_000, 14_000_000, 10**9)] == [
        1, 2, 4, 256, 2048, 8192,
    ]  # fmt: skip


# ---- one report ----------------------------------------------------------------------------------


def test_the_terms_of_a_report_come_back_from_json() -> None:
    for source in reports(20):
        terms = index_terms(source)
        head, body = json.loads(json.dumps([asdict(terms.head), asdict(terms.body)]))
        assert SearchTerms(SearchHead(**head), SearchBody(**body)) == terms


def test_headings_of_the_form_are_shown_but_not_searched() -> None:
    source = next(reports(1))
    source = replace(source, sections=(("overview", "一、总体情况", "本年公开信息八十条。"),))
    terms = index_terms(source)
    assert "总体" not in terms.body.pairs
    assert "总体情况" in terms.body.record


def test_any_text_makes_a_script_that_can_be_read() -> None:
    odd = 'a"b\\c\u2028d\ud800e</script>\u0000'
    source = replace(next(reports(1)), title=odd, sections=(("x", "", odd),))
    files = index_of([source])
    record = value_of(files["search/x/2024-0/0.js"])
    assert isinstance(record, list)
    assert record[0][1] == odd


# ---- the whole index -----------------------------------------------------------------------------


def decoded(files: dict[str, bytes], kind: int) -> dict[str, set[tuple[str, int]]]:
    """Term → {(segment, rank)}; kind 0: all text, 1: titles and names."""
    manifest = value_of(files["search/index.js"])
    assert isinstance(manifest, dict)
    found: dict[str, set[tuple[str, int]]] = {}
    for path, file in files.items():
        if not path.startswith("search/t/"):
            continue
        shard = value_of(file)
        assert isinstance(shard, list)
        for (name, _, _), texts in zip(manifest["segments"], shard, strict=True):
            for entry in filter(None, texts[kind].split(" ")):
                found.setdefault(entry[:2], set()).update((name, rank) for rank in decode_ranks(entry[2:]))
    return found


def numbered(sources: list[SearchSource]) -> dict[tuple[str, int], SearchSource]:
    """(segment, rank) → report, said independently of the program."""
    years: defaultdict[int, list[SearchSource]] = defaultdict(list)
    for source in sources:
        years[source.year].append(source)
    return {(f"{year}-0", rank): source for year, group in years.items() for rank, source in enumerate(group)}


def folded_names(source: SearchSource) -> str:
    return " ".join(map(fold, (source.title, source.agency, *source.names)))


def neighbours(text: str) -> set[str]:
    """The terms of a folded text, said in another way: 3484人 gives 34, 48, 84, 4人, 34·8, 48·4, 84·人."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}
    threes = {text[at : at + 3] for at in range(len(text) - 2)}
    return pairs | {
        chr(0x2500 + int(three[:2])) + three[2] for three in threes if re.match("[0-9]{2}[^ ]", three)
    }


def test_the_index_holds_exactly_the_terms_of_the_texts() -> None:
    sources = list(reports(120))
    files = index_of(sources)
    anywhere: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    in_titles: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for number, source in numbered(sources).items():
        names = folded_names(source)
        text = " ".join([names, *(fold(section[2]) for section in source.sections)])
        for pair in neighbours(text):
            anywhere[pair].add(number)
        for term in neighbours(names) | {f"{character}_" for character in names.replace(" ", "")}:
            in_titles[term].add(number)
    assert decoded(files, 0) == anywhere
    assert decoded(files, 1) == in_titles


def test_every_term_stands_in_the_shard_its_sum_names() -> None:
    files = index_of(list(reports(120)))
    shards = sorted(path for path in files if path.startswith("search/t/"))
    assert len(shards) > 1
    for number, path in enumerate(shards):
        assert path == f"search/t/{number:x}.js"
        shard = value_of(files[path])
        assert isinstance(shard, list)
        for entry in " ".join(text for texts in shard for text in texts).split():
            assert shard_of(entry[:2], len(shards)) == number


def test_mixing_the_years_of_the_input_changes_no_byte() -> None:
    sources = list(reports(80))
    by_year = sorted(sources, key=lambda source: source.year)
    assert index_of(sources) == index_of(by_year)


def test_the_hash_seed_changes_no_byte() -> None:
    program = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]\n"
        "from tests.search_corpus import reports; from nianbao.search import *\n"
        "files = build_index(map(index_terms, reports(60)), site=SearchSite())\n"
        "print(hashlib.sha256(repr(list(files)).encode()).hexdigest())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_an_edit_changes_no_other_report_s_number_and_few_files() -> None:
    sources = list(reports(400))
    edited = [*sources]
    section = ("overview", "一、总体情况", sources[170].sections[0][2] + "\n新增一处鹭岛驿站。")
    edited[170] = replace(sources[170], sections=(section, *sources[170].sections[1:]))
    before, after = index_of(sources), index_of(edited)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert before.keys() == after.keys()
    assert value_of(before["search/index.js"]) == value_of(after["search/index.js"])
    assert sum(path.startswith("search/x/") for path in changed) == 1
    new_pairs = neighbours(fold("新增一处鹭岛驿站"))
    shards = sum(path.startswith("search/t/") for path in before)
    named = {f"search/t/{shard_of(pair, shards):0{len(f'{shards - 1:x}')}x}.js" for pair in new_pairs}
    assert {path for path in changed if path.startswith("search/t/")} <= named


def test_a_new_report_renumbers_its_own_year_only() -> None:
    sources = list(reports(101))
    new = sources.pop(0)
    before, after = index_of(sources), index_of([new, *sources])
    other_years = [path for path in before if re.match("search/[xd]/", path) and f"/{new.year}-" not in path]
    assert other_years
    assert all(before[path] == after[path] for path in other_years)
    one, two = decoded(before, 0), decoded(after, 0)
    for pair, numbers in one.items():
        kept = {number for number in numbers if number[0] != f"{new.year}-0"}
        assert kept == {number for number in two[pair] if number[0] != f"{new.year}-0"}


def test_a_year_of_many_reports_is_split_into_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nianbao.search.index.SEGMENT", 7)
    sources = list(reports(60))
    files = index_of(sources)
    manifest = value_of(files["search/index.js"])
    assert isinstance(manifest, dict)
    assert [segment[0] for segment in manifest["segments"]][:3] == ["2024-0", "2024-1", "2024-2"]
    assert sum(segment[2] for segment in manifest["segments"]) == 60
    assert {name for numbers in decoded(files, 0).values() for name, _ in numbers} == {
        segment[0] for segment in manifest["segments"]
    }


def test_a_build_that_keeps_results_merges_only_the_changed_year() -> None:
    sources = list(reports(60))
    kept: dict[str, list[str]] = {}
    merged: list[str] = []

    def build() -> dict[str, bytes]:
        terms = [index_terms(source) for source in sources]

        def keep(key: str, make):  # type: ignore[no-untyped-def]
            if key not in kept:
                merged.append(key)
                kept[key] = json.loads(json.dumps(make()))
            return kept[key]

        heads = [term.head for term in terms]
        files = plan_index(heads, lambda number: terms[number].body, site=SITE, keep=keep)
        return {file.path: file.make() for file in files}

    assert build() == index_of(sources)
    assert len(merged) == 4
    sources[5] = replace(sources[5], sections=(("overview", "", "改写的一段。"),))
    assert build() == index_of(sources)
    assert len(merged) == 5


def test_the_same_key_means_the_same_bytes() -> None:
    sources = list(reports(60))
    terms = [index_terms(source) for source in sources]
    terms[7] = index_terms(replace(sources[7], sections=(("overview", "", "改写的一段。"),)))

    def plan(given: list[SearchTerms]) -> dict[tuple[str, str], bytes]:
        heads = [term.head for term in given]
        files = plan_index(heads, lambda number: given[number].body, site=SITE)
        return {(file.path, file.key): file.make() for file in files}

    one, two = plan([index_terms(source) for source in sources]), plan(terms)
    assert all(one[key] == two[key] for key in one.keys() & two.keys())
    assert {path for path, _ in one.keys() ^ two.keys()} == {
        path for (path, key), data in one.items() if (path, key) not in two or two[path, key] != data
    }


def test_figures_names_and_filters_tell_what_the_reports_say() -> None:
    sources = list(reports(60))
    files = index_of(sources)
    by_number = numbered(sources)
    figures = value_of(files[f"search/f/{ROWS[1]}.js"])
    manifest = value_of(files["search/index.js"])
    assert isinstance(figures, list)
    assert isinstance(manifest, dict)
    told = {
        by_number[segment[0], rank].url: figure
        for segment, (ranks, texts) in zip(manifest["segments"], figures, strict=True)
        for rank, figure in zip(decode_ranks(ranks), texts.split(), strict=True)
    }
    assert told == {source.url: source.figures[ROWS[1]] for source in sources if ROWS[1] in source.figures}
    assert manifest["labels"][1][5] == len(told)
    names = value_of(files["search/names.js"])
    assert isinstance(names, list)
    path = "reports/dongcheng/jiaowei/index.html"
    assert [path, "北京市东城区教育委员会", ["区教委", "北京市东城区教育局"]] in names
    filters = value_of(files["search/filters.js"])
    assert isinstance(filters, list)
    assert filters[0] == sorted({source.region for source in sources})
    marks = "".join(texts[2] for texts in filters[2])
    assert marks.count("1") == sum(source.has_requests for source in sources)


def test_an_agency_is_offered_under_its_newest_name_and_found_by_its_old_ones() -> None:
    new, old = list(reports(2))
    old = replace(old, agency="北京市东城区政府办公厅")
    names = value_of(index_of([old, new])["search/names.js"])
    assert names == [[new.agency_path, new.agency, [*new.names, "北京市东城区政府办公厅"]]]


def test_a_site_without_reports_still_has_an_index() -> None:
    files = index_of([])
    assert value_of(files["search/t/0.js"]) == []
    assert "search/index.js" in files


def test_files_stay_small_at_two_thousand_reports() -> None:
    files = index_of(list(reports(2000, characters=300)))
    sizes = {path: len(gzip.compress(file)) for path, file in files.items()}
    shards = [size for path, size in sizes.items() if path.startswith("search/t/")]
    texts = [size for path, size in sizes.items() if path.startswith("search/x/")]
    assert sum(shards) / len(shards) < 20_000
    assert max(shards) < 40_000
    assert max(texts) < 8_000
    first_query = 5 * max(shards) + 10 * max(texts) + sizes["search/index.js"] + sizes["search/names.js"]
    assert first_query < 250_000


# ---- words ---------------------------------------------------------------------------------------


def test_aliases_are_two_words_a_line() -> None:
    text = "# 简称 全称\n教委 教育委员会\n\n政务办　政务服务管理局  # 曾用\n只有一个词\n"
    assert parse_aliases(text) == ((("教委", "教育委员会"), ("政务办", "政务服务管理局")), (5,))


def test_the_traditional_characters_shipped_are_single_pairs() -> None:
    pairs_shipped = parse_traditional(TRADITIONAL.read_text(encoding="utf-8"))
    assert len(pairs_shipped) > 4000
    assert all(len(one) == len(other) == 1 and one != other for one, other in pairs_shipped.items())
    simplified = [pairs_shipped.get(character, character) for character in "政務公開、答覆"]
    assert "".join(simplified) == "政务公开、答复"


def test_a_row_key_that_cannot_be_a_file_name_is_refused() -> None:
    with pytest.raises(ValueError, match="file name"):
        SearchSite(labels={"../x": FigureLabel(("甲",), "表三")})
