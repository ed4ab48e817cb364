"""The app's real doors, what each is asked with, and how one is tried: over HTTP, and undone afterwards."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
from litestar import Litestar
from tests.access.scene import Scene
from tests.make import startups
from tests.make.documents import PDF
from tests.make.identity import PASSWORD

from parks.adapters.database import tx
from parks.demo import fictions

SOON, LATER = date.today() + timedelta(days=60), date.today() + timedelta(days=90)  # noqa: DTZ011 - any day to come
REASON = {"reason": "核对后的说明"}
ORGANISATION = {"kind": "park", "name_zh": "新园区", "name_en": "New park", "code": "park7", "region": "330106"}
COMPANY = {"uscc": fictions.uscc(77), "name_zh": "澄湖第七科技有限公司"}
AMENDED = {"uscc": fictions.uscc(1), "name_zh": "澄湖星阑光电科技有限公司", "version": "1"}
BANK = {"bank": "澄湖银行", "branch": "创园支行", "account": startups.ACCOUNT, "clearing_number": startups.CLEARING}
POST = {"person_id": "{member_id}", "employer": "岚江大学", "since": "2020-01-01"}
SHARE = {"entity_name": "澄湖创投", "percent": "1", "cash": "1000"}
DEGREE = {"person_id": "{member_id}", "level": "master", "country": "DE", "institution": "TU Berlin"}
RIGHT = {"kind": "trademark", "number": "61234567", "title": "星阑"}
FUNDING = {"kind": "award", "programme": "区级资金", "year": "2025"}
MARK = {"criterion_id": "{criterion_id}", "mark": "7", "comment": "论证充分，风险可控，团队稳定。"}
SPAN = {"start": str(SOON), "last_day": str(LATER)}
ASK = {"company_id": "{company_id}", "park_id": "{park_id}", "kind": "private_office", **SPAN}
STAY = {"company_id": "{company_id}", "park_id": "{park_id}", "words": "请准予入园。"}
ASKED = {"criterion": "{criterion_id}", "kind": "reason", "words": "请说明该项评分的依据。"}
ROUND = {"organisation": "{nation_id}", "rubric": "{rubric_id}", "title_zh": "评审", "title_en": "Review", "seats": "3"}
NEW_ROUND = ROUND | {"closes": str(LATER)}
RUBRIC = {"organisation": "{nation_id}", "title_zh": "标准", "title_en": "Rubric", "comment_min": "10"} | {
    f"{name}-{number}": value
    for number in (1, 2)
    for name, value in {
        "title_zh": f"第{number}项",
        "title_en": "A",
        "weight": "50",
        "maximum": "10",
        "step": "1",
    }.items()
}
PARTS = [{"code": f"A30{place}", "gross_area": "90", "usable_area": "60"} for place in (8, 9)]
SPLIT = {f"parts.{place}.{name}": value for place, part in enumerate(PARTS) for name, value in part.items()}
MOVED = {"place": "四层会议室", "day": str(SOON), "time": "10:00", "reason": "会议室另有安排"}
MEETING = {"place": "三层会议室", "day": str(SOON), "time": "09:00", "quorum": "3"}
APPLYING = {"organisation": "{nation_id}", "kind": "technical", "employer": "岚江大学"}
INTEREST = {"party": "澄湖创投", "kind": "director"}
NOTED = INTEREST | {"expert": "{expert_id}", "source": "entered", "evidence": "聘书"}
FEE_ACCOUNT = {"holder": "程素衣", "bank": "澄湖银行", "branch": "创园支行", "number": startups.ACCOUNT}
TERM = {"first": str(SOON), "last": str(LATER)}
ENTRY = {"kind": "finance", "fields": "materials", "employer": "岚江银行"}
LETTER = {"subject_zh": "关于申报", "body_zh": "您好", "subject_en": "Your application", "body_en": "Hello"}
HAND = {"name": "江明夷", "email": "hand@parks.test", "rights": "edit"}
COMPARED = {"document": "{proof_document_id}", "version": "1"}
FIGURES = {"year": 2025, "kind": "actual", "revenue": "1000000"}
TITLES = {"title_zh": "新申报", "title_en": "New"}
NEW_KEY = {"name": "报表", "read_only": "true", "days": "30"}

TODAY = str(date.today())  # noqa: DTZ011 - any day that is not to come
OUTCOME = {"headcount": 1, "revenue": 1, "ip": 1, "tax": 0, "operating": True}
CALL_BUDGET = {"amount": "1000", "source": "city", "decision": "财社〔2027〕9号"}
CHANGE = {"amount": "1000", "lower": "false", "decision": "财社〔2027〕9号"}

SAID = {"zh": "新申报", "en": "New"}
BATCH = {"do": "recommended", "ids": ["{application_id}"]}
AGAIN = {"until": f"{LATER}T17:00:00+08:00", "reason": "住院"}
SETUP: Mapping[str, Any] = {
    "basics": {"title": SAID},
    "dates": {"opens_at": f"{SOON}T09:00:00+08:00", "closes_at": f"{LATER}T17:00:00+08:00"},
    "form": {"questionnaire": "{design_id}"},
    "rules": {"rule_set": "{rule_set_id}"},
    "review": {"rubric": "{rubric_id}"},
    "notice": {"correction_days": 5, "notice_days": 5},
    "tiers": [{"key": "key", "name": SAID, "amount": "100"}],
    "materials": [{"kind": "ip", "title": SAID}],
    "ladder": [{"level": "park", "checks": SAID}],
    "quotas": [{"organisation": "{organisation_id}", "places": 3}],
}
"""What each part of a call takes in the API."""

HOUR = {"day": str(SOON), "begins": "10:00", "ends": "11:00", "purpose": "项目例会"}
THEIR_HOUR = HOUR | {"company_id": "{company_id}"}
ROOM = {"name_zh": "一号厅", "name_en": "Hall 1", "opens": "09:00", "closes": "18:00"}
VISIT = {"park_id": "{park_id}", "company_id": "{company_id}", "name": "何屿", "day": str(SOON)}

SERVICE = {"park_id": "{park_id}", "company_id": "{company_id}", "kind": "repair", "words": "空调不制冷"}

BODIES: Mapping[str, Any] = {
    "services:post": SERVICE,
    "api:services-post": SERVICE,
    "service:answer": {"words": "明天上门", "done": "false"},
    "api:service-answer": {"words": "明天上门", "done": False},
    "service:rate": {"rating": "5"},
    "api:service-rate": {"rating": 5},
    "service:reopen": {"reason": "又坏了"},
    "api:service-reopen": {"reason": "又坏了"},
    "promises:put": {"repair": "3"},
    "api:promises-put": {"repair": 3},
    "bookings:post": THEIR_HOUR,
    "api:bookings-post": THEIR_HOUR,
    "blockings:post": HOUR,
    "api:blockings-post": HOUR,
    "room:put": ROOM | {"weekdays": ["1", "2"]},
    "api:room-put": ROOM | {"weekdays": [1, 2]},
    "api:booking-cancel": {"reason": "改期"},
    "booking:answer": {"accepted": "true"},
    "api:booking-answer": {"accepted": True},
    "visits:post": VISIT,
    "api:visits-post": VISIT,
    "api:estate:post": {"rows": [{"number": 3, "cells": {"unit.code": "A301"}}]},
    "api:estate:put": {"rows": [{"number": 3, "cells": {"unit.code": "A301"}}]},
    "estate:put": {"rows": "[]"},
    **{f"api:call-setup:{part}": body for part, body in SETUP.items()},
    "api:call:begin": {"programme": "isp", "organisation": "{nation_id}", "cycle": 2031, "title": SAID},
    "api:call:extend": AGAIN | {"company": "{company_id}"},
    "api:call:reopen": AGAIN,
    "api:call:peek": REASON,
    "api:batch:preview": BATCH,
    "api:batch:put": BATCH | {"text": "同意"},
    "api:assignee:put": {"person": "{person_id}"},
    "api:waiver:ask": {"rule": "R-ONCE", "reason": "引进人才，见附件"},
    "api:waiver:decide": {"granted": True, "text": "同意，此条不计入"},
    "api:ranked-list:put": {"order": ["{application_id}"], "text": "同意推荐"},
    "api:rule-set:post": {"key": "other", "organisation": "{nation_id}", "title_zh": "规则", "title_en": "Rules"},
    "api:rule-set:publish": {"seen": 1},
    "api:letter:put": LETTER | {"seen": 0},
    "api:reminders:put": {"closing": "10, 3, 1", "correction": "2"},
    "api:campaign:post": LETTER,
    "api:campaign:put": LETTER,
    "policies:post": {"value": "40", "since": str(SOON), "source": "人社部〔2027〕1号"},
    "api-policies:post": {"value": "40", "since": str(SOON), "source": "人社部〔2027〕1号"},
    "api-year:put": {"free": {"2027-01-01": "元旦"}, "source": "国办发明电"},
    "api-calendar:put": {"works": False, "name": "元旦", "source": "国办发明电"},
    "api:organisations:post": ORGANISATION,
    "api:appointments:post": {"email": "new@parks.test", "name": "新人", "role": "expert", "reason": "入库"},
    "api:appointments:delete": REASON,
    "api:people:suspend": REASON,
    "api:people:restore": REASON,
    "api:holds:post": {"subject": "founder@parks.test", **REASON},
    "api:holds:lift": REASON,
    "api:messages:put": {"channels": {"reminder": "none"}},
    "api:self-check:post": {"answers": {"share": "58"}},
    "api:consent:put": {"version": "2026-11-01"},
    "budget-act:post": CHANGE,
    "commitment-act:post": {"giver": "澄湖市财政局", "amount": "1000", "received_on": TODAY},
    "tranche-act:post": REASON,
    "check-act:post": {"text": "已经整改"},
    "clawback-act:post": {"amount": "1", "received_on": TODAY},
    "payment-line-act:post": REASON,
    "payments:post": {"budget": "{budget_id}", "tranche": "{tranche_id}"},
    "expense:post": {
        "line": "{use_id}",
        "spent_on": TODAY,
        "receiver": "岚江仪器",
        "purpose": "耗材",
        "amount": "1",
        "no_secrets": "true",
    },
    "use-report:submit": {"text": "按计划使用"},
    "use-report:decide": {"accepted": "true"},
    "agreement:save": {"use-research": "1"},
    "agreement-material:post": {"material": "{material_id}", "no_secrets": "true"},
    "agreement:countersign": {"name": "某programme"},
    "agreement:send-back": {"note": "请修改"},
    "call-budget:post": CALL_BUDGET,
    "outcome:report": OUTCOME,
    "outcome:verify": {"right": "true"},
    "api:budget:change": CHANGE | {"lower": False},
    "api:check:post": {"kind": "inspection", "outcome": "passed", "text": "没有问题"},
    "api:check:answer": {"text": "已经整改"},
    "api:clawback:post": {"amount": "1", "reason": "多付", "due": str(LATER)},
    "api:repayment:post": {"amount": "1", "received_on": TODAY},
    "api:write-off:put": {"decision": "企业已注销"},
    "api:tranche:propose": REASON,
    "api:tranche:decline": REASON,
    "api:payments:post": {"budget": "{budget_id}", "tranches": ["{tranche_id}"]},
    "api:payment:settle": {"results": [{"line": "{payment_line_id}", "paid": False, "reason": "户名不符"}]},
    "api:payment-line:reverse": REASON,
    "api:use-report:submit": {"text": "按计划使用"},
    "api:use-report:decide": {"accepted": True},
    "api:call-budget:post": CALL_BUDGET,
    "api:agreement:save": {"uses": {"research": "1"}, "promises": {}},
    "api:agreement:sign": {"name": "某人"},
    "api:agreement:send-back": {"note": "请修改"},
    "api:outcome:report": OUTCOME,
    "api:outcome:verify": {"right": True},
    "letter:put": LETTER | {"seen": "0"},
    "campaign:post": LETTER,
    "campaign:put": LETTER,
    "reminders:put": {"closing": "10, 3, 1", "correction": "2"},
    "holds:post": {"subject": "founder@parks.test", **REASON},
    "holds:lift": REASON,
    "objection:contact": REASON,
    "commitment:account": REASON,
    "api:commitment:account": REASON,
    "consents:give": {"version": "2026-11-01", "agreed": "true"},
    "messages:put": {"reminder": "none"},
    "year:put": {"free": "2027-01-01 元旦", "source": "国办发明电"},
    "calendar:put": {"works": "no", "name": "元旦", "source": "国办发明电"},
    "call:begin": {
        "programme": "isp",
        "organisation": "{nation_id}",
        "cycle": "2040",
        "title_zh": "新申报",
        "title_en": "New",
    },
    "call-setup:put": {"title_zh": "新申报", "title_en": "New", "region": "", "minutes_needed": "60"},
    "call:reopen": {"day": str(LATER), "at": "17:00", "reason": "系统故障"},
    "call:extend": {"company": "{company_id}", "day": str(LATER), "at": "17:00", "reason": "申报人住院"},
    "call:peek": REASON,
    "rule-set:post": {"organisation": "{nation_id}", "key": "another", "title_zh": "另一套", "title_en": "Another"},
    "rule-set:publish": {"seen": "1"},
    "rule-set:put": {"seen": "1", "id": "R-LOCAL", "check": "people", "gate": "true"},
    "rule-set:remove": {"seen": "1", "rule": "R-CLEAN"},
    "rule-set:move": {"seen": "1", "rule": "R-CLEAN"},
    "self-check:post": {"share": "58"},
    "waiver:ask": {"rule": "R-AGE", "reason": "会议纪要〔2026〕12号"},
    "waiver:decide": {"application": "{application_id}", "granted": "true", "text": "同意，理由充分"},
    "preferences:post": {"lang": "en"},
    "sign-up:post": {
        "name": "新人",
        "email": "new@parks.test",
        "password": "a lamp over the lake",
        "language": "zh",
        "agreed": "true",
    },
    "confirmation:post": {"code": "no such code"},
    "password:ask": {"email": "founder@parks.test"},
    "password:post": {"code": "no such code", "password": "a lamp over the lake"},
    "session:post": {"email": "founder@parks.test", "password": PASSWORD},
    "account:change-password": {"current": PASSWORD, "password": "a lamp over the lake"},
    "account:put": {"name": "新名字", "language": "zh"},
    "keys:post": NEW_KEY,
    "api:keys:post": {"name": "报表", "read_only": True, "days": 30},
    "appointments:post": {"email": "new@parks.test", "name": "新人", "role": "expert", "reason": "入库"},
    "organisations:post": ORGANISATION,
    "appointments:delete": REASON,
    "people:suspend": REASON,
    "people:restore": REASON,
    "company:post": COMPANY,
    "company:put": AMENDED,
    "company-row:post": {"name": "新成员"},
    "company-row:put": {"name": "林知微", "version": "1"},
    "company-proof:post": {"no_secrets": "yes"},
    "company-members:post": HAND,
    "record-check:put": COMPARED,
    "hands:post": HAND,
    "api.hands:post": HAND | {"rights": ["edit"]},
    "api:company-members:post": HAND | {"rights": ["edit"]},
    "api:record-check:put": COMPARED | {"version": 1},
    "api:figures:post": FIGURES,
    "api:figures:put": FIGURES | {"version": 1},
    "person-number:post": REASON,
    "bank-account:put": BANK | {"version": "1"},
    "api:company:post": COMPANY,
    "api:company:put": AMENDED | {"version": 1},
    "api:bank-account:put": BANK | {"version": 1},
    "api:people:post": {"name": "新成员"},
    "api:people:put": {"name": "林知微", "version": 1},
    "api:employments:post": POST,
    "api:employments:put": POST | {"version": 1},
    "api:shares:post": SHARE,
    "api:shares:put": SHARE | {"version": 1},
    "api:certificates:post": DEGREE,
    "api:certificates:put": DEGREE | {"version": 1},
    "api:rights:post": RIGHT,
    "api:rights:put": RIGHT | {"version": 1},
    "api:funding:post": FUNDING,
    "api:funding:put": FUNDING | {"version": 1},
    "declaration:put": {"confidential": "true", "no_conflict": "true"},
    "conflict:put": REASON,
    "marks:put": {"mark-{criterion_id}": "7", "comment-{criterion_id}": MARK["comment"]},
    "ties:post": {"kind": "shareholding", "party": "澄湖创投", "percent": "1"},
    "experts:post": {
        "organisation": "{nation_id}",
        "name": "新专家",
        "email": "expert-new@parks.test",
        "kind": "technical",
        "fields": "electronics",
        "employer": "岚江大学",
    },
    "rest:put": REASON,
    "evaluation:put": {"grade": "competent", "words": "按时完成"},
    "api-evaluation:put": {"grade": "competent", "words": "按时完成"},
    "fee-rate:put": {"amount": "600", "currency": "CNY"},
    "api-fee-rate:put": {"amount": "600"},
    "fees:put": {"do": "refuse", "experts": "{expert_id}", **REASON},
    "api-fees:put": {"do": "refuse", "experts": ["{expert_id}"], **REASON},
    "fees:payment-list": REASON,
    "my-account:put": FEE_ACCOUNT,
    "api-my-account:put": FEE_ACCOUNT,
    "pool-import:post": {"organisation": "{nation_id}"},
    "expert-apply:post": APPLYING | {"fields": "electronics", "no_secrets": "true"},
    "expert-application:appoint": TERM,
    "expert-application:refuse": REASON,
    "api-expert-application:appoint": TERM,
    "api-expert-application:refuse": REASON,
    "expert:put": ENTRY,
    "api-expert:put": ENTRY | {"fields": ["materials"]},
    "posts:post": {"employed_by": "岚江仪器"},
    "api-posts:post": {"employed_by": "岚江仪器"},
    "post:end": {"until": TODAY},
    "round-invitations:post": {"experts": "{expert_id}", "due": TODAY},
    "api-round-invitations:post": {"experts": ["{expert_id}"], "due": TODAY},
    "my-invitation:put": {"accept": "true"},
    "api-my-invitation:put": {"accept": True},
    "closure:put": REASON,
    "conflicts:post": NOTED,
    "api-conflicts:post": NOTED,
    "conflict:end": REASON,
    "api-conflict:end": REASON,
    "api-conflict:pin": REASON,
    "interests:post": INTEREST,
    "api-interests:post": INTEREST,
    "rounds:post": NEW_ROUND,
    "deadline:put": {"closes": str(LATER), **REASON},
    "rubrics:post": RUBRIC | {"first": "1", "second": "2"},
    "meetings:post": MEETING,
    "api-meetings:post": MEETING,
    "meeting-date:put": MOVED,
    "api-meeting-date:put": MOVED,
    "meeting-calling-off:put": REASON,
    "api-meeting-calling-off:put": REASON,
    "meeting-members:post": {"person": "{expert_person_id}", "role": "member"},
    "api-meeting-members:post": {"person": "{expert_person_id}", "role": "member"},
    "meeting-state:put": {"move": "close"},
    "meeting-lots:put": {"words": "3 1 4 1 5 2"},
    "meeting-attendance:put": {"present": "true"},
    "meeting-stage:put": {"move": "questions"},
    "meeting-recusal:put": REASON,
    "meeting-vote:put": {"choice": "approve"},
    "meeting-tally:put": {"approve": "1"},
    "meeting-resolution:put": {"resolution": "deferred", **REASON},
    "draws:post": {"seats": "3", "odd": "true", "witness": "{witness_id}"},
    "draw-witness:put": {"words": "3 1 4 1 5 2"},
    "draw-departures:post": {"expert": "{drawn_id}", **REASON},
    "draw-admissions:post": {"expert": "{expert_id}", **REASON},
    "api-draws:post": {"seats": 3, "one_per_employer": False, "witness": "{witness_id}"},
    "api-draw:redraw": {"seats": 3, "one_per_employer": False, "witness": "{witness_id}", **REASON},
    "api-draw-departures:post": {"expert": "{drawn_id}", **REASON},
    "api-draw-admissions:post": {"expert": "{expert_id}", **REASON},
    "seats:post": {"expert": "{expert_id}"},
    "assignment:post": {"max_load": "9", "min_load": "0", "floor": "auto"},
    "assignment-pairs:put": {"run": "{assignment_run_id}", "assessment": "{assessment_id}", "into": "{expert_id}"},
    "assignment-application:put": {"run": "{assignment_run_id}"},
    "api-assignment:post": {"max_load": 9},
    "api-assignment-pairs:put": {"run": "{assignment_run_id}", "assessment": "{assessment_id}", "into": "{expert_id}"},
    "api-assignment-application:put": {"run": "{assignment_run_id}"},
    "reopening:put": REASON,
    "mark-queries:post": ASKED,
    "api-mark-queries:post": ASKED,
    "mark-answer:put": {"answer-{mark_query_id}": "该项有实测数据支持。"},
    "api-mark-answer:put": {"words": "该项有实测数据支持。"},
    "replacement:put": REASON,
    "api-declaration:put": {"confidential": True, "no_conflict": True},
    "api-rounds:post": NEW_ROUND,
    "api-conflict:put": REASON,
    "desk-layout:put": {"split": "40"},
    "api-desk-layout:put": {"split": 40},
    "api-marks:put": {"marks": [MARK]},
    "api-seats:post": {"expert": "{expert_id}"},
    "allocations:post": {"kind": "closure", "note": "维修", **SPAN},
    "allocations:end": {"last_day": str(date.today() + timedelta(days=9)), **REASON},  # noqa: DTZ011 - as above
    "allocations:put": {"what": "extend", "last_day": str(LATER), **REASON},
    "api:allocation-put": {"what": "extend", "last_day": str(LATER), **REASON},
    "split:put": {"start": str(SOON), **REASON, **SPLIT},
    "api:split": {"start": str(SOON), **REASON, "parts": PARTS},
    "waiting-list:put": {"days_ahead": "30", "answer_days": "5"},
    "api:waiting-list-put": {"days_ahead": 30, "answer_days": 5},
    "merger:put": {"start": str(SOON), **REASON, "code": "A390", "others": "{beside_id}"},
    "api:merger": {"start": str(SOON), **REASON, "code": "A390", "others": ["{beside_id}"]},
    "scenarios:post": {"name": "方案", "day": str(SOON), "move_cost": "300"},
    "api:scenarios-post": {"name": "方案", "day": str(SOON), "move_cost": 300},
    "lease:put": {"price": "45", "version": "0"},
    "api:lease-put": {"price": "45", "version": 0},
    "refusal:put": REASON,
    "offer-refusal:put": REASON,
    "api:offer-refusal": REASON,
    "incubations:post": STAY,
    "api:incubations-post": STAY,
    "incubation-steps:post": {"move": "withdraw", "version": "1"},
    "api:incubation-steps": {"move": "withdraw", "version": 1},
    "requests:post": ASK,
    "api:requests-post": ASK,
    "api:ending": {"last_day": str(date.today() + timedelta(days=9)), **REASON},  # noqa: DTZ011 - as above
    "application:begin": {"park": "{organisation_id}"},
    "submission:put": {"aware": "true"},
    "submission:delete": REASON,
    "section:put": {"summary": "补充后的简介", "version-summary": "0"},
    "answer:put": {"summary": "补充后的简介", "version-summary": "0"},
    "file:post": {"no_secrets": "true"},
    "correction:put": {"gap-project": "请补充简介"},
    "assignee:put": {},
    "batch:preview": {"do": "not_recommended", "id": "{application_id}"},
    "batch:put": {"do": "not_recommended", "id": "{application_id}", "text": "材料不足"},
    "ranked-list:order": {"move": "add:{application_id}"},
    "ranked-list:put": {"order": "{application_id}", "text": "同意推荐"},
    "scan:post": {"no_secrets": "true"},
    "recommendation:put": {"outcome": "recommended", "text": "同意推荐"},
    "selection:open": {
        "title_zh": "专家评审",
        "title_en": "Expert review",
        "rubric": "{rubric_id}",
        "seats": "3",
        "closes": str(LATER),
    },
    "selection:propose": {"tier-{won_id}": "key"},
    "objection:file": {
        "application": "{won_id}",
        "real_name": "郑直",
        "contact": "13800000000",
        "grounds": "该企业的出资比例与登记不符，请核查。",
        "no_secrets": "true",
    },
    "place:put": {"application": "nobody", "reason": "得分差距较大，不递补。"},
    "objection:decide": {"upheld": "false", "answer": "经核查，权利人为该企业，不予支持。"},
    "form:post": {"organisation": "{organisation_id}", "title_zh": "表", "title_en": "A form"},
    "form:put": {"title_zh": "表", "title_en": "A form"},
    "form:import": {"organisation": "{organisation_id}"},
    "part:post": {"title_zh": "新", "title_en": "New"},
    "part:put": {"key": "project", "title_zh": "新", "title_en": "New", "mark": "0"},
    "part:move": {"step": "1"},
    "rehearsal:save": {"summary": "演练", "seen.summary": "0."},
    "rehearsal:answer": {"summary": "演练", "seen.summary": "0."},
    "api.application:begin": {"call": "{open_call_id}", "company": "{company_id}", "park": "{organisation_id}"},
    "api.answer:put": {"value": "补充后的简介", "seen_version": 0},
    "api.section:put": {"completed": True},
    "api.declaration:put": {"no_secrets": True},
    "api.submission:put": {"aware": True},
    "api.correction:put": {"gaps": {"project": "请补充简介"}},
    "api.recommendation:put": {"outcome": "recommended", "text": "同意推荐"},
    "api:selection:open": {
        "rubric": "{rubric_id}",
        "title_zh": "专家评审",
        "title_en": "Expert review",
        "closes_at": f"{LATER}T18:00:00+08:00",
    },
    "api:selection:propose": {"tiers": {"{won_id}": "key"}},
    "api:objection:file": {
        "application": "{won_id}",
        "real_name": "郑直",
        "contact": "13800000000",
        "grounds": "该企业的出资比例与登记不符，请核查。",
    },
    "api:place:put": {"application": None, "reason": "得分差距较大，不递补。"},
    "api:objection:decide": {"upheld": False, "answer": "经核查，权利人为该企业，不予支持。"},
    "api:allocations-post": {"unit_id": "{unit_id}", "kind": "closure", "note": "维修", **SPAN},
}
"""What is sent to a door, by the route's name: something the right person would get through with.

