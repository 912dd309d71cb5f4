/** Sentences of other parts that every page shows, in Korean: the claim, custody, and the names of what costs. */
export const KO_SENTENCES: ReadonlyMap<string, string> = new Map([
  // Held against.
  [
    "a researcher who is root on a machine of a box and has brought credentials of a foreign account",
    "박스 머신의 root 권한을 가지고 외부 계정의 자격 증명을 들여온 연구자",
  ],
  ["a stolen laptop or VPN certificate", "도난당한 노트북이나 VPN 인증서"],
  [
    "a mistake in the constructs that made the configuration: the verifier shares no code with them",
    "구성을 만든 컨스트럭트의 실수: 검증기는 컨스트럭트와 코드를 공유하지 않음",
  ],
  // Not held against.
  ["a photograph of a screen", "화면을 찍은 사진"],
  ["an insider of the hospital with authority over its keys", "키에 대한 권한을 가진 병원 내부자"],
  ["covert channels in timing, billing or names", "시간, 요금, 이름을 이용한 은닉 채널"],
  [
    "the root user, the organisation's management account and the cloud's own staff, as far as custody does not stop them",
    "키 보관 방식이 막지 못하는 범위의 루트 사용자, 조직의 관리 계정, 클라우드 사업자의 직원",
  ],
  // Not decided.
  [
    "whoever deploys may change infrastructure, roles and bucket policies: that each change passed this verdict and an approval first is the pipeline's matter",
    "배포하는 주체는 인프라, 역할, 버킷 정책을 바꿀 수 있음: 모든 변경이 먼저 이 판정과 승인을 거치게 하는 것은 파이프라인의 몫",
  ],
  [
    "who outside of a box may ask AWS for a machine's console output, screen or tags is for the accounts' own policies, which are not in the configuration",
    "박스 밖에서 누가 AWS에 머신의 콘솔 출력, 화면, 태그를 요청할 수 있는지는 구성에 없는 계정 자체의 정책에 달려 있음",
  ],
  [
    "who of an account may hand AWS Backup a role, and so have it fill another vault, is for the accounts' own policies, as far as they are not in the configuration",
    "계정의 누가 AWS Backup에 역할을 넘겨 다른 볼트를 채우게 할 수 있는지는, 구성에 없는 한 계정 자체의 정책에 달려 있음",
  ],
  [
    "service-linked roles do what AWS says they do: no policy of an organisation bounds them, nor its management account",
    "서비스 연결 역할은 AWS가 설명하는 대로 동작함: 조직의 어떤 정책도 이 역할과 관리 계정을 제한하지 않음",
  ],
  [
    "machine images hold what they are said to hold; of gateways the rendered configuration is read, not the programs",
    "머신 이미지에는 들어 있다고 한 것이 들어 있음; 게이트웨이는 프로그램이 아니라 생성된 설정을 읽어 판정함",
  ],
  [
    "services on a machine's own link (time, activation, metadata) carry nothing out of it",
    "머신의 링크 로컬 서비스(시각, 정품 인증, 메타데이터)는 아무것도 밖으로 나르지 않음",
  ],
  [
    "accounts in which a provider of the configuration makes something are taken for the project's own: whose they are is not in it",
    "구성의 프로바이더가 무언가를 만드는 계정은 프로젝트의 것으로 봄: 그 소유자는 구성에 나타나지 않음",
  ],
  [
    "records (trails, flow logs, logs of queries and connections) confine nothing: that one is missing is no way out",
    "기록(추적, 흐름 로그, 질의와 접속 로그)은 아무것도 가두지 않음: 기록이 없는 것은 유출 경로가 아님",
  ],
  [
    "of a plan or a state, where the state is kept is judged in the configuration only",
    "계획이나 상태를 판정할 때 상태 파일의 보관 위치는 구성에서만 판정함",
  ],
  [
    "of a plan, functions around a reference are not shown by Terraform, nor are ignored changes",
    "계획에서 Terraform은 참조를 감싼 함수와 무시되는 변경을 보여 주지 않음",
  ],
  [
    "nothing was changed behind Terraform's back: a configuration or a plan is not what is live, a state is what Terraform last saw; databox drift reads what is live, as far as a state knows it",
    "Terraform을 거치지 않은 변경은 없음: 구성이나 계획은 실제 운영 상태가 아니며, 상태는 Terraform이 마지막으로 본 것임. databox drift는 상태 파일이 아는 범위에서 실제 운영 상태를 읽음",
  ],
  // Custody, whoever holds the keys.
  [
    "Data are encrypted with data keys. AWS services (S3, EBS, Secrets Manager, CloudWatch Logs) hold these in plaintext in memory while they work, whatever kind of custody made them: custody decides who can unwrap a data key, not where data are processed.",
    "데이터는 데이터 키로 암호화됩니다. AWS 서비스(S3, EBS, Secrets Manager, CloudWatch Logs)는 작동하는 동안 키 보관 방식과 관계없이 데이터 키를 메모리에 평문으로 둡니다. 키 보관 방식은 누가 데이터 키를 풀 수 있는지를 정할 뿐, 데이터가 어디에서 처리되는지를 정하지 않습니다.",
  ],
  [
    "Memory of machines is kept from the operator's staff by the Nitro System, which by AWS's account has no way for anybody to log in or read it. That is a design of AWS's that others have reviewed; no customer can check it on a running machine.",
    "머신의 메모리는 Nitro System이 운영자 직원으로부터 보호합니다. AWS의 설명에 따르면 누구도 로그인하거나 메모리를 읽을 방법이 없습니다. 이는 제3자가 검토한 AWS의 설계이며, 고객이 실행 중인 머신에서 확인할 수는 없습니다.",
  ],
  [
    "A request for a key is judged by AWS: key policies, accounts and CloudTrail's records are enforced and kept by the operator.",
    "키에 대한 요청은 AWS가 판단합니다. 키 정책과 계정, CloudTrail 기록은 운영자가 시행하고 보관합니다.",
  ],
  [
    "A key that is withdrawn stops what asks for it. Running machines keep the data keys of their attached volumes, and S3 those of its bucket keys for a while: stop the machines too.",
    "키를 회수하면 그 키를 요청하는 모든 것이 멈춥니다. 다만 실행 중인 머신은 연결된 볼륨의 데이터 키를, S3는 버킷 키를 한동안 가지고 있으므로 머신도 함께 중지해야 합니다.",
  ],
  // Attestation.
  [
    "AWS KMS gives plaintext of the key for enclaves only to a Nitro Enclave of one of the measured images, encrypted for it: root on the machine around it gets ciphertext.",
    "AWS KMS는 측정된 이미지 가운데 하나로 실행된 Nitro Enclave에만 엔클레이브용 키의 평문을 그 엔클레이브 앞으로 암호화해 전달합니다. 이를 감싼 머신의 root는 암호문만 얻습니다.",
  ],
  [
    "It holds for data that were encrypted under that key before they were loaded. What S3 decrypts in a role's name shows no attestation; the stores' own key has none.",
    "이는 적재되기 전에 그 키로 암호화된 데이터에만 해당합니다. S3가 역할의 이름으로 복호화하는 요청에는 증명이 없으며, 저장소 자체의 키에는 증명 조건이 없습니다.",
  ],
  [
    "An enclave has no GPU, network or disk, and the hypervisor that measures it and the service that checks the measurement are the operator's.",
    "엔클레이브에는 GPU, 네트워크, 디스크가 없으며, 측정하는 하이퍼바이저와 측정값을 검사하는 서비스는 운영자의 것입니다.",
  ],
  // Keys made in AWS KMS.
  ["Keys made in AWS KMS, in the hospital's account", "병원 계정의 AWS KMS에서 생성된 키"],
  [
    "Key material is made in hardware security modules of AWS's and never leaves them in plaintext; by AWS's account no employee can take it out, and changes of these modules need several people.",
    "키 구성 요소는 AWS의 하드웨어 보안 모듈에서 생성되며 평문으로 모듈 밖에 나오지 않습니다. AWS의 설명에 따르면 어떤 직원도 꺼낼 수 없고, 모듈을 변경하려면 여러 사람이 필요합니다.",
  ],
  [
    "Nobody but the roles that the hospital's key policies name may use a key, not the platform's deploy role, and each use is in the audit trail.",
    "병원의 키 정책이 지정한 역할만 키를 쓸 수 있고 플랫폼의 배포 역할은 쓸 수 없으며, 모든 사용은 감사 추적에 남습니다.",
  ],
  [
    "The modules are AWS's, and so is the only copy of the material. The hospital relies on AWS's design, its contract and its auditors; it can check none of it by itself.",
    "모듈은 AWS의 것이고 키 구성 요소의 유일한 사본도 그 안에 있습니다. 병원은 AWS의 설계, 계약, 감사인에 의존하며 스스로 확인할 수 있는 것은 없습니다.",
  ],
  [
    "Disable the key, or schedule its deletion (7 to 30 days). AWS carries it out.",
    "키를 비활성화하거나 삭제를 예약합니다(7일에서 30일). 실행은 AWS가 합니다.",
  ],
  // Imported material.
  [
    "Keys whose material the hospital made and imported into AWS KMS",
    "병원이 키 구성 요소를 만들어 AWS KMS로 가져온 키",
  ],
  [
    "The hospital knows how the material was made, and keeps the original. AWS's copy expires by itself on the day that the import named.",
    "병원은 키 구성 요소가 어떻게 만들어졌는지 알고 원본을 보관합니다. AWS의 사본은 가져올 때 정한 날에 스스로 만료됩니다.",
  ],
  [
    "The hospital deletes AWS's copy at once, without a waiting period.",
    "병원은 대기 기간 없이 AWS의 사본을 즉시 삭제할 수 있습니다.",
  ],
  [
    "While it is imported AWS has a copy in its own modules and uses it as any other key: against the operator that is custody of kind kms. That a deleted copy is gone is AWS's word.",
    "가져온 동안 AWS는 자기 모듈에 사본을 두고 다른 키와 똑같이 사용합니다. 운영자에 대해서는 kms 방식의 보관과 같습니다. 삭제된 사본이 사라졌다는 것은 AWS의 말에 의존합니다.",
  ],
  [
    "Whoever has the original has the key: its safety is the hospital's. Where it is lost after the expiry, the data are lost.",
    "원본을 가진 사람이 곧 키를 가진 사람입니다. 원본의 안전은 병원의 책임이며, 만료 뒤에 원본을 잃으면 데이터도 잃습니다.",
  ],
  [
    "Delete the imported material (aws kms delete-imported-key-material), or let it expire; the same material brings the key back.",
    "가져온 키 구성 요소를 삭제하거나(aws kms delete-imported-key-material) 만료되게 둡니다. 같은 구성 요소를 다시 가져오면 키가 되살아납니다.",
  ],
  // CloudHSM.
  ["Keys in the hospital's own CloudHSM cluster", "병원 소유 CloudHSM 클러스터의 키"],
  [
    "Key material is made in single-tenant modules and cannot be taken out of them. Their users are the hospital's; AWS's staff are no users of them.",
    "키 구성 요소는 단일 테넌트 모듈에서 생성되며 꺼낼 수 없습니다. 모듈의 사용자는 병원이 정하며 AWS 직원은 사용자가 아닙니다.",
  ],
  [
    "The modules stand in AWS's data centres. AWS KMS signs in to them as the user kmsuser with the password that the hospital gave it, and uses the keys for as long as the key store is connected.",
    "모듈은 AWS 데이터 센터에 있습니다. AWS KMS는 병원이 준 암호로 kmsuser 사용자로 로그인하며, 키 스토어가 연결되어 있는 동안 키를 사용합니다.",
  ],
  [
    "Data keys that the modules unwrap are plaintext in AWS KMS and in the services that asked for them.",
    "모듈이 푼 데이터 키는 AWS KMS와 이를 요청한 서비스 안에서 평문입니다.",
  ],
  [
    "Availability is the hospital's: a cluster without an active module, or a lost password, stops all that the keys protect. AWS does not rotate these keys.",
    "가용성은 병원의 책임입니다. 활성 모듈이 없거나 암호를 잃으면 키가 보호하는 모든 것이 멈춥니다. AWS는 이 키를 교체하지 않습니다.",
  ],
  [
    "Disconnect the key store, or change the password of kmsuser: nothing is unwrapped from then on. Deleting the key in the cluster is for good.",
    "키 스토어의 연결을 끊거나 kmsuser의 암호를 바꾸면 그때부터 아무것도 풀리지 않습니다. 클러스터에서 키를 삭제하면 되돌릴 수 없습니다.",
  ],
  // External key store.
  ["Keys in a key manager outside of AWS (external key store)", "AWS 밖의 키 관리자에 있는 키(외부 키 스토어)"],
  [
    "The external key never enters AWS. Each data key is encrypted twice, by AWS KMS and by the external key manager, so that neither of them unwraps it alone.",
    "외부 키는 AWS에 들어오지 않습니다. 데이터 키는 AWS KMS와 외부 키 관리자가 각각 한 번씩 두 번 암호화하므로 어느 쪽도 혼자서는 풀 수 없습니다.",
  ],
  [
    "The hospital sees each request at its own proxy, by principal and key, and may refuse it.",
    "병원은 자체 프록시에서 모든 요청을 주체와 키별로 보고 거부할 수 있습니다.",
  ],
  [
    "What was unwrapped is used inside AWS: data keys are plaintext in AWS KMS and in the services, and caches (S3 bucket keys, attached volumes) use them without asking again.",
    "풀린 키는 AWS 안에서 사용됩니다. 데이터 키는 AWS KMS와 서비스 안에서 평문이며, 캐시(S3 버킷 키, 연결된 볼륨)는 다시 묻지 않고 사용합니다.",
  ],
  [
    "Whoever operates the proxy and the key manager, or knows the proxy's credential, can stop every use, and sees who uses what and when. He cannot decrypt by himself.",
    "프록시와 키 관리자를 운영하거나 프록시의 자격 증명을 아는 사람은 모든 사용을 막을 수 있고 누가 무엇을 언제 쓰는지 볼 수 있습니다. 혼자서 복호화할 수는 없습니다.",
  ],
  [
    "Availability falls to that of the hospital's line, proxy and key manager: AWS KMS waits 250 milliseconds for each answer. A lost external key is lost data. AWS warns that for most the risk is larger than the benefit.",
    "가용성은 병원의 회선, 프록시, 키 관리자의 가용성으로 낮아집니다. AWS KMS는 응답을 250밀리초만 기다립니다. 외부 키를 잃으면 데이터도 잃습니다. AWS는 대부분의 경우 위험이 이점보다 크다고 경고합니다.",
  ],
  [
    "Refuse at the proxy, or disconnect the key store: new unwraps fail within minutes. Destroying the external key is for good.",
    "프록시에서 거부하거나 키 스토어의 연결을 끊으면 몇 분 안에 새로운 풀기 요청이 실패합니다. 외부 키를 파기하면 되돌릴 수 없습니다.",
  ],
  // What costs.
  ["backup storage", "백업 스토리지"],
  ["budget actions", "예산 조치"],
  ["CloudTrail data events", "CloudTrail 데이터 이벤트"],
  ["log ingestion", "로그 수집"],
  ["custom metrics", "사용자 지정 지표"],
  ["alarms", "경보"],
  ["package mirrors", "패키지 미러"],
  ["client VPN connections", "클라이언트 VPN 접속"],
  ["client VPN associations", "클라이언트 VPN 연결"],
  ["database storage", "데이터베이스 스토리지"],
  ["databases", "데이터베이스"],
  ["file storage", "파일 스토리지"],
  ["Spark clusters", "Spark 클러스터"],
  ["flow logs", "흐름 로그"],
  ["malware scans", "악성 코드 검사"],
  ["gateways", "게이트웨이"],
  ["machines", "머신"],
  ["volumes", "볼륨"],
  ["Firehose delivery", "Firehose 전송"],
  ["keys", "키"],
  ["DNS firewall names", "DNS 방화벽 도메인"],
  ["DNS firewall queries", "DNS 방화벽 질의"],
  ["hosted zones", "호스팅 영역"],
  ["object storage", "객체 스토리지"],
  ["notebooks", "노트북"],
  ["secrets", "보안 암호"],
  ["interface endpoints", "인터페이스 엔드포인트"],
  ["other endpoints", "그 밖의 엔드포인트"],
  ["peering between zones", "가용 영역 간 피어링"],
  ["site-to-site VPN", "사이트 간 VPN"],
]);
