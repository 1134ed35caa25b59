import { CheckIn } from './check-in.js';
import { Meeting } from './meeting.js';
import { MeetingListing } from './meeting-listing.js';
import { MeetingStep } from './meeting-step.js';
import { PairNaming } from './pair-naming.js';

export { CheckIn, Meeting, MeetingListing, MeetingStep, PairNaming };

/** The tables of this lib: all are read and edited one row at a time. */
export const meetingsEntities = [Meeting, MeetingListing, CheckIn, PairNaming, MeetingStep];
