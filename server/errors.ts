import { GraphQLError } from 'graphql'
import { dayLabels } from './label.ts'

export type Locale = 'ko' | 'en'

/** What can be wrong with an input, in both languages. `{…}` is filled from the problem's details. */
const messages = {
  REQUIRED: { en: 'This is needed.', ko: '필수 입력 항목입니다.' },
  TOO_SHORT: { en: 'Use {min} characters or more.', ko: '{min}자 이상 입력하세요.' },
  TOO_LONG: { en: 'Use {max} characters or fewer.', ko: '{max}자 이하로 입력하세요.' },
  BAD_TEXT: {
    en: 'Remove the control characters or broken characters from the text.',
    ko: '글에서 제어 문자나 깨진 문자를 지우세요.',
  },
  LOOKS_LIKE_RRN: {
    en: 'This looks like a resident registration number, which must not be stored (PIPA art. 24-2). Remove it.',
    ko: '주민등록번호로 보이는 내용은 저장할 수 없습니다(개인정보 보호법 제24조의2). 지우고 다시 입력하세요.',
  },
  BAD_NUMBER: {
    en: 'Use a number with at most 12 digits before and 3 after the decimal point.',
    ko: '정수부 12자리, 소수부 3자리 이내의 숫자를 입력하세요.',
  },
  BAD_PLACES: {
    en: 'Use at most {places} digits after the decimal point.',
    ko: '소수점 아래는 {places}자리까지 입력하세요.',
  },
  OUT_OF_RANGE: { en: 'Use a value from {min} to {max}.', ko: '{min}부터 {max}까지의 값을 입력하세요.' },
  BAD_DATE: {
    en: 'Use a date that exists, as YYYY-MM-DD, from 1900 to 2199.',
    ko: '1900년부터 2199년까지 실제 있는 날짜를 YYYY-MM-DD 형식으로 입력하세요.',
  },
  BAD_FORMAT: { en: 'Use the form {form}.', ko: '{form} 형식으로 입력하세요.' },
  BAD_ID: { en: 'This is not the id of {noun}.', ko: '여기에 쓸 수 있는 기록의 id가 아닙니다.' },
  TOO_MANY: { en: 'Give at most {max}.', ko: '최대 {max}개까지 지정할 수 있습니다.' },
  NO_SUCH: {
    en: 'There is no {noun} with this id that you may use.',
    ko: '사용할 수 있는 기록 가운데 이 id가 없습니다.',
  },
  NOT_UNIQUE: { en: 'Another record already has this value.', ko: '같은 값을 가진 기록이 이미 있습니다.' },
  BAD_KEY: {
    en: 'The header Idempotency-Key must have 16 to 64 letters, digits, - or _.',
    ko: 'Idempotency-Key 헤더는 영문자, 숫자, -, _로 된 16~64자여야 합니다.',
  },
  DONE_BEFORE: {
    en: 'What was sent first under this key has been saved, and this is not the same. Look at the record that was saved; to save this as well, save once more.',
    ko: '앞서 보낸 내용은 이미 저장되었고, 지금 내용은 그것과 다릅니다. 저장된 기록을 먼저 확인하세요. 지금 내용도 따로 저장하려면 한 번 더 저장하세요.',
  },
  CONFLICT: {
    en: 'Someone else changed this meanwhile. It is now {now}; you sent {sent}. Read the record again and repeat the change.',
    ko: '그사이 다른 사용자가 이 값을 바꾸었습니다. 현재 값: {now}, 보낸 값: {sent}. 기록을 다시 불러온 뒤 수정하세요.',
  },
  BEFORE: { en: 'This must not be before {other}.', ko: '{other}보다 앞설 수 없습니다.' },
  ALREADY_ENROLLED: {
    en: 'A person with this name, birth date and phone is in this program already.',
    ko: '이름, 생년월일, 전화번호가 같은 사람이 이미 이 사업에 참여하고 있습니다.',
  },
  NEEDS_VALUE: {
    en: 'A figure that is present needs a value; else say in `state` why there is none.',
    ko: '값이 있는 수치에는 값을 입력하고, 없으면 상태에서 이유를 고르세요.',
  },
  NO_VALUE: {
    en: 'A figure without a value has none: leave this empty or set the state to PRESENT.',
    ko: '값이 없는 수치입니다. 값을 비우거나 상태를 "값 있음"으로 바꾸세요.',
  },
  NEEDS_PERIOD: {
    en: 'A figure that counts over a period needs its first day.',
    ko: '기간 동안 센 수치에는 기간의 첫날이 필요합니다.',
  },
  NO_PERIOD: {
    en: 'This indicator is not counted over a period: leave this empty.',
    ko: '기간으로 세는 지표가 아닙니다. 비워 두세요.',
  },
  NEEDS_SOURCE: { en: 'Name the source that this belongs to.', ko: '출처를 먼저 고르세요.' },
  NEEDS_DISTRICT: {
    en: 'A district officer needs at least one district.',
    ko: '군·구 담당자에게는 군·구를 하나 이상 지정하세요.',
  },
  LAST_ADMIN: {
    en: 'Keep at least one open account of a city administrator.',
    ko: '사용 중인 시 관리자 계정이 하나 이상 있어야 합니다.',
  },
  NOT_ALLOWED_NOW: {
    en: 'This is not possible at the stage “{nowEn}”. Possible now: {possibleEn}.',
    ko: '현재 단계({nowKo})에서는 할 수 없습니다. 지금 할 수 있는 일: {possibleKo}.',
  },
  WRONG_STAGE: {
    en: 'Only possible at the stage {stagesEn}; the program is at “{nowEn}”.',
    ko: '{stagesKo} 단계에서만 할 수 있습니다. 현재 단계: {nowKo}.',
  },
  CALL_NOT_OPEN: {
    en: 'The call of this round is not open.',
    ko: '이 연도 사업은 공모 중이 아닙니다.',
  },
  NOT_SCREENING: {
    en: 'The screening of this round has not started or is over.',
    ko: '이 연도 사업은 심사 중이 아닙니다.',
  },
  NEEDS_CRITERIA: {
    en: 'Set the criteria first; their weights must add up to 100 %.',
    ko: '먼저 심사 기준을 정하세요. 가중치의 합은 100 %여야 합니다.',
  },
  WEIGHTS_NOT_100: {
    en: 'The weights add up to {sum} %; they must add up to 100 %.',
    ko: '가중치의 합이 {sum} %입니다. 100 %가 되어야 합니다.',
  },
  REVIEWS_SAVED: {
    en: 'Reviewers have given scores on the present criteria, which can no longer be changed.',
    ko: '심사위원이 이미 점수를 매겨 심사 기준을 바꿀 수 없습니다.',
  },
  NEEDS_BUDGET: {
    en: 'Enter at least one budget line with a planned amount.',
    ko: '예산액이 있는 재원을 하나 이상 입력하세요.',
  },
  NEEDS_DELIVERY_BODY: {
    en: 'Name the delivery body: an organization with the role IMPLEMENTING.',
    ko: '수행기관(역할: 수행)을 지정하세요.',
  },
  NEEDS_REVIEWER: { en: 'Assign at least one reviewer.', ko: '심사위원을 한 명 이상 배정하세요.' },
  REVIEWS_OPEN: {
    en: 'Assigned reviews that are not handed in yet: {open} of {all}.',
    ko: '배정된 심사 {all}건 가운데 {open}건이 아직 제출되지 않았습니다.',
  },
  NEEDS_AGREEMENT: { en: 'Record the agreement first.', ko: '먼저 협약을 등록하세요.' },
  NEEDS_GRANT: { en: 'Enter the granted amount of at least one funding line.', ko: '교부액을 하나 이상 입력하세요.' },
  NEEDS_SPENT: {
    en: 'Enter what was spent of the {sourceEn} money.',
    ko: '{sourceKo}의 집행액을 입력하세요.',
  },
  NOT_BALANCED: {
    en: 'The {sourceEn} money does not balance: granted minus spent minus returned is {difference} won; it must be 0.',
    ko: '{sourceKo} 정산이 맞지 않습니다. 교부액에서 집행액과 반납액을 뺀 차액이 {difference}원입니다(0이어야 함).',
  },
  NOT_SELECTED_YET: {
    en: 'Only a program that was selected has granted, spent or returned money.',
    ko: '교부액, 집행액, 반납액은 선정된 사업에만 입력할 수 있습니다.',
  },
  NO_SUCH_LINE: {
    en: 'The program has no money from this source.',
    ko: '이 사업에는 이 재원이 없습니다.',
  },
  NEEDS_EVALUATION: { en: 'Record the evaluation first.', ko: '먼저 평가를 등록하세요.' },
  PROGRAMS_LEFT: {
    en: 'Programs of the round that are still at the stage {stagesEn}: {count}.',
    ko: '아직 {stagesKo} 단계에 있는 사업이 {count}개 있습니다.',
  },
  FINDINGS_OPEN: {
    en: 'Findings of the round that wait for a decision: {count}.',
    ko: '결정을 기다리는 환류 의견이 {count}건 있습니다.',
  },
  NOT_REVIEWER: {
    en: 'This is not the open account of a reviewer.',
    ko: '사용 중인 심사위원 계정이 아닙니다.',
  },
  OWN_DISTRICT: {
    en: 'The reviewer belongs to the proposing district.',
    ko: '신청한 군·구에 소속된 심사위원입니다.',
  },
  ALREADY_SUBMITTED: {
    en: 'The review was handed in and is not changed any more.',
    ko: '이미 제출한 심사표는 바꿀 수 없습니다.',
  },
  NEEDS_SCORES: {
    en: 'Give a score on every criterion. Missing: {missing}.',
    ko: '모든 심사 기준에 점수를 매기세요. 빠진 기준: {missing}.',
  },
  NEEDS_LINE: {
    en: 'A change on the program line needs the line.',
    ko: '사업 계열에서의 변화를 적으려면 사업 계열을 고르세요.',
  },
  NOT_ONE_OF: { en: 'Use one of {values}.', ko: '{values} 가운데 하나를 입력하세요.' },
  IN_FUTURE: { en: 'This must not be after today, {today}.', ko: '오늘({today}) 이후일 수 없습니다.' },
  NEEDS_REASON: { en: 'Say why.', ko: '사유를 입력하세요.' },
  MOVE_NOT_ALLOWED: {
    en: 'From the stage “{nowEn}” a participant can go to: {nextEn}.',
    ko: '현재 단계({nowKo})에서 옮길 수 있는 단계: {nextKo}.',
  },
  CANNOT_START_AT: {
    en: 'A participation can start at: {nextEn}.',
    ko: '참여를 시작할 수 있는 단계: {nextKo}.',
  },
  CHANGED_MEANWHILE: {
    en: 'Someone else changed this participant meanwhile. The stage is now “{nowEn}”. Look at it and try again.',
    ko: '그사이 다른 사용자가 이 참여자의 기록을 바꾸었습니다. 현재 단계: {nowKo}. 확인한 뒤 다시 시도하세요.',
  },
  NAMED_TWICE: { en: 'Name each only once.', ko: '같은 것을 두 번 지정했습니다. 한 번씩만 지정하세요.' },
  NOT_PLACED: { en: 'Only people who were placed are followed up.', ko: '취업한 참여자만 고용 유지를 확인합니다.' },
  NOT_DECIDED: { en: 'Decide on the finding first.', ko: '먼저 환류 의견에 대해 결정하세요.' },
  ALREADY_DECIDED: {
    en: 'This was decided already. Record a new finding to decide anew.',
    ko: '이미 결정되었습니다. 다시 결정하려면 새 환류 의견을 등록하세요.',
  },
  NOT_A_LATER_ROUND: { en: 'Name a program of a later round.', ko: '이후 연도의 사업을 고르세요.' },
  OTHER_LINE: {
    en: 'This program is on another program line; confirm with `otherLine` that it is meant.',
    ko: '다른 사업 계열의 사업입니다. 맞다면 otherLine으로 확인하세요.',
  },
  ENDED: {
    en: 'The decision was to end the program: there is no next program on its line.',
    ko: '종료하기로 결정한 사업이므로 같은 계열의 다음 사업이 있을 수 없습니다.',
  },
  ALREADY_REVOKED: { en: 'The award was revoked already.', ko: '이미 취소된 지정입니다.' },
  OVERLAPS: {
    en: 'Another definition holds on some of these days, from {from}.',
    ko: '{from}부터 시행되는 다른 정의와 기간이 겹칩니다.',
  },
  NOT_TOGETHER: { en: 'Do not use this together with {other}.', ko: '{other}와(과) 함께 쓸 수 없습니다.' },
  NO_SUCH_LIST: {
    en: 'There is no list {list}. Use the name of a list field of the schema, such as programs.',
    ko: '{list}라는 목록이 없습니다. programs와 같은 목록 필드의 이름을 쓰세요.',
  },
  BAD_FILTER: {
    en: 'This is no filter or order of the list: {why}. Send what the list takes, as JSON text.',
    ko: '이 목록의 필터나 정렬이 아닙니다({why}). 목록이 받는 값을 JSON 글로 보내세요.',
  },
  PERSONAL_FILTER: {
    en: 'A search by {filter} holds personal data and is not saved. Take it out of the filter, then save.',
    ko: '이름이나 전화번호로 찾는 조건({filter})은 개인정보이므로 저장하지 않습니다. 그 조건을 지운 뒤 저장하세요.',
  },
  BAD_CURSOR: {
    en: 'Use a cursor that this list gave with the same order.',
    ko: '같은 정렬의 이 목록에서 받은 커서를 사용하세요.',
  },
  MIXED: {
    en: 'These cannot be added: {mixed}. Group or filter so that each row has one of them, or ask for `mixed: LABEL`.',
    ko: '더할 수 없는 수치가 섞여 있습니다: {mixed}. 행마다 하나만 남도록 묶거나 거르고, 아니면 `mixed: LABEL`을 사용하세요.',
  },
  TOO_MANY_ROWS: {
    en: 'The answer would have more than {max} rows. Filter it or group it by less.',
    ko: '결과가 {max}행을 넘습니다. 조건을 더하거나 묶는 기준을 줄이세요.',
  },
  NOT_REGISTERED: {
    en: '{what} is known of reported figures only, not of registered participants.',
    ko: '{what} 항목은 보고된 수치에만 있고, 등록된 참여자에게는 없습니다.',
  },
  MUST_END_ON: {
    en: 'This district must end on {day}, the day before the event. Enter that first.',
    ko: '이 군·구의 종료일이 시행 전날인 {day}이어야 합니다. 먼저 입력하세요.',
  },
  MUST_START_ON: {
    en: 'This district must start on {day}, the day of the event. Enter that first.',
    ko: '이 군·구의 시작일이 시행일인 {day}이어야 합니다. 먼저 입력하세요.',
  },
  ONLY_SUCCESSOR: {
    en: 'The whole of a district goes to one district only.',
    ko: '전부 이어지는 군·구는 하나뿐이어야 합니다.',
  },
  DONG_TWICE: {
    en: '{dong} of the same district is named twice; a dong goes to one district only.',
    ko: '같은 군·구에 같은 동({dong})이 두 번 나옵니다. 동은 한 군·구로만 이어집니다.',
  },
  OTHER_DISTRICT: {
    en: 'Only a change of name keeps the district. Name another one.',
    ko: '명칭 변경만 같은 군·구로 이어집니다. 다른 군·구를 고르세요.',
  },
  COMMON_PASSWORD: {
    en: 'This password is one of those that are tried first. Use another one, such as four unrelated words.',
    ko: '흔히 쓰여 쉽게 뚫리는 비밀번호입니다. 서로 관계없는 낱말을 여러 개 잇는 등 다른 비밀번호를 쓰세요.',
  },
  OWN_WORDS: {
    en: 'This password says only the name or e-mail address of the account or the name of the product. Use another one.',
    ko: '이름, 이메일 주소, 제품 이름만으로 된 비밀번호는 쓸 수 없습니다. 다른 비밀번호를 쓰세요.',
  },
  NOT_YOUR_PASSWORD: {
    en: 'This is not your present password.',
    ko: '현재 비밀번호가 올바르지 않습니다.',
  },
  TOO_MANY_ATTEMPTS: {
    en: 'Too many attempts. Try again in {seconds} seconds.',
    ko: '시도가 너무 많았습니다. {seconds}초 뒤에 다시 시도하세요.',
  },
  INVITATION_OVER: {
    en: 'This link was used, replaced, or is older than 7 days. Ask the city administrator for a new one.',
    ko: '이미 사용했거나, 새 링크로 바뀌었거나, 7일이 지난 링크입니다. 시 관리자에게 새 링크를 요청하세요.',
  },
  ACCOUNT_CLOSED: {
    en: 'This account is closed. Open it first.',
    ko: '사용 중지된 계정입니다. 먼저 계정을 다시 여세요.',
  },
  WRONG_CODE: {
    en: 'This code is wrong, too old, or was used already. Enter the code that the app shows now.',
    ko: '인증 코드가 틀렸거나 시간이 지났거나 이미 쓴 코드입니다. 앱에 지금 보이는 코드를 입력하세요.',
  },
  SIGN_IN_AGAIN: {
    en: 'More than 5 minutes have passed. Sign in again.',
    ko: '5분이 지났습니다. 처음부터 다시 로그인하세요.',
  },
  TOTP_NOT_STARTED: {
    en: 'Start with `startTotp` first.',
    ko: '먼저 2단계 인증 설정을 시작하세요.',
  },
  TOTP_IS_ON: {
    en: 'The second factor is on already. Turn it off first.',
    ko: '2단계 인증을 이미 쓰고 있습니다. 먼저 해제하세요.',
  },
  TOTP_IS_OFF: { en: 'There is no second factor to turn off.', ko: '2단계 인증을 쓰고 있지 않습니다.' },
  OWN_ACCOUNT: {
    en: 'Not for the own account: use “My account”.',
    ko: '자신의 계정에는 쓸 수 없습니다. "내 계정"에서 바꾸세요.',
  },
  WRONG_PASSWORD: { en: 'E-mail address or password is wrong.', ko: '이메일 주소 또는 비밀번호가 올바르지 않습니다.' },
  OWN_FIGURE: {
    en: 'A figure is approved by another officer than the one who entered or changed it.',
    ko: '수치를 입력하거나 수정한 사람은 승인할 수 없습니다. 다른 담당자가 승인해야 합니다.',
  },
  HAS_CORRECTION: {
    en: 'This figure has an open correction. Finish that one first.',
    ko: '진행 중인 정정이 있습니다. 먼저 그 정정을 마치세요.',
  },
  SUPERSEDED_MEANWHILE: {
    en: 'Another correction took the place of the figure meanwhile.',
    ko: '그사이 다른 정정이 이 수치를 대신하였습니다.',
  },
  SAME_AS_CORRECTED: {
    en: 'A correction is for the same day and period as the figure that it corrects.',
    ko: '정정은 원래 수치와 기준일과 기간이 같아야 합니다.',
  },
  NOT_BROKEN_DOWN: {
    en: 'This indicator may be broken down by: {allowed}.',
    ko: '이 지표에 쓸 수 있는 세부 구분: {allowed}.',
  },
  NO_SUCH_CODE: { en: 'There is no {noun} with the code {code}.', ko: '코드가 {code}인 기록이 없습니다.' },
  PERIOD_LOCKED: {
    en: 'The period from {from} to {to} is locked since {since}. Ask the city to unlock it.',
    ko: '{from}부터 {to}까지의 기간은 {since}에 마감되었습니다. 시에 마감 해제를 요청하세요.',
  },
  ALREADY_UNLOCKED: { en: 'This period was unlocked already.', ko: '이미 마감이 해제되었습니다.' },
  TOO_FEW: { en: 'Give at least {min}.', ko: '{min}개 이상 지정하세요.' },
  NOT_RIVALS: {
    en: 'Give approved, not superseded figures of this program and indicator, all for the same intake and the same part of a breakdown.',
    ko: '같은 사업, 지표, 기수, 세부 구분의 승인되고 정정되지 않은 수치를 지정하세요.',
  },
  ADD_ONE_FIGURE: {
    en: 'Only a single figure can be added: name it in outcomeId.',
    ko: '가산은 한 수치씩만 할 수 있습니다. outcomeId에 수치를 지정하세요.',
  },
  NOT_OF_CLAIM: {
    en: 'Give an approved total of a program of the same round that counts the same population as the claim.',
    ko: '같은 연도 사업의, 공표 수치와 같은 대상을 센 승인된 전체 수치를 지정하세요.',
  },
  NO_FIGURES: { en: 'No approved figure matches the query.', ko: '조건에 맞는 승인된 수치가 없습니다.' },
  BAD_FILE_TYPE: {
    en: 'Send a PDF, PNG, JPEG, CSV, XLSX, HWP or HWPX file with its media type as content-type; the content decides, not the name.',
    ko: 'PDF, PNG, JPEG, CSV, XLSX, HWP, HWPX 파일만 올릴 수 있으며, 파일 내용이 content-type과 맞아야 합니다.',
  },
  KEY_NEEDS_DISTRICT: {
    en: 'A key to own data needs at least one district.',
    ko: '군·구 자료를 여는 키에는 군·구를 하나 이상 지정하세요.',
  },
  KEY_IS_PUBLIC: {
    en: 'A key to public data has no districts. Leave this empty or choose the other scope.',
    ko: '공개 자료용 키에는 군·구를 지정하지 않습니다. 비우거나 범위를 바꾸세요.',
  },
  KEY_REVOKED: { en: 'This key was revoked. Make a new one.', ko: '폐기된 키입니다. 새 키를 만드세요.' },
  KEY_ROTATED: {
    en: 'Another key took the place of this one. Rotate that one.',
    ko: '이미 교체된 키입니다. 교체된 새 키를 교체하세요.',
  },
  KEY_EXPIRED: {
    en: 'The last day of this key is over. Make a new one.',
    ko: '기한이 지난 키입니다. 새 키를 만드세요.',
  },
  DAY_OUT_OF_RANGE: { en: 'Use a day from {from} to {to}.', ko: '{from}부터 {to}까지의 날짜를 입력하세요.' },
  DESTROYED: {
    en: 'The personal data of this participant was destroyed.',
    ko: '이 참여자의 개인정보는 파기되었습니다.',
  },
  NOT_DUE: {
    en: 'The data of this program is to be destroyed on {day}, not before. Set another day first, or name participants.',
    ko: '이 사업의 파기 예정일({day})이 아직 되지 않았습니다. 파기 예정일을 바꾸거나 참여자를 지정하세요.',
  },
  NO_DESTROY_DATE: {
    en: 'No destroy-on date is set for this program. Ask the city to set one, or name participants.',
    ko: '이 사업에는 파기 예정일이 없습니다. 시에 지정을 요청하거나 참여자를 지정하세요.',
  },
  NOBODY_LEFT: { en: 'There is no personal data left to destroy.', ko: '파기할 개인정보가 없습니다.' },
  ONE_OF_TWO: { en: 'Give either this or {other}.', ko: '이 항목과 {other} 가운데 하나만 입력하세요.' },
  MONTH_NOT_OVER: {
    en: 'This month is not over yet; sign it from {day} on.',
    ko: '아직 끝나지 않은 달입니다. {day}부터 확인할 수 있습니다.',
  },
  ALREADY_SIGNED: { en: 'The review of this month was signed already.', ko: '이 달의 점검은 이미 확인되었습니다.' },
  NO_ROWS_TO_REMOVE: {
    en: 'There is no row of the access log from before {day}.',
    ko: '{day} 이전의 접속기록이 없습니다.',
  },
  SEARCH_AT_ROOT: {
    en: 'Search by name or phone in the list `participants`, where each search is logged; its filter `program` narrows it down.',
    ko: '이름이나 전화번호로는 접속기록이 남는 participants 목록에서만 찾을 수 있습니다. program 필터로 좁히세요.',
  },
  NO_SUCH_PROGRAM: { en: 'There is no program with the number {code}.', ko: '번호가 {code}인 사업이 없습니다.' },
  NO_SUCH_GROUP: { en: 'There is no target group with the code {code}.', ko: '코드가 {code}인 대상이 없습니다.' },
  NO_SUCH_INDICATOR: { en: 'There is no indicator with the code {code}.', ko: '코드가 {code}인 지표가 없습니다.' },
  NO_SUCH_COHORT: {
    en: 'The program has no intake of this half-year. Add the intake first, or leave this empty.',
    ko: '이 사업에는 이 반기의 기수가 없습니다. 기수를 먼저 등록하거나 비워 두세요.',
  },
  NOT_YOUR_PROGRAM: {
    en: 'You may not enter anything for this program: it belongs to another district.',
    ko: '다른 군·구의 사업이므로 입력할 수 없습니다.',
  },
  SAME_AS_LINE: {
    en: 'This is the same as line {line}. Remove one of the two lines, or give what tells them apart.',
    ko: '{line}행과 같습니다. 두 행 가운데 하나를 지우거나 구별되는 내용을 입력하세요.',
  },
  NEEDS_IDENTITY: {
    en: 'Give the birth date, the phone number or an own number, so that a repeated import finds the person again.',
    ko: '다시 가져올 때 같은 사람인지 알 수 있도록 생년월일, 전화번호, 관리번호 가운데 하나를 입력하세요.',
  },
  OTHER_PERSON: {
    en: 'The person entered under this own number has another name, birth date or phone. Correct the person on their page, or the number here.',
    ko: '이 관리번호로 등록된 사람과 이름, 생년월일 또는 전화번호가 다릅니다. 참여자 화면에서 개인정보를 정정하거나 관리번호를 고치세요.',
  },
  FILE_TOO_LARGE: { en: 'Send a file of at most {max}.', ko: '파일은 {max} 이하여야 합니다.' },
} as const satisfies Record<string, Record<Locale, string>>

