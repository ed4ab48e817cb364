"""A person's own applications, objections, hands and imports, for themselves: what they sent and what became of it."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own
from parks.programmes.queries.standing import UNTOLD

# What an applicant is not told yet is not in the download either.
SHOWN_STATE = "CASE a.state {} ELSE a.state END".format(
    " ".join(f"WHEN '{inner.value}' THEN '{told.value}'" for inner, told in UNTOLD.items())
)


async def own_data(actor: Actor) -> Own:
    """One statement; drafts by their answers of now, what was sent by the frozen versions."""
    found: Own = await value(
        f"""
        SELECT jsonb_build_object(
          'applications', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.number, c.title_zh AS call_zh,
            c.title_en AS call_en, a.company_name, a.project_title, {SHOWN_STATE} AS state, a.begun_at, a.submitted_at
            FROM application a JOIN call c ON c.id = a.call WHERE a.applicant = $1 ORDER BY a.begun_at) x),
          'drafts', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.title_zh AS call_zh, w.question, w.value -> 'v' AS
            value, w.at FROM application a JOIN call c ON c.id = a.call JOIN questionnaire_answer w ON w.sheet = a.sheet
            WHERE a.applicant = $1 AND a.state IN ('draft', 'returned_for_correction') ORDER BY w.at) x),
          'sent', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.number, s.version, s.at, s.answers, s.facts
            FROM submission s JOIN application a ON a.id = s.application WHERE a.applicant = $1
            ORDER BY a.number, s.version) x),
          'corrections', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT k.number, k.gaps, k.due, k.at, k.corrected_at
            FROM correction k JOIN application a ON a.id = k.application WHERE a.applicant = $1 ORDER BY k.at) x),
          'awards', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT w.number, w.code, w.amount::text, w.currency, w.made_at
            FROM award w JOIN application a ON a.id = w.application WHERE a.applicant = $1 ORDER BY w.made_at) x),
          'objections', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT number, real_name, contact, grounds, filed_at,
            state, answer, decided_at FROM objection WHERE filed_by = $1 ORDER BY filed_at) x),
          'hands', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.number, c.title_zh AS call_zh, c.title_en AS call_en,
            a.company_name, h.may_edit, h.may_certify, h.may_submit, h.since FROM application_hand h
            JOIN application a ON a.id = h.application JOIN call c ON c.id = a.call WHERE h.person = $1
            ORDER BY h.since) x),
          'hands_given', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.number, c.title_zh AS call_zh,
            c.title_en AS call_en, p.name, h.may_edit, h.may_certify, h.may_submit, h.since FROM application_hand h
            JOIN application a ON a.id = h.application JOIN call c ON c.id = a.call JOIN person p ON p.id = h.person
            WHERE a.applicant = $1 ORDER BY h.since) x),
          'imports', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.title_zh AS call_zh, c.title_en AS call_en,
            r.file_name, r.sha256, r.rows, r.problems, r.done, r.state, r.at, r.confirmed_at, r.ended_at
            FROM import_run r JOIN call c ON c.id = r.call WHERE r.by = $1 ORDER BY r.at) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
