import { Alert, Button, Spin } from 'antd';
import { Navigate, Route, Routes } from 'react-router';
import { kindCodes } from '#contracts';
import { Problem } from './api';
import { Home } from './features/home/home';
import { explain, useMe } from './hooks';
import { base } from './kinds';
import { Shell } from './layout';
import { AcceptInvitation } from './pages/accept-invitation';
import { Account } from './pages/account';
import { ApplicationPage } from './pages/application';
import { ApplicationForm } from './pages/application-form';
import { Applications } from './pages/applications';
import { Audit } from './pages/audit';
import { Bodies } from './pages/bodies';
import { ChangePage } from './pages/change';
import { ChangeForm } from './pages/change-form';
import { Changes } from './pages/changes';
import { Decisions } from './pages/decisions';
import { Dictionaries } from './pages/dictionaries';
import { Disputes } from './pages/disputes';
import { EditionPage } from './pages/edition';
import { Editions } from './pages/editions';
import { EngagementPage } from './pages/engagement';
import { Engagements } from './pages/engagements';
import { Flags } from './pages/flags';
import { Followers } from './pages/followers';
import { Gaps } from './pages/gaps';
import { ImportPage } from './pages/import';
import { ImportHeaders } from './pages/import-headers';
import { Imports } from './pages/imports';
import { Jobs } from './pages/jobs';
import { ListingPage } from './pages/listing';
import { ListingForm } from './pages/listing-form';
import { Listings } from './pages/listings';
import { Login } from './pages/login';
import { MatchExplain } from './pages/match-explain';
import { MeetingPage } from './pages/meeting';
import { Meetings } from './pages/meetings';
import { Members } from './pages/members';
import { MyApplications } from './pages/my-applications';
import { OrganisationPage } from './pages/organisation';
import { Organisations } from './pages/organisations';
import { Periods } from './pages/periods';
import { Recount } from './pages/recount';
import { Register } from './pages/register';
import { ReviewPage } from './pages/review';
import { Reviews } from './pages/reviews';
import { Runs } from './pages/runs';
import { SamplePage } from './pages/sample';
import { Samples } from './pages/samples';
import { Schemes } from './pages/schemes';
import { Search } from './pages/search';
import { Statistics } from './pages/statistics';
import { Synonyms } from './pages/synonyms';
import { Weights } from './pages/weights';
import { Nothing, Page } from './parts';
import { EntryPage } from './ui/entry';

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
