/** What to do when a list has nothing in it yet, by the name of the list. */
export const emptyEn = {
  programs: 'A district drafts a program for a round whose call is open, and submits it. Begin with “Create”.',
  programsOfOrganization:
    'Assign the organization on the page of a program, under “Organizations and agreements”. The program then appears here.',
  rounds: 'The city enters the round of a year with its call dates; then districts can draft programs.',
  districts: 'The city enters the districts with their codes; programs and figures belong to a district.',
  outcomes: 'Enter figures in “Enter figures”, by district and day; they appear here at once.',
  participants:
    'Open a program and enroll people under “Intakes and participants”. Names are masked wherever they are listed.',
  indicators: 'The city defines what is counted and how, before the first figure is entered.',
  sources: 'Enter the document that a figure comes from, or cite it while you enter the figure.',
  users: 'An administrator invites officers by a link with which they set their password.',
  apiKeys: 'An administrator makes a key for each partner app; the whole key is shown once.',
  targetGroups: 'The city defines the groups of people that programs are for.',
  organizations: 'Enter the bodies that run or support programs; then assign them on the page of a program.',
  programLines:
    'A line joins the programs of several rounds that go on from each other. Place programs on it on their page.',
  feedbackEntries: 'After the evaluation record a finding on the page of a program; the city decides what follows.',
  reviews: 'The city assigns reviewers to proposals on the page of the round. What is assigned to you appears here.',
  claims: 'Publish a figure with its source, so that the start screen can show how it is made.',
  releases: 'Press releases and reports with published figures are listed here.',
  periodLocks: 'Lock a period once its figures are final, so that nothing in it is changed by mistake.',
  rightsChanges: 'Each change of an account’s rights will be listed here by itself.',
  accessLog: 'Whoever looks at personal data leaves a row here by itself.',
  accessReviews: 'Choose a month above, look through its log and sign it off.',
  destructionCertificates:
    'Set the day of destruction on a program; from then on its personal data can be destroyed here.',
}
