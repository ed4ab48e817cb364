"""An expert's own part, for themselves: the entry in the pool, ties, the scores they gave (by neutral codes), and
their places, attendance, votes and recusals at meetings.
"""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own


async def own_data(actor: Actor) -> Own:
    """One statement; whose proposals they were is not theirs to know."""
    found: Own = await value(
        """
        SELECT jsonb_build_object(
          'expert', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT name, kind, title, employer, fields, region,
            languages, capacity, term_from, term_until, state, enrolled_at
            FROM expert WHERE person = $1) x),
          'ties', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT t.kind, t.party, t.percent::text, t.since, t.until,
            t.source FROM expert_tie t JOIN expert e ON e.id = t.expert WHERE e.person = $1) x),
          'posts', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT p.employer, p.title, p.since, p.until
            FROM expert_post p JOIN expert e ON e.id = p.expert WHERE e.person = $1) x),
          'applications', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT kind, fields, title, employer, region, languages,
            posts, words, state, submitted_at, reason FROM expert_application WHERE person = $1 ORDER BY id) x),
          'invitations', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT r.title, i.state, i.invited_at, i.answered_at,
            i.reason FROM round_invitation i JOIN expert e ON e.id = i.expert JOIN review_round r
            ON r.id = i.review_round WHERE e.person = $1 ORDER BY i.id) x),
          'pledges', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT g.wording, g.language, g.sha256, g.at
            FROM seat_pledge g JOIN seat s ON s.id = g.seat JOIN expert e ON e.id = s.expert
            WHERE e.person = $1 ORDER BY g.id) x),
          'interests', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.kind, c.party, c.since, c.until, c.entered_at
            FROM conflict c LEFT JOIN expert e ON e.id = c.expert WHERE (c.person = $1 OR e.person = $1)
            AND c.source = 'declared' ORDER BY c.id) x),
          'desk', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT split, keys FROM desk_state WHERE person = $1) x),
          'fees', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT r.title, f.amount::text, f.currency, f.state, f.due_at,
            f.paid_on, f.reason FROM expert_fee f JOIN review_round r ON r.id = f.review_round
            JOIN expert e ON e.id = f.expert WHERE e.person = $1 ORDER BY f.id) x),
          'account', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.holder, a.bank, a.branch, a.account_masked
            FROM expert_account a JOIN expert e ON e.id = a.expert WHERE e.person = $1) x),
          'years', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT v.year, v.grade, v.words, v.at
            FROM expert_evaluation v JOIN expert e ON e.id = v.expert WHERE e.person = $1 ORDER BY v.year) x),
          'letters', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT l.number, l.code, l.term_from, l.term_until, l.made_at
            FROM expert_letter l JOIN expert e ON e.id = l.expert WHERE e.person = $1 ORDER BY l.id) x),
          'questions', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.code, q.kind, q.words, q.mark::text, q.asked_at,
            q.answer, q.mark_after::text, q.answered_at FROM mark_query q JOIN seat s ON s.id = q.seat
            JOIN assessment a ON a.id = s.assessment JOIN expert e ON e.id = s.expert
            WHERE e.person = $1 ORDER BY q.id) x),
          'meetings', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT r.title, m.number, m.starts, m.place, m.state, k.role,
            (SELECT jsonb_agg(jsonb_build_object('came_at', t.came_at, 'left_at', t.left_at) ORDER BY t.came_at)
              FROM meeting_attendance t WHERE t.member = k.id) AS attendance,
            (SELECT jsonb_agg(jsonb_build_object('code', a.code, 'choice', v.choice, 'score', v.score::text, 'at', v.at)
              ORDER BY v.id) FROM meeting_vote v JOIN meeting_item i ON i.id = v.item
              JOIN assessment a ON a.id = i.assessment WHERE v.member = k.id) AS votes,
            (SELECT jsonb_agg(i.recusals ->> k.id::text ORDER BY i.position) FROM meeting_item i
              WHERE i.meeting = m.id AND i.recusals ? k.id::text) AS recusals
            FROM meeting_member k JOIN meeting m ON m.id = k.meeting JOIN review_round r ON r.id = m.review_round
            WHERE k.person = $1 ORDER BY m.id) x),
          'scores', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT a.code, s.state, s.score::text, s.scored_at, s.reason
            FROM seat s JOIN assessment a ON a.id = s.assessment JOIN expert e ON e.id = s.expert
            WHERE e.person = $1 ORDER BY s.id) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
