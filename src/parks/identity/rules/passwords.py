"""Which passwords are taken: eight characters or more of anything, but nothing that is tried first.

There is no demand for capitals or signs (NIST SP 800-63B). Refused is what guessing programs try first, by rule and
not by a list of millions: a common word dressed up (`P@ssw0rd!2026`), runs of the keyboard or of the counting
row (`qwertyuiop`, `1234567890`, `abcdefgh`), repetitions (`aaaaaaaa`, `abcabcabc`), a date or a mobile number alone,
and one's own name or address. What is left after taking those out must still be four characters long.
"""

import re
import unicodedata

from parks.kernel.words import Text, _

LEAST, MOST = 8, 1024

PLAIN = str.maketrans({"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "5": "s", "$": "s", "7": "t"})

COMMON = tuple(
    sorted(
        """
        password passwort passwd passwrd passcode contrasena motdepasse parola qwerty qwertz azerty qazwsx zaqwsx
        qweasd asdzxc zxcasd asdfgh zxcvbn admin administrator root guest user test tester testing demo default
        login signin welcome letmein changeme secret master access system server manager monkey dragon sunshine
        princess iloveyou football baseball basketball soccer hockey superman batman spiderman starwars pokemon
        naruto trustno whatever shadow michael jennifer jessica jordan ashley charlie daniel thomas robert andrew
        joshua matthew anthony william nicole hannah amanda michelle samantha freedom computer internet google
        samsung apple iphone microsoft windows linux oracle cisco hello hallo bonjour summer winter spring autumn
        january february march april june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday flower butterfly chocolate cookie cheese banana orange purple yellow silver
        golden diamond ginger pepper killer hunter ranger tigger tiger lovely lover love angel baby babygirl family
        mother father forever friend friends beautiful happy lucky jesus christ blessed heaven maverick mustang
        ferrari porsche mercedes corvette yamaha harley cowboy cowboys eagles yankees lakers rangers arsenal chelsea
        liverpool barcelona juventus matrix phoenix falcon thunder merlin wizard gandalf pass abc
        woaini woaiwojia aini nihao mima wodemima gongzuo zhongguo beijing shanghai hangzhou shenzhen guangzhou china
        taobao alibaba alipay tencent weixin wechat baidu huawei xiaomi zhang wang li zhao chen liu yang huang parks
        yuanchuang liuchuang chengxin xiaoxiao baobao laopo laogong mama baba zhangwei wangwei lining xiaoming
        5201314 1314520
        密码 我爱你 我爱 爱你 管理员 中国 你好 园创 留创 测试 用户
        """.split(),  # noqa: SIM905 - three hundred words read and sort better as a paragraph than as a list
        key=len,
        reverse=True,
    )
)
"""The longest first, so that `administrator` goes whole."""

ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiop",
    "azertyuiop",
    "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "zaq1xsw2cde3vfr4",
    "147258369",
    "963852741",
    "159753",
    "357951",
    "一二三四五六七八九十",
)
RUNS = ROWS + tuple(row[::-1] for row in ROWS)
DIGITS_ALONE = re.compile(r"(19|20)\d{6}|\d{2}(19|20)\d{2}\d{2}|1[3-9]\d{9}")


def prepared(password: str) -> str:
    """The form that is hashed: signs that look alike on two keyboards are one (NFKC). Nothing is cut or trimmed."""
    return unicodedata.normalize("NFKC", password)


def problem(password: str, *own: str) -> Text | None:
    """What is wrong with a new password, or None. `own`: the person's name and address."""
    text = prepared(password)
    if len(text) < LEAST:
        return _("Use at least {n} characters. Several words in a row are easy to remember.", n=LEAST)
    if len(text) > MOST:
        return _("Use at most {n} characters.", n=MOST)
    if "\x00" in text or any(0xD800 <= ord(one) <= 0xDFFF for one in text):
        return _("This text holds a character that cannot be stored.")
    if _own(text.lower(), own):
        return _("This holds your own name or address, which others try first. Choose something else.")
    if is_common(text):
        return _("This is one of the passwords that others try first. Several words in a row are a good choice.")
    return None


def is_common(text: str) -> bool:
    """Whether little is left once words that everybody uses, runs and repetitions are taken out."""
    low = text.lower()
    if DIGITS_ALONE.fullmatch(re.sub(r"[\s./-]", "", low)):
        return True
    once = _unrepeated(low)
    if len(set(low)) < 4 or len(once) < 4:
        return True
    return any(_left(form) < 4 for form in {low, low.translate(PLAIN), once})


def _left(text: str) -> int:
    """How many characters remain without runs, common words, and the digits and signs that people add to them."""
    for word in COMMON:
        text = text.replace(word, " ")
    text = _without_runs(text)
    dressed = " " in text
    kept = re.sub(r"[\W\d_]", "", text) if dressed else text.strip()
    return len(kept)


def _without_runs(text: str) -> str:
    """Pieces of four and more that lie on a row, forwards or backwards, become a blank."""
    at, kept = 0, []
    while at < len(text):
        length = _run(text, at)
        kept.append(" " if length else text[at])
        at += length or 1
    return "".join(kept)


def _run(text: str, at: int) -> int:
    best = 0
    for length in range(4, len(text) - at + 1):
        if not any(text[at : at + length] in row for row in RUNS):
            break
        best = length
    return best


def _unrepeated(text: str) -> str:
    """`abcabcabc` → `abc`; runs of one sign count once."""
    for size in range(1, len(text) // 2 + 1):
        if (text[:size] * (len(text) // size + 1))[: len(text)] == text:
            return text[:size]
    return re.sub(r"(.)\1{2,}", r"\1", text)


def _own(low: str, own: tuple[str, ...]) -> bool:
    """Whether little is left beside a piece of the name or address: digits and signs count for little."""
    for one in own:
        for piece in re.split(r"[^\w]+", one.lower()):
            if len(piece) < (3 if piece.isascii() else 2) or piece not in low:
                continue
            left = low.replace(piece, "")
            if len(left) < LEAST and len(re.sub(r"[\W\d_]", "", left)) < 4:
                return True
    return False