`{slots}` are filled from the scene. A door without a line here is called with an empty body.
"""

FILES: Mapping[str, str] = {
    "expense:post": "voucher",
    "payment:settle": "file",
    "rehearsal:attach": "file",
    "import:post": "file",
    "offline-form:post": "file",
    "company-proof:post": "file",
    "file:post": "file",
    "objection:file": "evidence",
    "scan:post": "scan",
    "agreement-material:post": "file",
    "expert-apply:post": "cv",
    "pool-import:post": "file",
    "estate:post": "file",
}
"""Doors that take a file, and the name of its field."""

RAW = {
    "api.document:put",
    "api:record-document:put",
    "api:scan:put",
    "api:agreement-material:put",
    "api-expert-apply:post",
    "api-offline-form:post",
    "api-offline-form:put",
    "api:import:put",
    "api-pool-import:put",
    "api:form:import",
    "api:expense:post",
}
"""Doors that take a file as their whole body."""

PLACES: Mapping[str, Mapping[str, str]] = {
    "budget-act:new": {"noun": "change"},
    "budget-act:post": {"noun": "change"},
    "commitment-act:new": {"noun": "matching"},
    "commitment-act:post": {"noun": "matching"},
    "tranche-act:new": {"noun": "proposal"},
    "tranche-act:post": {"noun": "proposal"},
    "check-act:new": {"noun": "answer"},
    "check-act:post": {"noun": "answer"},
    "clawback-act:new": {"noun": "repayments"},
    "clawback-act:post": {"noun": "repayments"},
    "payment-line-act:new": {"noun": "reversal"},
    "payment-line-act:post": {"noun": "reversal"},
    **{
        name: {"application_id": "{won_id}"}
        for name in (
            "agreement:show",
            "agreement:save",
            "agreement:countersign",
            "agreement:send-back",
            "agreement:document",
            "agreement-material:post",
            "agreement-material:show",
            "api:agreement-material:put",
            "api:agreement-material:show",
            "api:agreement:show",
            "api:agreement:save",
            "api:agreement:sign",
            "api:agreement:send-back",
        )
    },
    "evaluation:put": {"year": "2026"},
    "api-evaluation:put": {"year": "2026"},
    "policies:show": {"key": "isp.share.percent"},
    "policies:new": {"key": "isp.share.percent"},
    "policies:post": {"key": "isp.share.percent"},
    "api-policies:show": {"key": "isp.share.percent"},
    "api-policies:post": {"key": "isp.share.percent"},
    "api-calendar:put": {"day": "2027-01-04"},
    "api-year:put": {"year": "2027"},
    "calendar:edit": {"day": "2027-01-04"},
    "calendar:put": {"day": "2027-01-04"},
    "year:edit": {"year": "2027"},
    "year:put": {"year": "2027"},
    "call-setup:edit": {"part": "basics"},
    "call-setup:put": {"part": "basics"},
    "company-proof:new": {"noun": "certificates", "row_id": "{certificate_id}"},
    "company-proof:post": {"noun": "certificates", "row_id": "{certificate_id}"},
    "api:figures:put": {"row_id": "{figures_id}"},
    "api:figures:delete": {"row_id": "{figures_id}"},
    "api:employments:put": {"row_id": "{employment_id}"},
    "api:employments:delete": {"row_id": "{employment_id}"},
    "api:shares:put": {"row_id": "{shareholding_id}"},
    "api:shares:delete": {"row_id": "{shareholding_id}"},
    "api:certificates:put": {"row_id": "{certificate_id}"},
    "api:certificates:delete": {"row_id": "{certificate_id}"},
    "api:rights:put": {"row_id": "{ip_asset_id}"},
    "api:rights:delete": {"row_id": "{ip_asset_id}"},
    "api:funding:put": {"row_id": "{earlier_funding_id}"},
    "api:funding:delete": {"row_id": "{earlier_funding_id}"},
    "file:post": {"key": "files", "question": "licence"},
    "rehearsal:attach": {"key": "files", "question": "plan"},
    "rehearsal:detach": {"key": "files", "question": "plan", "document_id": "{rehearsed_file_id}"},
    "file:delete": {"key": "files", "question": "plan"},
    "awards:make": {"call_id": "{open_call_id}"},
    "ranked-list:edit": {"call_id": "{open_call_id}"},
    "api:ranked-list:office": {"call_id": "{open_call_id}"},
    "api:ranked-list:put": {"call_id": "{open_call_id}"},
    "ranked-list:order": {"call_id": "{open_call_id}"},
    "ranked-list:put": {"call_id": "{open_call_id}"},
    "api:awards:make": {"call_id": "{open_call_id}"},
    "appointments:post": {"organisation_id": "{nation_id}"},
    "organisations:new": {"organisation_id": "{city_id}"},
    "organisations:post": {"organisation_id": "{city_id}"},
    "meeting-date:put": {"meeting_id": "{planned_meeting_id}"},
    "api-meeting-date:put": {"meeting_id": "{planned_meeting_id}"},
    "meeting-calling-off:put": {"meeting_id": "{planned_meeting_id}"},
    "api-meeting-calling-off:put": {"meeting_id": "{planned_meeting_id}"},
    "meeting-minutes:show": {"meeting_id": "{closed_meeting_id}"},
    "meeting-minutes:put": {"meeting_id": "{closed_meeting_id}"},
}
"""Where a door's path needs another thing than its parameters' names say."""

QUERIES: Mapping[str, str] = {
    "api:tranche:take-back": "reason=复核",
    "application:new": "call={open_call_id}&company={company_id}",
    "application:begin": "call={open_call_id}&company={company_id}",
    "self-check:post": "call={open_call_id}",
    "verification:show": "code={code}",
    "api:verification:show": "code={code}",
    "api-appointment:verify": "code={letter_code}",
    "api:record-document:put": "name=证书.pdf&no_secrets=true",
    "api-expert-apply:post": "name=cv.pdf&no_secrets=true&organisation={nation_id}&kind=technical&fields=physics"
    "&employer=岚江大学",
    "api:scan:put": "name=扫描.pdf&no_secrets=true",
    "api:agreement-material:put": "name=报告.pdf&no_secrets=true",
    "api:import:put": "name=名单.xlsx",
    "api-pool-import:put": "organisation={nation_id}&name=名单.xlsx",
    "api:form:import": "organisation={nation_id}",
    "api:expense:post": "&".join(
        (
            "name=发票.pdf",
            "line={use_id}",
            f"spent_on={TODAY}",
            "receiver=仪器",
            "purpose=耗材",
            "amount=1",
            "no_secrets=true",
        )
    ),
    "api.document:put": "question=licence&name=执照.pdf",
    "api.document:delete": "question=plan",
}
"""What stands behind the `?` of a door that needs it."""


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one route of the running app."""

    name: str
    method: str
    path: str
    access: str

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path

    @property
    def safe(self) -> bool:
        return self.method == "GET"