export type ProblemCode = keyof typeof messages
type Details = Record<string, string | number>

/** One correctable mistake in an input. `field` is the path of the input field, such as titleKo. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly details: Details
  field: string
  constructor(code: ProblemCode, details: Details = {}, field = '') {
    super(code)
    this.code = code
    this.details = details
    this.field = field
  }
  in(field: string): this {
    this.field = this.field ? `${field}.${this.field}` : field
    return this
  }
  say(locale: Locale): string {
    return messages[this.code][locale].replace(/\{(\w+)\}/g, (_, key) => {
      const detail = String(this.details[key] ?? '')
      return this.code === 'BEFORE' ? (dayLabels[detail]?.[locale] ?? detail) : detail
    })
  }
}

/** Correctable mistakes that end a mutation: they become the payload's `errors`. */
export class Refused extends Error {
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    super(problems.map(({ field, code }) => `${field}: ${code}`).join(', '))
    this.problems = problems
  }
}

export const refuse = (field: string, code: ProblemCode, details?: Details): never => {
  throw new Refused([new Problem(code, details, field)])
}

const coded = (code: string, message: string, status?: number, headers?: Record<string, string>) =>
  new GraphQLError(message, { extensions: { code, ...(status && { http: { status, headers } }) } })

export const unauthenticated = () => coded('UNAUTHENTICATED', 'Sign in first.')
/** For a page that is still that of somebody else, or of somebody whose session has ended. */
export const otherPerson = () => coded('UNAUTHENTICATED', 'The person of this page is not signed in any more.')
/** For who must set up a second factor before anything else. */
export const secondFactorDue = () => coded('SECOND_FACTOR_DUE', 'Set up the second factor first.')
export const forbidden = () => coded('FORBIDDEN', 'You may not do this.')
export const notFound = (noun: string) => coded('NOT_FOUND', `There is no such ${noun}.`)
/** A query argument that cannot be used; names the argument and the remedy. */
export const badArgument = (problem: Problem) =>
  coded('BAD_USER_INPUT', `Argument ${problem.field}: ${problem.say('en')}`)
