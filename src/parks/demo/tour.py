"""What `/demo` tells of each person of the demo world: who they are, what waits for them, what to try."""

from dataclasses import dataclass

from parks.demo.world import LOGINS, Login
from parks.kernel.words import Bilingual


@dataclass(frozen=True, slots=True)
class Try:
    """One thing to try, and the page where it begins (once one is that person)."""

    text: Bilingual
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    login: Login
    icon: str
    role: Bilingual
    who: Bilingual
    tries: tuple[Try, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    icon: str
    role: Bilingual
    who: Bilingual
    tries: tuple[Try, ...]


_TOLD = {
    "founder_returned": _Told(
        "arrow-uturn-left",
        Bilingual("创业者，申报已退回补正", "Founder, application returned"),
        Bilingual(
            "慕尼黑工大博士，做单光子激光雷达芯片。园区一次性告知：联行号填错了。",
            "PhD from Munich, builds single-photon lidar chips. Her park returned the form: a wrong clearing number.",
        ),
        (
            Try(Bilingual("在“我的企业”里更正联行号", "Mend the clearing number in “My companies”"), "/companies"),
            Try(
                Bilingual("补正后重新提交，拿到回执", "Send the application again and get the receipt"), "/applications"
            ),
            Try(
                Bilingual("看 A312 在哪一层，再看用房申请", "Find A312 on its floor, and the request for a lab"),
                "/space",
            ),
        ),
    ),
    "founder_draft": _Told(
        "pencil-square",
        Bilingual("创业者，正在填写", "Founder, half-way through the form"),
        Bilingual(
            "东京大学博士，做钠离子电池负极。申报书填了一半。",
            "PhD from Tokyo, sodium-ion anodes. Half of the form is done.",
        ),
        (
            Try(
                Bilingual("从任务清单接着填，填一项存一项", "Go on from the task list; every answer is saved"),
                "/applications",
            ),
            Try(
                Bilingual("看自己是否符合条件，依据是什么", "See which rules are met, and what each rests on"),
                "/applications",
            ),
            Try(Bilingual("申请一间办公室", "Ask the park for an office"), "/parks"),
        ),
    ),
    "founder_awarded": _Told(
        "trophy",
        Bilingual("创业者，2026 年度入选", "Founder, awarded in 2026"),
        Bilingual("口服多肽项目，重点类，五十万元。", "Oral peptides; key tier, 500,000 yuan."),
        (
            Try(Bilingual("下载入选通知书", "Download the letter of award"), "/applications"),
            Try(
                Bilingual("登记一笔支出，报送资金使用情况", "Enter an expense and report how the grant is used"),
                "/grants",
            ),
            Try(Bilingual("下载本人的全部数据", "Download all data about oneself"), "/account/data"),
            Try(Bilingual("用通知书上的验证码核验", "Verify it by the code it carries"), "/verify"),
        ),
    ),
    "park_manager": _Told(
        "building-office-2",
        Bilingual("园区经理，澄湖", "Park manager, Chenghu"),
        Bilingual(
            "管 60 个单元、出租率 73.2%，周一早上有三份用房申请和两份新申报。",
            "Sixty units, 73.2 % let. On Monday three requests for space wait, and two new applications.",
        ),
        (
            Try(
                Bilingual("答复林知微的实验室申请：给她租一间", "Let a laboratory to 林知微, who asked for one"),
                "/requests",
            ),
            Try(
                Bilingual(
                    "初审一份申报：推荐，或一次说清缺什么", "Check an application: recommend it, or name every gap"
                ),
                "/applications",
            ),
            Try(
                Bilingual("几份一起办：先看后果，再签署", "Decide several at once: the consequences first, then sign"),
                "/applications",
            ),
            Try(Bilingual("搭一张表单，预览，演练", "Build a form, preview it, rehearse it"), "/forms/new"),
            Try(Bilingual("看某一天哪些单元空着", "See which units are free on a day"), "/parks"),
        ),
    ),
    "second_park_manager": _Told(
        "building-office",
        Bilingual("园区经理，望津", "Park manager, Wangjin"),
        Bilingual(
            "另一座城市的园区，看不到澄湖的任何申报。",
            "Another city's park: nothing of Chenghu's can be seen from here.",
        ),
        (
            Try(Bilingual("初审本园的一份申报", "Check the one application of this park"), "/applications"),
            Try(Bilingual("四间办公室全空着，租出一间", "Four offices stand empty: let one"), "/units"),
        ),
    ),
    "city_officer": _Told(
        "map-pin",
        Bilingual("市级经办人，澄湖市", "City officer, Chenghu"),
        Bilingual(
            "一份申报已由园区推荐上来，等市里审核。",
            "One application has come up from the park and waits for the city.",
        ),
        (
            Try(Bilingual("审核并签署推荐意见", "Read it and sign an opinion"), "/applications"),
            Try(Bilingual("看全市申报走到了哪一步", "See where the city's applications stand"), "/statistics"),
            Try(Bilingual("看全市企业", "Look at the city's companies"), "/companies"),
        ),
    ),
    "province_officer": _Told(
        "flag",
        Bilingual("省级经办人，岚江省", "Province officer, Lanjiang"),
        Bilingual(
            "推荐名额 11 个。先以市级身份推荐一份，这里就有待办。",
            "Eleven places to recommend. Recommend one as the city officer first; it then waits here.",
        ),
        (
            Try(
                Bilingual("看两年度的全部申报和去向", "See all applications of two cycles and where they went"),
                "/applications",
            ),
            Try(
                Bilingual("看各级办理用了几天，是否超期", "See how many days each level took, and what was late"),
                "/statistics",
            ),
            Try(Bilingual("导出列表", "Export the list"), "/applications"),
        ),
    ),
    "programme_officer": _Told(
        "scale",
        Bilingual("计划主管，部级", "Programme officer, the ministry"),
        Bilingual(
            "2026 年度已授出 200 万元；试评轮次正在进行，还缺专家。",
            "2,000,000 yuan granted in 2026. A trial review is open and lacks experts.",
        ),
        (
            Try(
                Bilingual(
                    "给林知微的材料补专家：选顾怀远，看系统为何拒绝",
                    "Seat an expert for 林知微's plan: try 顾怀远, and read why not",
                ),
                "/rounds",
            ),
            Try(
                Bilingual("看 2026 年度的排名、公示和异议", "Read the ranking, notice and objection of 2026"), "/calls"
            ),
            Try(
                Bilingual("新建一个申报通知，表单和规则逐项设置", "Set up a new call: form, rules, ladder, tiers"),
                "/calls/new",
            ),
            Try(
                Bilingual("看 2026 年度预算：安排与余额始终等于预算", "Follow the budget of 2026 to each payment"),
                "/budgets",
            ),
            Try(
                Bilingual("拨付须一人提出、另一人批准", "Money is released by two: one proposes, another approves"),
                "/releases",
            ),
            Try(Bilingual("看数据统计，每张图都有数字", "Look at the charts; each has its figures"), "/statistics"),
            Try(Bilingual("看专家库和各人的利害关系", "Look through the pool and its ties"), "/experts"),
        ),
    ),
    "expert": _Told(
        "academic-cap",
        Bilingual("评审专家", "Expert"),
        Bilingual(
            "岚江大学教授。一份材料等她声明有无利害关系，另一份评到一半。",
            "Professor. One plan waits for her word on conflicts; another is half scored.",
        ),
        (
            Try(Bilingual("声明无利害关系，打开匿名材料", "Declare no conflict and open the blind plan"), "/desk"),
            Try(Bilingual("评完剩下的指标并提交", "Score what is left and submit"), "/desk"),
        ),
    ),
    "auditor": _Told(
        "eye",
        Bilingual("审计员", "Auditor"),
        Bilingual("什么都能看，什么都不能改。", "May read everything and change nothing."),
        (
            Try(Bilingual("翻看每一步留下的记录", "Read what every step left on the trail"), "/audit"),
            Try(Bilingual("看一份申报从头到尾的经过", "Follow one application from its first day"), "/applications"),
            Try(Bilingual("从预算追到每一笔拨付", "Trace the money from the budget to each payment"), "/budgets"),
        ),
    ),
    "system_admin": _Told(
        "key",
        Bilingual("系统管理员", "System administrator"),
        Bilingual("管机构和任职，看不到任何申报。", "Keeps organisations and roles; sees no application."),
        (
            Try(Bilingual("给望津市任命一位经办人", "Appoint an officer for Wangjin City"), "/organisations"),
            Try(
                Bilingual("看哪些记录到期，先试运行", "See which records are due to be erased, as a trial"),
                "/retention",
            ),
        ),
    ),
}

CARDS: tuple[Card, ...] = tuple(
    Card(one, told.icon, told.role, told.who, told.tries) for one in LOGINS if (told := _TOLD[one.role])
)
