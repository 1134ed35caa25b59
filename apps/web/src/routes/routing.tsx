import { Alert, Button, Spin } from 'antd';
import { Navigate, Route, Routes } from 'react-router';
import { kindCodes } from '#contracts';
import { explain } from '../client/act';
import { Problem } from '../client/api';
import { useMe } from '../client/queries';
import { AcceptInvitation } from '../features/accounts/accept-invitation';
import { Account } from '../features/accounts/account';
import { Login } from '../features/accounts/login';
import { Members } from '../features/accounts/members';
import { Register } from '../features/accounts/register';
import { ApplicationPage } from '../features/applications/application';
import { ApplicationForm } from '../features/applications/application-form';
import { Applications } from '../features/applications/applications';
import { MyApplications } from '../features/applications/my-applications';
import { Dictionaries } from '../features/dictionaries/dictionaries';
import { EngagementPage } from '../features/engagements/engagement';
import { Engagements } from '../features/engagements/engagements';
import { Home } from '../features/home/home';
import { ImportPage } from '../features/imports/import';
import { ImportHeaders } from '../features/imports/import-headers';
import { Imports } from '../features/imports/imports';
import { ListingPage } from '../features/listings/listing';
import { ListingForm } from '../features/listings/listing-form';
import { Listings } from '../features/listings/listings';
import { base } from '../features/markets/kinds';
import { Gaps } from '../features/matching/gaps';
import { MatchExplain } from '../features/matching/match-explain';
import { MeetingPage } from '../features/meetings/meeting';
import { Meetings } from '../features/meetings/meetings';
import { Audit } from '../features/operations/audit';
import { Followers } from '../features/operations/followers';
import { Jobs } from '../features/operations/jobs';
import { Bodies } from '../features/organisations/bodies';
import { ChangePage } from '../features/organisations/change';
import { ChangeForm } from '../features/organisations/change-form';
import { Changes } from '../features/organisations/changes';
import { OrganisationPage } from '../features/organisations/organisation';
import { Organisations } from '../features/organisations/organisations';
import { EditionPage } from '../features/publication/edition';
import { Editions } from '../features/publication/editions';
import { ReviewPage } from '../features/reviews/review';
import { Reviews } from '../features/reviews/reviews';
import { Schemes } from '../features/reviews/schemes';
import { Search } from '../features/search/search';
import { Periods } from '../features/statistics/periods';
import { Recount } from '../features/statistics/recount';
import { Statistics } from '../features/statistics/statistics';
import { Decisions } from '../features/steering/decisions';
import { Runs } from '../features/steering/runs';
import { Synonyms } from '../features/steering/synonyms';
import { Weights } from '../features/steering/weights';
import { Disputes } from '../features/verification/disputes';
import { Flags } from '../features/verification/flags';
import { SamplePage } from '../features/verification/sample';
import { Samples } from '../features/verification/samples';
import { EntryPage } from '../ui/entry';
import { Nothing, Page } from '../ui/page';
import { Shell } from './layout';

function Missing() {
  return (
    <Page title="页面不存在">
      <Nothing text="没有这个页面，可能地址有误或内容已删除。" />
    </Page>
  );
}

function Guarded() {
  const me = useMe();
  if (me.isPending) return <Spin style={{ display: 'block', marginTop: '30vh' }} />;
  if (me.error && !me.data)
    return me.error instanceof Problem && me.error.status === 401 ? (
      <Navigate to="/login" replace />
    ) : (
      <EntryPage title="暂时不能使用">
        <Alert
          type="warning"
          showIcon
          title={explain(me.error)}
          action={<Button onClick={() => me.refetch()}>重试</Button>}
        />
      </EntryPage>
    );
  return <Shell />;
}

export function Routing() {
  return (
    <Routes>
      <Route path="/login" element={<Login />} />
      <Route path="/register" element={<Register />} />
      <Route path="/invitation" element={<AcceptInvitation />} />
      <Route element={<Guarded />}>
        <Route index element={<Home />} />
        {kindCodes.map((kind) => (
          <Route key={kind} path={base[kind]}>
            <Route index element={<Listings key={kind} kind={kind} />} />
            <Route path="new" element={<ListingForm key={kind} kind={kind} />} />
            <Route path=":id" element={<ListingPage key={kind} kind={kind} />} />
            <Route path=":id/edit" element={<ListingForm key={kind} kind={kind} />} />
          </Route>
        ))}
        <Route path="/engagements" element={<Engagements />} />
        <Route path="/engagements/:id" element={<EngagementPage />} />
        <Route path="/meetings" element={<Meetings />} />
        <Route path="/meetings/:id" element={<MeetingPage />} />
        <Route path="/samples" element={<Samples />} />
        <Route path="/samples/:id" element={<SamplePage />} />
        <Route path="/flags" element={<Flags />} />
        <Route path="/disputes" element={<Disputes />} />
        <Route path="/editions" element={<Editions />} />
        <Route path="/editions/:id" element={<EditionPage />} />
        <Route path="/imports" element={<Imports />} />
        <Route path="/imports/:id" element={<ImportPage />} />
        <Route path="/import-headers" element={<ImportHeaders />} />
        <Route path="/match/explain" element={<MatchExplain />} />
        <Route path="/gaps" element={<Gaps />} />
        <Route path="/match-weights" element={<Weights />} />
        <Route path="/match-synonyms" element={<Synonyms />} />
        <Route path="/match-decisions" element={<Decisions />} />
        <Route path="/match-runs" element={<Runs />} />
        <Route path="/search" element={<Search />} />
        <Route path="/application" element={<MyApplications />} />
        <Route path="/application/new" element={<ApplicationForm />} />
        <Route path="/application/:id/edit" element={<ApplicationForm />} />
        <Route path="/applications" element={<Applications />} />
        <Route path="/applications/:id" element={<ApplicationPage />} />
        <Route path="/bodies" element={<Bodies />} />
        <Route path="/members" element={<Members />} />
        <Route path="/organisation" element={<OrganisationPage />} />
        <Route path="/organisations" element={<Organisations />} />
        <Route path="/organisations/:id" element={<OrganisationPage />} />
        <Route path="/organisations/:id/change" element={<ChangeForm />} />
        <Route path="/organisation-changes" element={<Changes />} />
        <Route path="/organisation-changes/:id" element={<ChangePage />} />
        <Route path="/statistics" element={<Statistics />} />
        <Route path="/periods" element={<Periods />} />
        <Route path="/schemes" element={<Schemes />} />
        <Route path="/reviews" element={<Reviews />} />
        <Route path="/reviews/:id" element={<ReviewPage />} />
        <Route path="/recount" element={<Recount />} />
        <Route path="/dictionaries" element={<Dictionaries />} />
        <Route path="/jobs" element={<Jobs />} />
        <Route path="/followers" element={<Followers />} />
        <Route path="/audit" element={<Audit />} />
        <Route path="/account" element={<Account />} />
        <Route path="*" element={<Missing />} />
      </Route>
    </Routes>
  );
}
