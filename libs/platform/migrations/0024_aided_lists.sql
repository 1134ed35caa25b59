-- What servers had a part in a list, and where each of its products stands by them: (words, meaning, reranker), from 1,
-- 0 where that one does not hold it; null where words alone counted.
ALTER TABLE matches ADD COLUMN places smallint[];
ALTER TABLE match_run_results ADD COLUMN places smallint[];
-- off: no such server is named. away: it did not answer in time, and the list stands without it.
ALTER TABLE match_summaries
  ADD COLUMN meaning text NOT NULL DEFAULT 'off',
  ADD COLUMN reranked text NOT NULL DEFAULT 'off',
  ADD CONSTRAINT ck_match_summaries_meaning CHECK (meaning IN ('off', 'on', 'away')),
  ADD CONSTRAINT ck_match_summaries_reranked CHECK (reranked IN ('off', 'on', 'away'));
ALTER TABLE match_run_summaries
  ADD COLUMN meaning text NOT NULL DEFAULT 'off',
  ADD COLUMN reranked text NOT NULL DEFAULT 'off';
