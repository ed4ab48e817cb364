"""The people, companies and experts of the demo world: all invented (domain.md §11).

Identifiers are valid in their check digits and cannot belong to anyone: organisation codes begin with `FAKE`,
identity numbers use the sequences 996 to 999, patents the serials 999xxxx.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parks.kernel.words import Bilingual

USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(number: int, prefix: str = "91330100") -> str:
    """A unified social credit code for the organisation `FAKEnnnn`, both check signs computed (GB 32100, GB 11714)."""
    body = f"FAKE{number:04}"
    values = [int(sign) if sign.isdigit() else ord(sign) - 55 for sign in body]
    inner = (11 - sum(w * v for w, v in zip(ORGANISATION_WEIGHTS, values, strict=True)) % 11) % 11
    code = f"{prefix}{body}{'X' if inner == 10 else inner}"
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + USCC_SIGNS[(31 - total % 31) % 31]


def identity_number(region: str, born: date, sequence: int) -> str:
    """A resident identity number (GB 11643) of a sequence that nobody of working age bears."""
    body = f"{region}{born:%Y%m%d}{sequence}"
    total = sum(int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(body))
    return body + "10X98765432"[total % 11]


def clearing_number(branch: int) -> str:
    """A bank clearing number with its check digit (ISO 7064 MOD 11,10) of a bank that nobody runs."""
    body = f"9993310{branch:04}"
    rest = 10
    for digit in body:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return f"{body}{(11 - rest) % 10}"


def patent(year: int, serial: int, kind: int = 1) -> str:
    """A patent number with its check sign: ZL, year, kind, seven digits."""
    body = f"{year}{kind}{serial:07}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(w * int(sign) for w, sign in zip(weights, body, strict=True)) % 11
    return f"ZL{body}.{'X' if rest == 10 else rest}"


@dataclass(frozen=True, slots=True)
class Founder:
    """One founder with one company and one project; `number` makes every identifier of theirs."""

    number: int
    name: str
    latin: str
    company: Bilingual
    project: Bilingual
    field: str
    born: date
    country: str
    university: str
    awarded: int
    share: Decimal = Decimal(60)
    registered: date = date(2024, 5, 20)
    legal_representative: bool = True

    @property
    def email(self) -> str:
        return f"{self.latin.split()[-1].lower()}.{self.latin.split()[0].lower()}@example.com"

    @property
    def identity(self) -> str:
        return identity_number("330106", self.born, 996 + self.number % 4)


_PROJECTS = """
林知微|Zhiwei Lin|澄湖星阑光电科技有限公司|Chenghu Xinglan Photonics|单光子激光雷达芯片|Single-photon lidar chip|microelectronics|DE|Technical University of Munich
许南乔|Nanqiao Xu|澄湖砺岳机器人有限公司|Chenghu Liyue Robotics|手术机器人柔性力反馈末端|Force-feedback tip for surgical robots|manufacturing|CH|ETH Zurich
周以宁|Yining Zhou|澄湖启源生物科技有限公司|Chenghu Qiyuan Biotech|新抗原肿瘤疫苗递送平台|Delivery platform for neoantigen vaccines|biomedicine|US|Johns Hopkins University
顾青禾|Qinghe Gu|澄湖蔚然储能有限公司|Chenghu Weiran Storage|钠离子电池硬碳负极|Hard-carbon anode for sodium-ion cells|new_energy|JP|University of Tokyo
沈若虚|Ruoxu Shen|澄湖衡微传感有限公司|Chenghu Hengwei Sensing|石英谐振压力传感器|Quartz resonant pressure sensor|electronics|UK|University of Southampton
陆闻溪|Wenxi Lu|澄湖云岫医疗器械有限公司|Chenghu Yunxiu Medical|可吸收心脏封堵器|Bioresorbable cardiac occluder|medicine|DE|Charité Berlin
方竹君|Zhujun Fang|澄湖凝辉新材料有限公司|Chenghu Ninghui Materials|高导热氮化铝基板|High-conductivity aluminium nitride substrate|materials|JP|Tohoku University
韩屿白|Yubai Han|澄湖穹顶遥感有限公司|Chenghu Qiongding Remote Sensing|高光谱水质监测|Hyperspectral water-quality monitoring|environment|NL|Delft University of Technology
秦疏桐|Shutong Qin|澄湖芯桥半导体有限公司|Chenghu Xinqiao Semiconductor|车规级碳化硅驱动芯片|Automotive silicon-carbide driver|microelectronics|US|Purdue University
谢云帆|Yunfan Xie|澄湖禾穗农业科技有限公司|Chenghu Hesui Agritech|耐盐碱水稻分子育种|Molecular breeding of salt-tolerant rice|agriculture|AU|University of Adelaide
叶明澜|Minglan Ye|澄湖澜图软件有限公司|Chenghu Lantu Software|工业视觉少样本检测|Few-shot industrial inspection|electronics|CA|University of Toronto
宋知遥|Zhiyao Song|澄湖量衡科技有限公司|Chenghu Liangheng|芯片级原子钟|Chip-scale atomic clock|physics|US|University of Colorado Boulder
唐予安|Yuan Tang|澄湖和煦制药有限公司|Chenghu Hexu Pharma|口服多肽渗透增强剂|Permeation enhancer for oral peptides|biomedicine|DK|University of Copenhagen
冯予墨|Yumo Feng|澄湖镜海光学有限公司|Chenghu Jinghai Optics|自由曲面超薄目镜|Ultra-thin freeform eyepiece|electronics|KR|KAIST
杜松乔|Songqiao Du|澄湖青澈环境工程有限公司|Chenghu Qingche Environment|膜电容脱盐装置|Membrane capacitive desalination|environment|SG|Nanyang Technological University
罗清越|Qingyue Luo|澄湖律动电机有限公司|Chenghu Lüdong Motors|轴向磁通轮毂电机|Axial-flux hub motor|manufacturing|UK|University of Sheffield
梁书珩|Shuheng Liang|澄湖和光氢能有限公司|Chenghu Heguang Hydrogen|阴离子交换膜电解槽|Anion-exchange-membrane electrolyser|new_energy|DE|RWTH Aachen
曹见山|Jianshan Cao|澄湖见山诊断有限公司|Chenghu Jianshan Diagnostics|数字微流控即时检测|Digital-microfluidic point-of-care test|medicine|US|Duke University
彭予初|Yuchu Peng|澄湖初芒催化有限公司|Chenghu Chumang Catalysis|单原子加氢催化剂|Single-atom hydrogenation catalyst|chemistry|FR|Sorbonne University
潘庭月|Tingyue Pan|澄湖汀月智能有限公司|Chenghu Tingyue Intelligence|听障儿童语音康复系统|Speech rehabilitation for deaf children|medicine|AU|University of Melbourne
蒋怀瑾|Huaijin Jiang|澄湖瑾微电子有限公司|Chenghu Jinwei Electronics|存算一体推理芯片|Compute-in-memory inference chip|microelectronics|BE|KU Leuven
邓栖梧|Qiwu Deng|澄湖梧桐数据有限公司|Chenghu Wutong Data|可信联邦学习平台|Trusted federated-learning platform|electronics|UK|Imperial College London
萧予白|Yubai Xiao|澄湖白榆智造有限公司|Chenghu Baiyu Manufacturing|金属增材在线监测|In-line monitoring of metal printing|manufacturing|SE|KTH Stockholm
丁晚舟|Wanzhou Ding|澄湖晚舟海洋科技有限公司|Chenghu Wanzhou Marine|仿生水下推进器|Biomimetic underwater thruster|manufacturing|NO|NTNU Trondheim
范听澜|Tinglan Fan|澄湖听澜声学有限公司|Chenghu Tinglan Acoustics|声学超材料隔声板|Acoustic metamaterial panel|physics|HK|HKUST
石映川|Yingchuan Shi|澄湖映川光伏有限公司|Chenghu Yingchuan Solar|钙钛矿叠层组件|Perovskite tandem module|new_energy|CH|EPFL
余知秋|Zhiqiu Yu|澄湖知秋生物有限公司|Chenghu Zhiqiu Bio|外泌体分离微球|Microspheres for exosome isolation|biomedicine|US|University of Michigan
孟晚棠|Wantang Meng|澄湖棠棣教育科技有限公司|Chenghu Tangdi Education|职业技能增强现实训练|Augmented-reality skills training|social_sciences|NZ|University of Auckland
崔砚之|Yanzhi Cui|澄湖砚石材料有限公司|Chenghu Yanshi Materials|低碳地聚物胶凝材料|Low-carbon geopolymer binder|materials|UK|University of Leeds
钟亦帆|Yifan Zhong|澄湖亦帆航电有限公司|Chenghu Yifan Avionics|无人机抗扰定位模块|Jam-resistant positioning for drones|electronics|FR|ISAE Toulouse
邹予晴|Yuqing Zou|澄湖晴川医药有限公司|Chenghu Qingchuan Pharma|吸入式抗纤维化药物|Inhaled antifibrotic|biomedicine|UK|University of Edinburgh
熊见微|Jianwei Xiong|澄湖见微仪器有限公司|Chenghu Jianwei Instruments|冷冻电镜样品自动制备|Automated cryo-EM sample preparation|physics|NL|Leiden University
金叙白|Xubai Jin|澄湖叙白软件有限公司|Chenghu Xubai Software|工业协议安全网关|Secure gateway for industrial protocols|electronics|EE|Tallinn University of Technology
戴予恒|Yuheng Dai|澄湖恒予精工有限公司|Chenghu Hengyu Precision|超精密气浮主轴|Ultra-precision air-bearing spindle|manufacturing|JP|Osaka University
魏南星|Nanxing Wei|澄湖南星本草有限公司|Chenghu Nanxing Herbal|中药成分数字指纹|Digital fingerprints of herbal compounds|medicine|MY|University of Malaya
薛雨桐|Yutong Xue|澄湖雨桐环保有限公司|Chenghu Yutong Recycling|退役电池黑粉再生|Black-mass recovery from spent cells|environment|FI|Aalto University
龙知白|Zhibai Long|澄湖知白量子有限公司|Chenghu Zhibai Quantum|小型化量子磁力仪|Miniature quantum magnetometer|physics|AT|University of Innsbruck
侯清嘉|Qingjia Hou|澄湖嘉禾种业有限公司|Chenghu Jiahe Seeds|设施番茄抗病育种|Disease-resistant greenhouse tomato|agriculture|NL|Wageningen University
白予川|Yuchuan Bai|澄湖川予射频有限公司|Chenghu Chuanyu RF|毫米波相控阵前端|Millimetre-wave phased-array front end|microelectronics|SE|Chalmers University
施晚晴|Wanqing Shi|澄湖晚晴康复有限公司|Chenghu Wanqing Rehab|卒中上肢外骨骼|Upper-limb exoskeleton after stroke|manufacturing|IT|Scuola Superiore Sant'Anna
"""

_LIN_BORN = date(1992, 3, 5)


IN_WANGJIN = frozenset({6, 26, 27, 28})
"""Whose company sits in the second city's park."""

