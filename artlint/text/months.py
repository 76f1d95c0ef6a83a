"""The names of the months as dates hold them: in full, in the cases that dates put them in, and shortened.

Lower-case, without the full stop of what is shortened. In a text they are to be looked for as whole words.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = {
    "en": "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "de": "januar jänner februar feber märz april mai juni juli august september oktober november dezember "
    "jan jän feb mär mrz apr jun jul aug sep sept okt nov dez",
    "fr": "janvier février mars avril mai juin juillet août aout septembre octobre novembre décembre fevrier decembre "
    "janv févr fév avr juil sept oct nov déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre "
    "ene feb mar abr may jun jul ago sep sept set oct nov dic",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro "
    "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
    "gen genn feb febbr mar apr mag magg giu lug ago sett set ott nov dic",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december "
    "jan feb febr mrt apr jun jul aug sep sept okt nov dec",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień "
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "sty lut mar kwi cze lip sie wrz paź lis gru",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "січ лют бер берез кві квіт тра трав чер черв лип сер серп вер верес жов жовт лис листоп гру груд",
    "el": "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος μάϊος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος "
    "νοέμβριος δεκέμβριος ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου "
    "οκτωβρίου νοεμβρίου δεκεμβρίου γενάρης φλεβάρης μάρτης απρίλης μάης ιούνης ιούλης σεπτέμβρης οκτώβρης νοέμβρης "
    "δεκέμβρης γενάρη φλεβάρη μάρτη απρίλη μάη ιούνη ιούλη σεπτέμβρη οκτώβρη νοέμβρη δεκέμβρη "
    "ιαν φεβ μαρ απρ μαΐ μάι μαι ιουν ιούν ιουλ ιούλ αυγ αύγ σεπ σεπτ οκτ νοε νοέ δεκ",
    "cs": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec "
    "ledna února března dubna května června července srpna října listopadu prosince "
    "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december "
    "jan feb febr mar apr jun jul aug sep sept okt nov dec",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık "
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember "
    "jan feb mar apr jun jul agu agt ags sep sept okt nov des",
    "vi": "tháng_giêng tháng_một tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín "
    "tháng_mười tháng_mười_một tháng_mười_hai tháng_chạp tháng_1 tháng_2 tháng_3 tháng_4 tháng_5 tháng_6 tháng_7 tháng_8 "
    "tháng_9 tháng_10 tháng_11 tháng_12 thg_1 thg_2 thg_3 thg_4 thg_5 thg_6 thg_7 thg_8 thg_9 thg_10 thg_11 thg_12",
}

MONTHS: dict[str, tuple[str, ...]] = {
    language: tuple(name.replace("_", " ") for name in names.split()) for language, names in _NAMES.items()
}


def alternation(languages: Iterable[str] = MONTHS) -> str:
    """The names in these languages as alternatives of a regular expression, the longest first."""
    names = {name for language in languages for name in MONTHS[language]}
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
