import type { liveEn } from './words.en'

export const liveKo: typeof liveEn = {
  refreshed: '다른 곳에서 바뀐 내용을 화면에 반영했습니다.',
  newer: '그사이 다른 사용자가 이 기록을 바꾸었습니다. 입력한 내용은 그대로 있습니다.',
  compare: '비교하기',
  merge: '다른 변경과 합치기',
  merge_hint: '아래 항목은 두 사람이 서로 다르게 바꾸었습니다. 항목마다 하나를 고르세요. 나머지는 저절로 합쳐집니다.',
  merge_alone: '두 사람이 서로 다른 항목을 바꾸었습니다. 따로 고를 것은 없습니다.',
  changed_by: '바뀐 때: %{at} · 바꾼 사람: %{by}',
  before: '이전 값',
  theirs: '다른 사용자의 값',
  mine: '내가 입력한 값',
  also: '다른 사용자가 바꾸어 그대로 반영하는 항목',
  choose: '둘 가운데 하나를 고르세요.',
  merge_save: '합쳐서 저장',
  merge_step: '확인했으니 계속',
  empty: '(비어 있음)',
  sign_in_again: '다시 로그인',
  sign_in_again_hint:
    '로그인 시간이 끝났습니다. 입력한 내용은 그대로 있습니다. %{name}(%{email}) 계정으로 다시 로그인하면 하던 일이 이어집니다.',
  other_person:
    '지금은 %{other} 계정으로 로그인되어 있습니다. %{name} 계정에서 입력한 내용은 저장하지 않았습니다. 이어서 하려면 %{name} 계정으로 로그인하고, 그렇지 않으면 이 화면에서 나가세요.',
  not_signed_in: '아직 로그인되어 있지 않습니다.',
  sign_in_elsewhere: '새 탭에서 %{name} 계정으로 로그인',
  signed_in: '로그인했습니다',
  give_up: '로그인하지 않고 나가기',
  discard: '입력한 내용을 버리시겠습니까?',
  discard_hint: '아직 저장하지 않았으며, 버리면 되살릴 수 없습니다.',
  keep_typing: '계속 입력',
  discard_it: '버리기',
}
