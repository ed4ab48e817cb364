"""The policy values that Parks begins with: data with their sources, never constants of the code (domain.md §2).

`verified` is true where domain.md found the notice itself; the rest waits for an officer to confirm or replace it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

NOTICE_2023 = "人社部留创计划 2023、2025 年度申报通知（广州、成都转发）"


@dataclass(frozen=True, slots=True)
class Seed:
    key: str
    value: Any
    since: date
    source: str
    clause: str = ""
    locality: str = "CN"
    until: date | None = None
    verified: bool = False


AT_ONCE: Sequence[Mapping[str, Any]] = ()
HALVES: Sequence[Mapping[str, Any]] = (
    {"percent": "50", "months": 0, "condition": {"zh": "协议双方签署", "en": "The agreement is signed by both"}},
    {"percent": "50", "months": 12, "condition": {"zh": "第二年复核合格", "en": "The re-check of the second year"}},
)


def _tier(key: str, zh: str, en: str, amount: str, tranches: Sequence[Mapping[str, Any]] = AT_ONCE) -> dict[str, Any]:
    return {"key": key, "zh": zh, "en": en, "amount": amount, "tranches": list(tranches)}


THREE = [
    _tier("first", "一类", "First tier", "300000.00"),
    _tier("second", "二类", "Second tier", "200000.00"),
    _tier("third", "三类", "Third tier", "100000.00"),
]
TIERS = (
    ("CN", date(2017, 1, 1), "人社部 2017 年度通知", "重点类50万元、优秀类20万元，一次性资助", [
        _tier("key", "重点类", "Key tier", "500000.00"),
        _tier("excellent", "优秀类", "Excellent tier", "200000.00"),
    ]),
    ("510000", date(2015, 1, 1), "四川省申报通知（转载）", "30万元、20万元、10万元三档", THREE),
    ("520000", date(2015, 1, 1), "贵州省申报通知（转载）", "30万元、20万元、10万元三档", THREE),
    ("500000", date(2015, 1, 1), "重庆市创业创新支持计划（转载）", "除最低档外先拨50%，第二年复核合格后再拨50%", [
        _tier("first", "一档", "First tier", "500000.00", HALVES),
        _tier("second", "二档", "Second tier", "300000.00", HALVES),
        _tier("third", "三档", "Third tier", "200000.00", HALVES),
        _tier("fourth", "四档", "Fourth tier", "100000.00"),
    ]),
)  # fmt: skip
"""domain.md §2.3: how a place grades its support, the highest tier first, and what is paid later on which condition."""

SEEDS = (
    Seed("policy.isp.rules", "2009", date(2009, 9, 21), "人社部发〔2009〕112号", "遴选条件", verified=True),
    Seed("isp.degree.level", "master", date(2019, 1, 1), NOTICE_2023, "国（境）外硕士及以上学位", verified=True),
    Seed("isp.degree.postdoc_months", "12", date(2019, 1, 1), NOTICE_2023, "或一年以上博士后经历", verified=True),
    Seed("isp.age.years", "3", date(2019, 1, 1), NOTICE_2023, "申报年度前第三年的1月1日以后注册", verified=True),
    Seed("isp.share.percent", "50", date(2015, 1, 1), NOTICE_2023, "出资不低于注册资本的50%", verified=True),
    # A park's own threshold for admission, never the Support Plan's: keys keep the two apart (domain.md, decision 2).
    Seed("park.admission.share.percent", "30", date(2018, 1, 1), "中山市留创园入园条件（转载）", "园区入驻", "442000"),
    Seed(
        "isp.capital.cash", "500000.00", date(2015, 1, 1), "2015—2017 年度申报通知", "货币出资", until=date(2018, 1, 1)
    ),
    Seed("isp.capital.cash", "500000.00", date(2015, 1, 1), "四川省申报通知（转载）", "货币出资", "510000"),
    Seed("isp.matching.percent", "50", date(2017, 1, 1), "人社部 2017 年度通知", "地方按国家资助配套，比例由地方定"),
    Seed("isp.tier.key", "500000.00", date(2017, 1, 1), "人社部 2017 年度通知", "重点类一次性资助50万元"),
    Seed("isp.tier.excellent", "200000.00", date(2017, 1, 1), "人社部 2017 年度通知", "优秀类一次性资助20万元"),
    *(Seed("isp.tiers", tiers, since, source, clause, locality) for locality, since, source, clause, tiers in TIERS),
    Seed("isp.notice.days", "5", date(2009, 9, 21), "政府采购评审惯例", "公示5个工作日"),
    Seed("isp.notice.include_start_day", "true", date(2009, 9, 21), "公示惯例", "首日计入"),
    Seed("isp.correction.days", "5", date(2009, 9, 21), "补正惯例", "自告知次日起5个工作日"),
    # domain.md §2.7: two written reports a year, mid-June and mid-December; month-day, any number of them.
    Seed("funds.report.days", ["06-15", "12-15"], date(2009, 9, 21), "启动支持计划资金使用要求（转载）", "每年两次"),
    Seed("funds.report.least_days", "60", date(2009, 9, 21), "资金使用报告惯例", "首次拨付满60日后的第一个报告日"),
    Seed("funds.report.notice_days", "15", date(2009, 9, 21), "资金使用报告惯例", "到期前15日提醒"),
    Seed("isp.tracking.years", "3", date(2009, 9, 21), "绩效跟踪惯例", "协议签署当年起连续三年"),
    Seed("isp.outcome.day", "03-31", date(2009, 9, 21), "绩效跟踪惯例", "次年3月31日前报送上年度绩效"),
    # How long a line of a company's record stays fresh, in months from the day its paper bears; `figures`: how long
    # after its year a forecast does, up to the settlement of the income tax at the end of May.
    *(
        Seed(f"record.fresh.months.{noun}", months, date(2026, 1, 1), source, clause)
        for noun, months, source, clause in (
            ("company", "12", "企业信息公示暂行条例", "每年6月30日前报送上一年度年度报告"),
            ("shares", "12", "企业信息公示暂行条例", "股东出资随年度报告公示"),
            ("account", "24", "园创默认值", "拨付前核对账户"),
            ("people", "24", "园创默认值", "人员情况两年一核"),
            ("employments", "24", "园创默认值", "任职情况两年一核"),
            ("certificates", "60", "园创默认值", "学历学位证明五年一核"),
            ("rights", "12", "专利法实施细则", "年费按年缴纳，以当年缴费凭证为准"),
            ("figures", "5", "企业所得税法 第五十四条", "年度终了后五个月内汇算清缴，届时预测应换成实际数"),
        )
    ),
    Seed("reviews.recusal.months", "36", date(2016, 1, 1), "财库〔2016〕198号及评审惯例", "三年内同单位回避"),
    Seed("reminder.closing.days", "10,3,1", date(2026, 1, 1), "平台惯例", "截止前10、3、1个工作日提醒"),
    Seed("reminder.correction.days", "2,1", date(2026, 1, 1), "平台惯例", "补正截止前2、1个工作日提醒"),
    Seed("retention.draft", "1", date(2026, 1, 1), "档案管理与个人信息保护法第十九条", "草稿保存1年"),
    Seed("retention.unselected", "3", date(2026, 1, 1), "档案管理与个人信息保护法第十九条", "未入选申报保存3年"),
    Seed("retention.award", "10", date(2026, 1, 1), "会计档案管理办法", "资助与合同至少保存10年，名册永久保存"),
    Seed("retention.hand", "1", date(2026, 1, 1), "个人信息保护法第十九条", "协助人员及邀请在事项结束后保存1年"),
    Seed("retention.import", "1m", date(2026, 1, 1), "个人信息保护法第十九条", "未确认的导入数据保存1个月"),
    Seed(
        "retention.fund", "30", date(2016, 1, 1), "会计档案管理办法（财政部、国家档案局令第79号）", "会计凭证保存30年"
    ),
    Seed("retention.message", "3", date(2026, 1, 1), "个人信息保护法第十九条", "站内消息保存3年"),
    Seed("retention.visitor", "1m", date(2026, 1, 1), "个人信息保护法第十九条", "访客信息在来访后保存1个月"),
    Seed("retention.log", "6m", date(2017, 6, 1), "网络安全法第二十一条", "日志留存不少于六个月", verified=True),
)
