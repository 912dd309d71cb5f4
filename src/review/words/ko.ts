/*
 * Glossary
 *
 * data box            데이터 박스            research box          연구 박스
 * channel             채널                   verdict               판정
 * confined            봉쇄됨                 leaks                 유출됨
 * closed              봉쇄됨                 open                  열림
 * unproven            미증명                 door                  문(승인된 출구)
 * evidence            근거                   finding               지적 사항
 * way out, witness    유출 경로              mend                  수정 방법
 * accepted risk       수용된 위험            custody               키 보관
 * cloud's operator    클라우드 운영자        key store             키 스토어
 * IPsec tunnel        IPsec 터널             VPC peering           VPC 피어링
 * internet gateway    인터넷 게이트웨이      transit gateway       전송 게이트웨이
 * attestation         증명(어테스테이션)     enclave               엔클레이브
 */
import { type Graph, type LinkKind, type OutsideKind, type PartKind } from "../graph/graph";
import { type Words } from "./words";

const parts: Record<PartKind, string> = {
  machine: "머신",
  "tunnel-gateway": "터널 게이트웨이",
  endpoint: "엔드포인트",
  "client-vpn": "클라이언트 VPN",
  "internet-gateway": "인터넷 게이트웨이",
  "nat-gateway": "NAT 게이트웨이",
  "egress-only-gateway": "송신 전용 인터넷 게이트웨이",
  "vpn-gateway": "가상 프라이빗 게이트웨이",
  "transit-attachment": "전송 게이트웨이 연결",
  "carrier-gateway": "통신사 게이트웨이",
  "network-attachment": "네트워크 연결",
  "load-balancer": "로드 밸런서",
  "resolver-endpoint": "Resolver 엔드포인트",
  database: "데이터베이스",
  bucket: "버킷",
  "file-system": "파일 시스템",
  keys: "KMS 키",
  secrets: "보안 암호",
  registry: "패키지 리포지토리",
  function: "함수",
  other: "리소스",
};

const links: Record<LinkKind, string> = {
  tunnel: "IPsec 터널",
  peering: "VPC 피어링",
  people: "사람, 클라이언트 VPN 접속",
  site: "사이트 간 VPN",
  transit: "전송 게이트웨이",
  internet: "인터넷 방향",
  other: "외부 서비스 방향",
  door: "선언된 문",
  "way-out": "유출 경로",
};

const outsides: Record<OutsideKind, string> = {
  internet: "인터넷",
  people: "사람, VPN 접속",
  site: "사이트",
  "foreign-network": "외부 네트워크",
  "transit-gateway": "전송 게이트웨이",
  carrier: "통신사 네트워크",
  service: "외부 서비스",
  registries: "공개 레지스트리",
  door: "문",
  "way-out": "유출 경로",
};

