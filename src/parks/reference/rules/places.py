"""Regions by GB/T 2260: codes of six digits, their level, parent, and the name that English readers see."""

from collections.abc import Container


def six(code: str) -> str:
    """33 → 330000, 3301 → 330100."""
    return code.ljust(6, "0")


def level(code: str) -> int:
    """2 for a province, 4 for a city, 6 for a county: how many digits mean something."""
    if code.endswith("0000"):
        return 2
    return 4 if code.endswith("00") else 6


def parent(code: str, known: Container[str]) -> str:
    """The region above: a county's city where there is one (municipalities have none), else the province."""
    if code.endswith("0000"):
        return ""
    city = f"{code[:4]}00"
    return city if city != code and city in known else f"{code[:2]}0000"


def upwards(code: str) -> list[str]:
    """The region itself, its city, its province, and the nation: where a rule may be found, the nearest first."""
    found = [] if code in {"", "CN"} else [code, f"{code[:4]}00", f"{code[:2]}0000"]
    return [*dict.fromkeys(found), "CN"]


PROVINCES_EN = {
    "11": "Beijing", "12": "Tianjin", "13": "Hebei", "14": "Shanxi", "15": "Inner Mongolia", "21": "Liaoning",
    "22": "Jilin", "23": "Heilongjiang", "31": "Shanghai", "32": "Jiangsu", "33": "Zhejiang", "34": "Anhui",
    "35": "Fujian", "36": "Jiangxi", "37": "Shandong", "41": "Henan", "42": "Hubei", "43": "Hunan",
    "44": "Guangdong", "45": "Guangxi", "46": "Hainan", "50": "Chongqing", "51": "Sichuan", "52": "Guizhou",
    "53": "Yunnan", "54": "Tibet", "61": "Shaanxi", "62": "Gansu", "63": "Qinghai", "64": "Ningxia",
    "65": "Xinjiang", "71": "Taiwan", "81": "Hong Kong", "82": "Macao",
}  # fmt: skip

KINDS_EN = (
    ("自治州", " Prefecture"),
    ("自治县", " Autonomous County"),
    ("自治旗", " Autonomous Banner"),
    ("地区", " Prefecture"),
    ("林区", " Forestry District"),
    ("特区", " Special District"),
    ("新区", " New Area"),
    ("盟", " League"),
    ("旗", " Banner"),
    ("县", " County"),
    ("区", " District"),
    ("市", ""),
)


def name_parts(name: str) -> tuple[str, str]:
    """The name without its kind, and the kind in English: 西湖区 → (西湖, " District"). Two signs stay at least,
    unless the kind is one too (郊区).
    """
    for ending, kind in KINDS_EN:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending), kind
    return name, ""
