import type { guideEn } from './words.en'

export const guideKo: typeof guideEn = {
  title: '첫날 안내',
  hint: '처음에 할 일을 차례대로 적었습니다. 마친 일은 저절로 표시됩니다.',
  progress: '%{all}가지 중 %{done}가지 완료',
  done: '완료',
  open: '할 일',
  dismiss: '안내 숨기기',
  back: '숨긴 안내는 계정 메뉴에서 다시 볼 수 있습니다.',
  all_done: '모두 마쳤습니다. 안내를 숨겨도 됩니다.',
  step: {
    second_factor: '2단계 인증을 설정하여, 비밀번호가 새어 나가도 계정을 지킵니다',
    invite: '군·구 담당자를 초대합니다',
    round: '%{year}년 사업을 공모 기간, 목표 일자리와 함께 등록합니다',
    criteria: '심사 기준을 정합니다',
    proposals: '공모를 시작하고 첫 신청을 받습니다',
    approve: '%{year}년 실적을 처음으로 승인합니다',
    claim: '%{year}년 수치를 출처와 함께 처음으로 공표합니다',
    draft: '우리 군·구의 %{year}년 사업을 작성합니다',
    submit: '작성한 사업을 신청합니다',
    enroll: '첫 참여자를 등록합니다',
    figure: '실적을 처음으로 입력하여 승인을 요청합니다',
    assigned: '시에서 심사할 사업을 배정받습니다',
    hand_in: '심사표를 작성하여 제출합니다',
    sign_off: '한 달의 접속기록을 살펴보고 점검을 확인합니다',
  },
}