/** The page in Korean. */
export const ko: Words = {
  title: (name) => `${name}: 데이터 박스 검토서`,
  skip: "판정으로 건너뛰기",
  contents: "목차",
  verdict: {
    heading: "판정",
    words: { confined: "봉쇄됨", unproven: "미증명", leaks: "유출됨" },
    says: {
      confined: "데이터가 박스 밖으로 나갈 수 없습니다. 모든 채널이 봉쇄되었거나 선언된 문입니다.",
      unproven:
        "데이터가 나갈 수 없다는 것이 증명되지 않았습니다. 해석되지 않은 것이 있으며, 해석되지 않은 것은 안전하다고 보지 않습니다.",
      leaks: "데이터가 박스 밖으로 나갈 수 있습니다. 유출 경로가 하나 이상 열려 있습니다.",
    },
    channels: (number) => `채널 ${number}개 판정`,
    notJudged: (number) => `채널 ${number}개는 판정하지 않았습니다. 전체에 대한 판정이 아닙니다.`,
    risks: (number) => `명령줄에서 수용된 위험이 ${number}건 있습니다. 봉쇄되었다고 할 수 없습니다.`,
  },
  states: { closed: "봉쇄됨", door: "문", unproven: "미증명", open: "열림" },
  families: {
    net: "네트워크",
    dns: "이름 해석(DNS)",
    people: "사람",
    store: "저장소",
    key: "키",
    identity: "자격 증명",
    compute: "머신",
    log: "로그",
    share: "공유",
    supply: "공급망",
    state: "상태 파일",
  },
  picture: {
    heading: "박스 구성도",
    title: "박스와 서브넷, 게이트웨이, 그리고 그 연결",
    describe: ({ boxes, links: joins, ways }: Graph) =>
      `박스 ${boxes.length}개, IPsec 터널 ${joins.filter(({ kind }) => kind === "tunnel").length}개, ${ways.length === 0 ? "유출 경로 없음" : `유출 경로 ${ways.length}개`}. 같은 내용이 구성도 아래에 글로 있습니다.`,
    account: "계정",
    groups: { edge: "네트워크 경계", account: "계정 안", named: "지적 사항에 나온 리소스" },
    parts,
    links,
    outside: (kind, name) => {
      if (kind === "way-out") return name === "" ? "그 밖의 유출 경로" : name;
      return name === "" ? outsides[kind] : `${outsides[kind]}: ${name}`;
    },
    legend: "범례",
    ways: "구성도에 표시된 유출 경로",
    all: "모든 경로 보기",
    region: "박스 구성도, 스크롤할 수 있습니다",
    inWords: "글로 읽는 구성도",
    joined: "연결",
    none: "구성에 선언된 네트워크와 저장소가 없습니다.",
    failed: (why) => `구성도를 그리지 못했습니다: ${why}`,
  },
  findings: {
    open: "유출 경로",
    unproven: "해석되지 않은 것",
    why: "이유",
    wayOut: "유출 경로",
    from: "출발",
    by: "행위자",
    through: "경유",
    to: "도착",
    request: "허용되는 요청",
    mend: "수정 방법",
    origin: "프로젝트 파일",
    onPicture: "구성도에서 보기",
    more: (number) => `이 채널의 지적 사항 ${number}건 더`,
  },
  doors: {
    heading: "문과 수용된 위험",
    none: "선언된 문도 수용된 위험도 없습니다.",
    explain:
      "문은 의도된 출구입니다. 프로젝트 파일에 선언되고 모든 보고서에 나타납니다. 명령줄에서 수용된 위험이 있으면 판정은 결코 ‘봉쇄됨’이 되지 않습니다.",
    kind: "종류",
    door: "문",
    risk: "수용된 위험",
    channel: "채널",
    where: "위치",
    declaredBy: "선언한 곳",
    reason: "사유",
    by: { "project file": "프로젝트 파일", "command line": "명령줄" },
    byConfiguration: "구성 자체",
    unused: "해당하는 것이 발견되지 않음",
    wholeChannel: "채널 전체",
    until: "도착",
  },
  changes: {
    heading: "변경 사항",
    since: (names) => `기준: ${names}.`,
    notAsked: "비교할 이전 판정이나 계획이 주어지지 않았습니다(--since).",
    channels: "채널",
    doors: "문과 수용된 위험",
    resources: "리소스",
    noChannels: "모든 채널의 판정이 이전과 같습니다.",
    noDoors: "문과 수용된 위험이 이전과 같습니다.",
    noResources: "모든 리소스가 이전과 같습니다.",
    noVerdict: "이전 판정이 주어지지 않아 채널과 문을 비교하지 않았습니다.",
    noConfiguration: "이전 구성이나 계획이 주어지지 않아 리소스를 비교하지 않았습니다.",
    otherForm:
      "이전 것은 형식(구성, 계획, 상태)이 다릅니다. 어떤 리소스가 있는지만 비교하고 그 내용은 비교하지 않았습니다.",
    before: "이전",
    now: "현재",
    added: "추가됨",
    removed: "제거됨",
    changed: "변경됨",
    absent: "판정 안 함",
    summary: (added, removed, changed) => `추가 ${added}건, 제거 ${removed}건, 변경 ${changed}건`,
  },
  channels: {
    heading: "채널",
    explain: "채널 하나는 데이터가 박스 밖으로 나갈 수 있는 길 하나입니다.",
    caption: "분류별 채널과 각 판정",
    verdict: "판정",
    channel: "채널",
    filter: "필터",
    search: "단어, 주소 또는 ID",
    family: "분류",
    allFamilies: "모든 분류",
    states: "표시",
    shown: "채널 {all}개 중 {shown}개 표시",
    none: "필터에 맞는 채널이 없습니다.",
    unfold: "모두 펼치기",
    fold: "모두 접기",
    evidence: (number) => `근거 ${number}건`,
    noEvidence: "구성에 해당하는 것이 없음",
    doors: (number) => `문 ${number}개`,
    findings: (number) => `지적 사항 ${number}건`,
    opened: "열리는 경우",
    closed: "봉쇄되는 조건",
    sources: "출처",
  },
  custody: {
    heading: "키 보관",
    account: (account) => `키는 계정 ${account}에 있습니다.`,
    administrators: "키 관리자",
    nobody: "계정 소유자가 허용하는 사람",
    keeps: "클라우드 운영자로부터 지켜지는 것",
    keepsNot: "클라우드 운영자로부터 지켜지지 않는 것",
    withdrawal: "병원이 키를 회수하는 방법",
    common: "모든 키 보관 방식에 공통",
    attestation: "이 프로젝트와 같이 증명을 쓰는 경우",
  },
  cost: {
    heading: "비용",
    explain: (hours) =>
      `견적이나 청구서가 아닌 추정치입니다. 온디맨드 한 달 기준이며 세금, 할인, 프리 티어는 반영하지 않았고, 데스크톱과 컴퓨팅 머신을 ${hours}시간 쓰는 것으로 계산했습니다.`,
    prices: (days) => `가격 기준일: ${days}.`,
    range: (first, last) => (first === last ? first : `${first}부터 ${last}까지`),
    box: "박스",
    region: "리전",
    component: "구성 요소",
    quantity: "수량",
    month: "월 USD",
    total: "합계",
    atLeast: "이상: 추정이 완전하지 않음",
    unknown: "알 수 없음",
    notInTable: "가격표에 없음",
    byUse: "사용량에 따르며 합계에 없음",
    notPriced: "가격을 매기지 않음",
    components: "박스별 구성 요소",
  },
  claim: {
    heading: "판정이 말하는 것과 말하지 않는 것",
    heldAgainst: "막아 내는 상대",
    notHeldAgainst: "막아 내지 못하는 상대",
    notDecided: "구성에 나타나지 않아 전제하는 것",
  },
  judged: {
    heading: "판정 대상",
    target: "대상",
    form: { configuration: "Terraform 구성", plan: "Terraform 계획", state: "Terraform 상태" },
    formLabel: "형식",
    file: "파일",
    digest: "SHA-256",
    resources: "리소스",
    accounts: "계정",
    tool: "판정 도구",
    check: "파일을 가진 사람은 그것이 판정된 파일인지 확인할 수 있습니다. sha256sum이 같은 값을 출력합니다.",
    synthesized: "이 파일은 databox synth가 프로젝트 파일로 만드는 것과 바이트까지 같습니다.",
    noProject: "프로젝트 파일을 판정한 것이 아니므로 키 보관과 비용은 다루지 않습니다.",
  },
};
