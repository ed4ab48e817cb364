"""The twelve fields by which projects and experts meet (domain.md §6.3)."""

from collections.abc import Mapping

from parks.kernel.words import Bilingual

FIELDS: Mapping[str, Bilingual] = {
    "environment": Bilingual("资源环境", "Resources and environment"),
    "medicine": Bilingual("医学", "Medicine"),
    "new_energy": Bilingual("新能源", "New energy"),
    "manufacturing": Bilingual("先进制造", "Advanced manufacturing"),
    "physics": Bilingual("物理", "Physics"),
    "microelectronics": Bilingual("微电子通信", "Microelectronics and communication"),
    "biomedicine": Bilingual("生物医药", "Biomedicine"),
    "social_sciences": Bilingual("社会科学", "Social sciences"),
    "agriculture": Bilingual("农业", "Agriculture"),
    "chemistry": Bilingual("化学", "Chemistry"),
    "electronics": Bilingual("电子信息", "Electronics and information"),
    "materials": Bilingual("材料", "Materials"),
}