export const tooCostly = (cost: string) =>
  coded('TOO_COSTLY', `The query costs too much: ${cost}. Ask for fewer records or fewer fields at once.`)
/** A request that is not what the API takes; the status is 400 when the server could read it at all. */
export const badRequest = (message: string, status = 400, headers?: Record<string, string>) =>
  coded('BAD_REQUEST', message, status, headers)
export const bodyTooLarge = (max: string) =>
  coded('BODY_TOO_LARGE', `The body of the request is larger than ${max}. Send less at once.`, 413)
export const crossSite = () =>
  coded('CROSS_SITE', 'A page of another site may not use the session of a signed-in person.', 403)
export const tooMany = (seconds: number) =>
  coded('RATE_LIMITED', `Too much was asked in too short a time. Ask again in ${seconds} seconds.`, 429, {
    'retry-after': String(seconds),
  })
export const tooManyStreams = () =>
  coded('RATE_LIMITED', 'Too many pages listen for changes. Close one of them.', 429, { 'retry-after': '30' })
export const timedOut = () =>
  coded('TIMED_OUT', 'The request took too long and was ended. Ask for less at once, or again later.', 503)
export const noIntrospection = () =>
  coded('INTROSPECTION_CLOSED', 'The schema is told to signed-in people and holders of an API key only.', 403)

export const broken = () =>
  coded('INTERNAL_SERVER_ERROR', 'Something went wrong on the server; it was logged. Try again later.', 500)

const keyFaults = {
  API_KEY_UNKNOWN: 'Send `Authorization: Bearer` with a key of the form prefix.secret that exists.',
  API_KEY_REVOKED: 'The API key was revoked. Ask the city for a new one.',
  API_KEY_EXPIRED: 'The API key has expired. Ask the city for a new one.',
  API_KEY_ORIGIN: 'The API key may not be used from this origin. Ask the city to allow it.',
}
export const badKey = (code: keyof typeof keyFaults) =>
  coded(code, keyFaults[code], 401, { 'www-authenticate': 'Bearer' })

/** A refusal of a request that is answered before it is looked at. */
export function refusal({ message, extensions }: GraphQLError): Response {
  const { code, http } = extensions as { code: string; http: { status: number; headers?: Record<string, string> } }
  return Response.json({ errors: [{ message, extensions: { code } }] }, http)
}
