import english from 'ra-language-english'
import type { TranslationMessages } from 'react-admin'

/** What the panel says beyond react-admin and the nouns. */
const own = {
  panel: {
    tagline: 'City–district win-win jobs programs',
    sign_in_title: 'Sign in',
    sign_in_hint: 'Accounts are made by the city officer.',
    email: 'E-mail address',
    password: 'Password',
    back_to_record: 'Back to the record',
    back_to_list: 'Back to the list',
    none: 'not entered',
    bad_day: 'Use a date such as 2019-09-30',
    reload: 'Load the latest',
    conflict:
      'Someone else changed this record while you were typing. Load the latest: what you typed stays in the form, then save again.',
    reloaded: 'The latest record is loaded and what you typed is kept. Meanwhile somebody else set:',
    read_only: 'You may read this record, not change it.',
    next_steps: 'Next steps',
    missing: 'Not yet possible. This is missing:',
    step_done: 'Done: %{step}',
    move: 'Move to another stage',
    move_reason: 'Needed for waiting, leaving, coming back and corrections. Write no personal data here.',
    submit: 'Submit for approval',
    approve: 'Approve',
    return: 'Return',
    reason: 'Reason',
    approved_is_fixed: 'An approved figure is never overwritten.',
    records: 'Records',
    results: 'Results',
    reference: 'Reference data',
    partners: 'Partners',
    graphiql: 'GraphiQL (API)',
    figures: 'Figures',
    figures_hint: 'Each figure stands with its counting basis and source. Figures of unlike bases are not added up.',
    source_none: 'no source',
    privacy: 'Names are masked. Name, birth date, phone and address are stored encrypted.',
    no_personal_data: 'Write no personal data here.',
    indicator_is_fixed: 'Counting basis, population and kind cannot be changed later: figures depend on them.',
    unchanged_password: 'Leave empty to keep the present password.',
  },
  errors: {
    OFFLINE: 'The server cannot be reached. What you typed is still here; try again in a moment.',
    UNAUTHENTICATED: 'Your session has ended. Sign in again.',
    FORBIDDEN: 'You may not do this.',
    NOT_FOUND: 'There is no such record, or you may not see it.',
    UNEXPECTED: 'Something went wrong on the server. What you typed is still here.',
    CONFLICT: 'Not saved: someone else changed this record meanwhile.',
  },
}

export type OwnMessages = typeof own

export const en: TranslationMessages & OwnMessages = {
  ...english,
  ra: {
    ...english.ra,
    page: {
      ...english.ra.page,
      show: '%{recordRepresentation}',
      edit: 'Edit %{recordRepresentation}',
      create: 'New %{name}',
    },
    action: { ...english.ra.action, create: 'New', show: 'View', create_item: 'New %{item}' },
    auth: { ...english.ra.auth, logout: 'Sign out' },
    notification: { ...english.ra.notification, updated: 'Saved', created: 'Added' },
  },
  ...own,
}