def doors(app: Litestar) -> list[Door]:
    """Every door there is; HEAD and OPTIONS are Litestar's own and tell nothing."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            for method in sorted(set(handler.http_methods) - {"HEAD", "OPTIONS"}):
                name = str(handler.name).rpartition("_litestar_")[2]  # Litestar's own begins with a number by chance
                found.append(Door(name, method, route.path, str(handler.opt.get("access", "undeclared"))))
    return sorted(found, key=lambda one: (one.path.startswith("/api/"), one.path, one.method))


def filled(thing: Any, ids: Mapping[str, Any]) -> Any:
    """`{slots}` in texts, keys and everything below."""
    match thing:
        case str():
            return thing.format(**ids)
        case Mapping():
            return {filled(key, ids): filled(value, ids) for key, value in thing.items()}
        case list():
            return [filled(one, ids) for one in thing]
        case _:
            return thing


def address(door: Door, ids: Mapping[str, Any]) -> str:
    at = dict(ids) | filled(PLACES.get(door.name, {}), ids)
    path = re.sub(r"{(\w+)(?::\w+)?}", lambda found: str(at[found[1]]), door.path)
    query = QUERIES.get(door.name)
    return f"{path}?{filled(query, at)}" if query else path


async def ask(client: httpx.AsyncClient, scene: Scene, column: str, door: Door, case: str = "") -> httpx.Response:
    """The door as that column's person opens it; whatever it changes stays."""
    ids = scene.of(column) | scene.own.get(case, {})
    sent: dict[str, Any] = {}
    body = filled(BODIES.get(door.name, {}), ids)
    if not door.safe:
        if door.path.startswith("/api/"):
            sent = {"content": PDF} if door.name in RAW else {"json": body} if body else {}
        else:
            sent = {"data": body}
            if door.name in FILES:
                sent["files"] = {FILES[door.name]: ("证书.pdf", PDF, "application/pdf")}
    client.cookies.clear()
    try:
        return await client.request(door.method, address(door, ids), headers=scene.headers[column], **sent)
    finally:
        client.cookies.clear()


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    """Whatever is written inside is taken back: the app's own transactions become savepoints of this one."""
    async with tx() as connection:
        point = connection.transaction()
        await point.start()
        try:
            yield
        finally:
            await point.rollback()


def cell(answer: httpx.Response) -> str:
    """What the answer says about the door: open (whatever was made of the body), or why not."""
    status = answer.status_code
    if status == 303 and answer.request.method == "GET" and not answer.headers["location"].startswith("/session/new"):
        return "away"  # shown to somewhere that this reader may see
    if status == 401 or (status == 303 and answer.headers["location"].startswith("/session/new?next=")):
        return "sign-in"
    return "ok" if status < 400 or status in {409, 422} else str(status)
