import { RecordedJob } from './recorded-job.js';

/** The tables of this lib that people read one row at a time. */
export const platformEntities = [RecordedJob];