LOW_SHARE, TOO_OLD, NOT_LEGAL, FUNDED_BEFORE, FILED_ELSEWHERE, TOO_OLD_2027 = 36, 37, 38, 39, 40, 12
"""Who breaks which rule (§11): 45 %; registered 2022-12-30; not the legal representative; funded in 2024; also filed
in another city; and in the cycle of 2027 registered before 2024."""

BREAKS = {
    LOW_SHARE: "R-SHARE",
    TOO_OLD: "R-AGE",
    NOT_LEGAL: "R-LEGAL",
    FUNDED_BEFORE: "R-ONCE",
    FILED_ELSEWHERE: "R-ONCE",
    TOO_OLD_2027: "R-AGE",
}
"""Founder's number → the one rule that their application breaks."""

SHARES = {1: Decimal(58), LOW_SHARE: Decimal(45)}
REGISTERED = {1: date(2024, 3, 18), TOO_OLD: date(2022, 12, 30), TOO_OLD_2027: date(2023, 11, 8)}


def _founder(number: int, line: str) -> Founder:
    name, latin, zh, en, project_zh, project_en, field, country, university = line.split("|")
    if number in IN_WANGJIN:
        zh, en = zh.replace("澄湖", "望津"), en.replace("Chenghu", "Wangjin")
    born = _LIN_BORN if number == 1 else date(1982 + number % 12, 1 + number % 12, 1 + (number * 7 + number // 12) % 28)
    return Founder(
        number=number,
        name=name,
        latin=latin,
        company=Bilingual(zh, f"{en} Co., Ltd."),
        project=Bilingual(project_zh, project_en),
        field=field,
        born=born,
        country=country,
        university=university,
        awarded=2021 if number == 1 else born.year + 29,
        share=SHARES.get(number, Decimal(52 + number % 30)),
        registered=REGISTERED.get(number, date(2024, 1 + number % 9, 3 + number % 25)),
        legal_representative=number != NOT_LEGAL,
    )


FOUNDERS = tuple(_founder(number, line) for number, line in enumerate(_PROJECTS.strip().splitlines(), start=1))


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An expert of the pool; with the employer of today; ties that make conflicts are the world's (`world.py`)."""

    name: str
    latin: str
    kind: str
    field: str
    employer: str
    title: str

    @property
    def email(self) -> str:
        return f"{self.latin.split()[-1].lower()}.{self.latin.split()[0].lower()}@experts.example.org"


_EXPERTS = """
顾怀远|Huaiyuan Gu|technical|electronics|澄湖理工大学光电学院|教授
程素衣|Suyi Cheng|technical|electronics|岚江大学信息学院|教授
贺兰亭|Lanting He|technical|electronics|国家电子计量中心|研究员
卓云峥|Yunzheng Zhuo|technical|electronics|望津电子研究所|高级工程师
江明夷|Mingyi Jiang|technical|microelectronics|岚江微电子研究院|研究员
齐见深|Jianshen Qi|technical|microelectronics|东陵大学集成电路学院|教授
霍远山|Yuanshan Huo|technical|manufacturing|岚江机械总院|研究员
闻人叙|Xu Wenren|technical|manufacturing|澄湖理工大学机械学院|教授
席慕白|Mubai Xi|technical|manufacturing|岚江精密制造研究院|研究员
郝立言|Liyan Hao|technical|manufacturing|东陵大学机器人所|教授
温如故|Rugu Wen|technical|biomedicine|岚江医学科学院|研究员
路遥知|Yaozhi Lu|technical|biomedicine|望津大学药学院|教授
安若素|Ruosu An|technical|biomedicine|国家生物药物中心|研究员
冉清和|Qinghe Ran|technical|biomedicine|澄湖生命科学研究所|研究员
柏景明|Jingming Bai|technical|medicine|岚江大学附属医院|主任医师
虞静姝|Jingshu Yu|technical|medicine|望津市第一医院|主任医师
池见月|Jianyue Chi|technical|materials|岚江材料研究所|研究员
尚知止|Zhizhi Shang|technical|materials|东陵大学材料学院|教授
管仲明|Zhongming Guan|technical|new_energy|岚江能源研究院|研究员
滕予之|Yuzhi Teng|technical|new_energy|华岭电力设计院|高级工程师
左思齐|Siqi Zuo|technical|new_energy|望津大学化工学院|教授
姜承泽|Chengze Jiang|investor|electronics|澄湖远帆创投|合伙人
欧阳既明|Jiming Ouyang|investor|biomedicine|岚江国科基金|投资总监
任之远|Zhiyuan Ren|finance|social_sciences|诚审会计师事务所|合伙人
盛予怀|Yuhuai Sheng|finance|social_sciences|岚江财经大学|教授
"""

EXPERTS = tuple(Reviewer(*line.split("|")) for line in _EXPERTS.strip().splitlines())

SHAREHOLDER, FORMER_EMPLOYER, CO_INVENTOR = "顾怀远", "席慕白", "江明夷"
"""The three seeded conflicts of §11: 1.2 % of a company, an employer left 20 months ago, a co-inventor."""
