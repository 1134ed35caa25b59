import { RecordedJob } from './recorded-job.js';

/** The entities of this lib. */
export const platformEntities = [RecordedJob];
