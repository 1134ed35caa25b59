import { Application } from './application.js';
import { Body } from './body.js';
import { ControllerLink } from './controller-link.js';
import { Invitation } from './invitation.js';
import { Organisation } from './organisation.js';
import { OrganisationChange } from './organisation-change.js';
import { Person } from './person.js';
import { Session } from './session.js';

/** The tables of this lib that people create, read and edit one row at a time. */
export const accountsEntities = [
  Application,
  Body,
  ControllerLink,
  Invitation,
  Organisation,
  OrganisationChange,
  Person,
  Session,
];
