import { first, scenario } from './scenario.js';

export const scenarios1 = [
  scenario({
    organisation: 'hospital',
    title: '门诊病历智能质控',
    fields: ['healthcare', 'ai'],
    chains: ['ai'],
    budget: [60, 120],
    needs:
      '门诊病历质控依赖人工抽查，覆盖率不足百分之五，缺项、逻辑错误和诊断用药不一致难以及时发现。需要对门诊和住院病历文书实时智能质控，规则可由质控科自行维护，并与电子病历系统对接。',
    ...first,
    technicalIndicators: '质控规则不少于200条，单份病历响应时间小于1秒',
  }),
  scenario({
    organisation: 'hospital',
    title: '医学影像云归档与共享',
    fields: ['healthcare', 'cloud'],
    chains: ['bio'],
    budget: [150, 300],
    needs:
      '影像检查量逐年增长，本地存储扩容困难，分院和医联体调阅影像仍靠光盘。需要建设影像云归档平台，支持影像分级存储、跨院调阅和移动端阅片，满足数据安全要求。',
  }),
  scenario({
    organisation: 'hospital',
    title: '院内物资供应链管理',
    fields: ['healthcare', 'bigdata'],
    chains: ['bio'],
    budget: [40, 90],
    needs:
      '高值耗材和药品分科室领用，账物不符、近效期预警滞后。需要一套院内物资供应链系统，实现扫码出入库、耗材追溯到患者、库存预警和采购计划自动生成。',
  }),
  scenario({
    organisation: 'cdc',
    title: '传染病多点触发监测预警',
    fields: ['healthcare', 'bigdata'],
    chains: ['ai'],
    budget: [200, 380],
    needs:
      '传染病报告依赖医院手工上报，难以从发热门诊、药店销售和学校缺勤中尽早发现异常。需要汇聚多源数据，建立预警模型和时空聚集性分析，自动推送到基层核实处置。',
    requiredPlatforms: ['kylin'],
  }),
  scenario({
    organisation: 'cdc',
    title: '疫苗全程冷链追溯',
    fields: ['healthcare', 'blockchain'],
    chains: ['bio'],
    budget: [50, 110],
    needs:
      '疫苗从入库到接种的温度记录分散在各县区，断链难追责。需要覆盖出入库、运输、接种各环节的冷链温度自动采集与追溯，记录不可篡改，异常实时报警。',
  }),
  scenario({
    organisation: 'metro',
    title: '车辆段检修智能调度',
    fields: ['smart-transport', 'ai'],
    chains: ['rail'],
    budget: [120, 260],
    needs:
      '车辆检修计划由人工编排，检修工位、人员和备件冲突频繁。需要根据车辆里程、故障和资源情况自动排程的检修调度系统，支持临修插单和移动端报工。',
    ...first,
  }),
  scenario({
    organisation: 'metro',
    title: '隧道结构健康监测',
    fields: ['smart-sensing', 'smart-transport'],
    chains: ['rail'],
    budget: [180, 320],
    needs:
      '运营隧道沉降、收敛和渗漏依赖人工测量，周期长。需要布设传感器自动监测结构变形，融合历史数据评估健康状态，超限分级报警并生成养护建议。',
    technicalIndicators: '沉降监测精度不低于0.5毫米',
  }),
  scenario({
    organisation: 'metro',
    title: '客流预测与应急疏导',
    fields: ['smart-transport', 'bigdata'],
    chains: ['rail'],
    budget: [90, 180],
    needs:
      '大型活动期间换乘站客流骤增，限流依靠经验。需要基于刷卡、视频和手机信令数据的短时客流预测，自动给出限流、加车和广播方案，并可事后复盘。',
  }),
  scenario({
    organisation: 'bus',
    title: '公交线网优化与智能排班',
    fields: ['smart-transport', 'bigdata'],
    chains: ['software'],
    budget: [80, 160],
    needs:
      '部分线路空驶率高、高峰拥挤并存，排班表由调度员手工编制。需要利用刷卡和定位数据分析出行需求，辅助线网调整，并按客流自动编制行车计划和司机排班。',
  }),
  scenario({
    organisation: 'bus',
    title: '新能源公交充电有序管理',
    fields: ['smart-transport', 'industrial'],
    chains: ['nev', 'energy'],
    budget: [60, 130],
    needs:
      '车辆集中夜间充电，场站负荷超限、电费偏高。需要结合峰谷电价、次日排班和电池健康状况自动安排充电次序，监测充电桩状态，降低用电成本。',
  }),
  scenario({
    organisation: 'school',
    title: '作业精准批改与学情分析',
    fields: ['education', 'ai'],
    chains: ['ai'],
    budget: [20, 45],
    needs:
      '教师批改作业负担重，错题难以沉淀。需要支持纸笔作业扫描识别、自动批改客观题和数学解答题步骤，生成班级学情和个性化错题本，不改变学生书写习惯。',
    ...first,
  }),
  scenario({
    organisation: 'school',
    title: '校园安全一体化管理',
    fields: ['education', 'smart-sensing'],
    chains: ['software'],
    budget: [30, 60],
    needs:
      '门禁、视频、消防、访客系统各自独立，值班人员切换频繁。需要统一的校园安全平台，实现访客预约、重点区域入侵报警、消防设备在线监测和应急预案联动。',
  }),
  scenario({
    organisation: 'school',
    title: '体育中考训练智能测评',
    fields: ['education', 'ai'],
    chains: ['ai'],
    budget: [15, 35],
    needs:
      '体育训练和模拟测试靠人工计时计数，误差大。需要通过视频识别跳绳、仰卧起坐、引体向上等项目的动作与成绩，自动计数纠错，形成学生体质档案。',
  }),
  scenario({
    organisation: 'college',
    title: '虚拟仿真实训教学平台',
    fields: ['education', 'vr'],
    chains: ['software'],
    budget: [100, 220],
    needs:
      '数控、焊接等专业设备昂贵、危险性高，学生上机时间不足。需要虚拟仿真实训平台，覆盖设备结构认知、操作流程训练和考核评分，支持头显和网页两种方式。',
    ...first,
  }),
  scenario({
    organisation: 'college',
    title: '智慧迎新与学生事务',
    fields: ['education', 'cloud'],
    chains: ['software'],
    budget: [25, 50],
    needs:
      '新生报到、宿舍分配、奖助评定分散在多个系统，学生往返跑腿。需要统一的学生事务平台，移动端办理报到、请假、评优和离校，数据与教务财务互通。',
    mode: 'purchase',
  }),
  scenario({
    organisation: 'data',
    title: '公共数据授权运营管理',
    fields: ['bigdata', 'digital-government'],
    chains: ['software'],
    budget: [300, 600],
    needs:
      '公共数据授权使用缺少全过程管理，使用情况无法审计。需要覆盖数据目录、授权申请、隐私计算环境、使用计量和收益分配的运营管理平台，全程留痕可追溯。',
    requiredPlatforms: ['kunpeng', 'kylin'],
    ...first,
  }),
  scenario({
    organisation: 'data',
    title: '政务数据质量治理',
    fields: ['bigdata', 'digital-government'],
    chains: ['software'],
    budget: [150, 280],
    needs:
      '各部门归集的数据缺项、重复和口径不一，直接影响共享应用。需要数据治理工具，支持元数据管理、质量规则配置、问题工单派发和整改闭环，按部门通报质量得分。',
    requiredPlatforms: ['dameng'],
  }),
  scenario({
    organisation: 'data',
    title: '城市运行体征一网统管',
    fields: ['digital-government', 'bigdata'],
    chains: ['software'],
    budget: [400, 900],
    needs:
      '城市运行数据分散在城管、交通、应急等部门，领导掌握情况靠报表。需要汇聚多部门指标建设城市运行体征中心，支持大屏、桌面和手机查看，异常指标自动预警并联动派单。',
    requiredPlatforms: ['kylin'],
  }),
  scenario({
    organisation: 'service',
    title: '政务服务智能问答与导办',
    fields: ['digital-government', 'ai'],
    chains: ['ai'],
    budget: [80, 160],
    needs:
      '群众咨询量大，人工座席重复回答，办事指南看不懂。需要基于大模型的政务智能问答，能理解口语化问题、引用办事指南原文、引导预填表单，回答可追溯可纠错。',
    ...first,
  }),
  scenario({
    organisation: 'service',
    title: '高频事项跨部门联办',
    fields: ['digital-government', 'cloud'],
    chains: ['software'],
    budget: [120, 240],
    needs:
      '企业开办、新生儿出生等一件事涉及多个部门系统，重复提交材料。需要一件事联办平台，支持表单合并、材料复用、流程编排和进度同步，对接各部门既有审批系统。',
  }),
  scenario({
    organisation: 'service',
    title: '电子档案单套归档',
    fields: ['digital-government', 'xinchuang'],
    chains: ['software'],
    budget: [60, 120],
    needs:
      '审批业务仍打印纸质归档，查档不便。需要符合国家标准的电子档案管理系统，支持在线归档四性检测、长期保存和利用，适配国产软硬件环境。',
    requiredPlatforms: ['kunpeng', 'kylin', 'dameng'],
  }),
  scenario({
    organisation: 'police',
    title: '路口信号自适应优化',
    fields: ['smart-transport', 'ai'],
    chains: ['ai'],
    budget: [150, 320],
    needs:
      '主城区路口信号配时固定，早晚高峰排队严重。需要利用雷达和视频检测数据对路口和干线信号实时优化，支持绿波协调和特勤优先，效果可量化对比。',
  }),
  scenario({
    organisation: 'police',
    title: '电动自行车违法智能识别',
    fields: ['smart-transport', 'ai'],
    chains: ['ai'],
    budget: [60, 130],
    needs:
      '电动自行车闯红灯、逆行、不戴头盔等违法取证难。需要利用既有监控视频自动识别违法行为和号牌，准确率高、误报少，并与违法处理系统对接。',
    technicalIndicators: '识别准确率不低于95%',
  }),
  scenario({
    organisation: 'city',
    title: '渣土车全过程监管',
    fields: ['smart-transport', 'digital-government'],
    chains: ['beidou'],
    budget: [70, 150],
    needs:
      '渣土车超载、沿途抛洒和偷倒时有发生，执法取证困难。需要对工地、车辆、消纳场全过程监管，利用北斗定位和视频识别密闭、载重和路线偏离，自动生成案件线索。',
  }),
  scenario({
    organisation: 'city',
    title: '井盖与路灯物联监测',
    fields: ['smart-sensing', 'digital-government'],
    chains: ['chip'],
    budget: [50, 110],
    needs:
      '井盖丢失移位和路灯故障靠市民投诉发现。需要低功耗传感终端和管理平台，实时上报井盖倾斜、水浸和路灯电流异常，自动派单并核实维修结果。',
    ...first,
  }),
  scenario({
    organisation: 'city',
    title: '市容秩序视频智能巡查',
    fields: ['ai', 'digital-government'],
    chains: ['ai'],
    budget: [90, 170],
    needs:
      '占道经营、垃圾堆放、违规广告靠队员巡街发现。需要接入既有监控，自动识别十余类市容问题，去重后派单，处置前后图片自动比对。',
  }),
  scenario({
    organisation: 'water',
    title: '供水管网漏损分区计量',
    fields: ['smart-sensing', 'bigdata'],
    chains: ['environment'],
    budget: [130, 260],
    needs:
      '管网漏损率偏高，漏点定位依赖人工听漏。需要按分区计量建立水量平衡分析，结合噪声监测和压力数据定位疑似漏点，跟踪修漏效果。',
    technicalIndicators: '漏损率降低3个百分点以上',
  }),
  scenario({
    organisation: 'water',
    title: '水厂加药智能控制',
    fields: ['industrial', 'ai'],
    chains: ['environment'],
    budget: [60, 120],
    needs:
      '水厂混凝剂投加依靠经验，原水水质波动时出水浊度不稳。需要根据原水浊度、流量和历史数据预测投药量，闭环控制加药设备，保证水质、降低药耗。',
  }),
  scenario({
    organisation: 'heat',
    title: '供热二网平衡与按需供热',
    fields: ['smart-sensing', 'industrial'],
    chains: ['energy'],
    budget: [110, 230],
    needs:
      '换热站下楼栋冷热不均，投诉集中。需要采集室温、楼栋回水温度，自动调节楼栋阀门，依据天气预测按需供热，降低能耗。',
  }),
];
