select neighbourhood, sum(case when tenure = 'owned' then 1 else 0 end) from council_tax group by 1
-- refused
Not allowed: this question uses tenure and neighbourhood together.

  The board put the condition that no answer uses tenure and neighbourhood together: grouped, chosen or worked out (advice of 12 November 2026, point 4).  (conditions › never_together)

  Try:  ask by tenure in one question and by neighbourhood in another.
  Or ask the accountable officer of the use.
