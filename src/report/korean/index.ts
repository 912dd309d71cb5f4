/*
 * Words of the verdict in Korean, for reviewers. Names of services, addresses and values stay as they are.
 *
 * | English | Korean |
 * |---|---|
 * | channel | 채널 |
 * | verdict: closed, door, unproven, open | 판정: 봉쇄됨, 문(승인된 출구), 미증명, 열림 |
 * | confined, leaks | 봉쇄됨, 유출됨 |
 * | evidence, finding, mend | 근거, 발견 사항, 조치 |
 * | way out (witness) | 유출 경로 |
 * | box, tunnel, gateway | 박스, 터널, 게이트웨이 |
 * | configuration, plan, state | 구성, 계획, 상태 파일 |
 * | to declare, to name, to write out | 선언, 명시, 직접 적음 |
 * | route, route table | 경로, 라우팅 테이블 |
 * | security group, network ACL | 보안 그룹, 네트워크 ACL |
 * | endpoint, peering, site-to-site VPN | 엔드포인트, 피어링, 사이트 간 VPN |
 * | name (DNS), zone | 이름, 영역 |
 * | desktop, display, laptop | 데스크톱, 화면, 노트북 |
 * | store, bucket, object | 저장소, 버킷, 객체 |
 * | key, key policy, grant | 키, 키 정책, 권한 부여 |
 * | principal, role, deploy role | 주체, 역할, 배포 역할 |
 * | permissions boundary | 권한 경계 |
 * | trail, flow log, query log | 추적, 흐름 로그, 질의 로그 |
 * | airlock: import, export | 에어록: 반입, 반출 |
 */
export { koreanChannel, type KoreanChannel } from "./channels";
export { koreanSentence } from "./sentences";
