import { first, scenario } from './scenario.js';

export const scenarios2 = [
  scenario({
    organisation: 'heat',
    title: '供热收费客服一体化',
    fields: ['info-consumption', 'cloud'],
    chains: ['software'],
    budget: [30, 60],
    needs:
      '缴费渠道分散，报修进度用户查不到。需要收费、报修、客服一体的系统，支持微信和支付宝缴费、电子发票、语音客服和维修派单，减少窗口排队。',
    mode: 'purchase',
  }),
  scenario({
    organisation: 'tour',
    title: '景区客流与票务一体化',
    fields: ['smart-tourism', 'bigdata'],
    chains: ['culture'],
    budget: [80, 160],
    needs:
      '节假日景区拥堵，预约和现场售票库存不一致。需要分时预约、实名核验、客流热力监测和限流联动一体的票务系统，与在线旅游平台实时对账。',
  }),
  scenario({
    organisation: 'tour',
    title: '山岳景区森林防火监测',
    fields: ['smart-sensing', 'ai'],
    chains: ['ai'],
    budget: [90, 180],
    needs:
      '山区面积大、瞭望塔盲区多，火情发现晚。需要利用高点热成像和可见光视频自动识别烟火，精确定位并推送巡护人员，支持断电断网环境运行。',
  }),
  scenario({
    organisation: 'tour',
    title: '沉浸式文旅夜游项目',
    fields: ['smart-tourism', 'vr'],
    chains: ['culture'],
    budget: [150, 350],
    needs:
      '夜间旅游产品单一，游客停留时间短。需要结合当地山岳文化打造沉浸式光影和增强现实导览项目，游客以手机或眼镜参与，内容可按季更新。',
    ...first,
  }),
  scenario({
    organisation: 'museum',
    title: '文物三维数字化与线上展厅',
    fields: ['smart-tourism', 'vr'],
    chains: ['culture'],
    budget: [100, 200],
    needs:
      '馆藏文物展出比例低，研究和教育利用不足。需要对重点文物高精度三维采集，建设数字资产库和线上虚拟展厅，支持多终端浏览和版权保护。',
  }),
  scenario({
    organisation: 'museum',
    title: '观众行为分析与智能导览',
    fields: ['smart-tourism', 'ai'],
    chains: ['culture'],
    budget: [40, 80],
    needs:
      '不了解观众在展厅的停留和路线，讲解千篇一律。需要匿名化的观众动线分析和基于位置的智能语音导览，为布展和客流管理提供依据。',
  }),
  scenario({
    organisation: 'auto',
    title: '焊装车间制造执行系统升级',
    fields: ['industrial', 'bigdata'],
    chains: ['nev'],
    budget: [200, 420],
    needs:
      '焊装线设备品牌多，质量数据与车身号难以关联，停线原因靠手工记录。需要升级制造执行系统，实现设备联网、焊点质量追溯、停线分析和与企业资源计划的集成。',
    technicalIndicators: '设备联网率不低于95%',
  }),
  scenario({
    organisation: 'auto',
    title: '整车外观缺陷视觉检测',
    fields: ['industrial', 'ai'],
    chains: ['nev'],
    budget: [120, 240],
    needs:
      '涂装后漆面颗粒、划痕由人工目检，漏检率高、劳动强度大。需要机器视觉检测系统在线识别漆面缺陷并标注位置，与返修工位联动，节拍满足产线要求。',
    ...first,
    technicalIndicators: '检出率不低于98%，误检率低于3%',
  }),
  scenario({
    organisation: 'auto',
    title: '供应商质量协同',
    fields: ['industrial', 'cloud'],
    chains: ['nev'],
    budget: [50, 100],
    needs:
      '供应商来料质量问题通过邮件和电话沟通，整改跟踪难。需要供应商质量协同平台，覆盖来料检验、问题通报、8D报告、索赔和绩效评价。',
  }),
  scenario({
    organisation: 'abrasive',
    title: '六面顶压机工艺参数优化',
    fields: ['industrial', 'ai'],
    chains: ['superhard'],
    budget: [80, 170],
    needs:
      '合成工艺参数依赖老师傅经验，单晶优质品率波动。需要采集压机温度、压力曲线，建立工艺参数与品质的模型，推荐参数并预警异常批次。',
    ...first,
  }),
  scenario({
    organisation: 'abrasive',
    title: '金刚石颗粒图像分选',
    fields: ['industrial', 'ai'],
    chains: ['superhard'],
    budget: [60, 130],
    needs:
      '金刚石颗粒晶形、杂质分选靠人工镜检，效率低。需要高速图像采集和识别系统，对粒度、晶形完整度和颜色自动分级，结果可追溯到批次。',
  }),
  scenario({
    organisation: 'food',
    title: '速冻食品全链条追溯',
    fields: ['industrial', 'blockchain'],
    chains: ['food'],
    budget: [70, 140],
    needs:
      '原料、生产、冷链、门店信息割裂，客户投诉难以定位批次。需要一物一码的全链条追溯系统，覆盖原料批次、生产工序、仓储温度和物流，消费者扫码可查。',
  }),
  scenario({
    organisation: 'food',
    title: '包装线异物与封口检测',
    fields: ['industrial', 'ai'],
    chains: ['food'],
    budget: [50, 100],
    needs:
      '速冻包装封口不良、异物混入靠抽检，存在质量风险。需要视觉和金属检测融合的在线检测方案，自动剔除不良品，统计原因并反馈产线。',
  }),
  scenario({
    organisation: 'aluminium',
    title: '电解槽能耗优化',
    fields: ['industrial', 'bigdata'],
    chains: ['aluminium', 'energy'],
    budget: [140, 280],
    needs:
      '电解铝吨铝电耗与先进水平有差距，槽况判断依赖经验。需要采集槽电压、温度、分子比等数据，建立槽况诊断和能耗优化模型，给出加料和出铝建议。',
  }),
  scenario({
    organisation: 'aluminium',
    title: '设备预测性维护',
    fields: ['industrial', 'smart-sensing'],
    chains: ['aluminium', 'equipment'],
    budget: [90, 190],
    needs:
      '轧机、风机突发故障造成非计划停机。需要振动、温度在线监测，利用故障诊断模型提前预警，生成检修建议并与设备管理系统联动。',
  }),
  scenario({
    organisation: 'port',
    title: '跨境电商智慧关务',
    fields: ['outsourcing', 'bigdata'],
    chains: ['logistics'],
    budget: [80, 160],
    needs:
      '跨境包裹申报数据量大，归类错误和退单多。需要智能归类、申报校验、异常单处理和多口岸对接的关务系统，支持大促期间高并发。',
  }),
  scenario({
    organisation: 'port',
    title: '多式联运调度可视化',
    fields: ['smart-transport', 'bigdata'],
    chains: ['logistics', 'beidou'],
    budget: [110, 230],
    needs:
      '空、铁、公多段运输信息割裂，货主查询靠电话。需要统一运单、在途跟踪、时效预测和异常告警的多式联运平台，与承运商系统自动交换数据。',
  }),
  scenario({
    organisation: 'port',
    title: '货站无人叉车调度',
    fields: ['industrial', 'ai'],
    chains: ['logistics', 'equipment'],
    budget: [100, 210],
    needs:
      '货站夜间作业人手不足，叉车空驶多。需要无人叉车集群调度软件，支持多品牌车辆接入、路径规划、充电管理和与仓储系统对接。',
    ...first,
  }),
  scenario({
    organisation: 'emergency',
    title: '危化企业风险监测预警',
    fields: ['smart-sensing', 'digital-government'],
    chains: ['software'],
    budget: [160, 320],
    needs:
      '重大危险源数据接入不全，视频靠人看。需要接入企业液位、压力、可燃气体和视频数据，自动识别异常和违规作业，分级推送企业、园区和应急部门。',
    requiredPlatforms: ['kylin'],
  }),
  scenario({
    organisation: 'emergency',
    title: '应急指挥通信与预案数字化',
    fields: ['digital-government', 'ai'],
    chains: ['software'],
    budget: [180, 360],
    needs:
      '预案停留在文本，应急时找人找物靠电话。需要把预案拆解为任务和资源，一键调度，融合视频会商、单兵、对讲，过程自动记录复盘。',
    requiredPlatforms: ['uos'],
  }),
  scenario({
    organisation: 'emergency',
    title: '城市内涝预报与调度',
    fields: ['bigdata', 'smart-sensing'],
    chains: ['software'],
    budget: [130, 270],
    needs:
      '短时强降雨内涝点预报不准，泵站调度经验化。需要融合雷达降雨、管网模型和积水监测预报未来三小时积水深度，给出泵站、闸门和交通管制建议。',
  }),
  scenario({
    organisation: 'farm',
    title: '设施蔬菜水肥一体化',
    fields: ['smart-sensing', 'bigdata'],
    chains: ['food'],
    budget: [30, 60],
    needs:
      '大棚水肥靠经验，人工成本高。需要环境和土壤传感、水肥机控制和种植模型结合的系统，手机远程查看和控制，形成种植档案。',
  }),
  scenario({
    organisation: 'farm',
    title: '农产品产地直播与溯源',
    fields: ['info-consumption', 'blockchain'],
    chains: ['food'],
    budget: [20, 40],
    needs:
      '优质农产品缺少品牌信任，线上销售渠道少。需要产地可视化、溯源码和直播带货工具结合的平台，帮助合作社管理订单和售后。',
    mode: 'service',
  }),
  scenario({
    organisation: 'bank',
    title: '小微企业信贷风控',
    fields: ['bigdata', 'ai'],
    chains: ['software'],
    budget: [150, 300],
    needs:
      '小微企业财务信息不规范，授信审批慢、不良率偏高。需要融合税务、政务、流水等数据的风控模型和审批系统，支持额度测算、贷后预警和模型可解释。',
    requiredPlatforms: ['kunpeng', 'oceanbase'],
  }),
  scenario({
    organisation: 'bank',
    title: '核心外围系统信创改造',
    fields: ['xinchuang', 'cloud'],
    chains: ['software'],
    budget: [500, 1200],
    needs:
      '外围系统运行在非国产软硬件上，需按计划完成替代。需要应用迁移评估、数据库迁移工具、适配测试和平滑切换服务，保证业务连续。',
    requiredPlatforms: ['kunpeng', 'kylin', 'gaussdb'],
    mode: 'service',
  }),
  scenario({
    organisation: 'bank',
    title: '数据安全分类分级与脱敏',
    fields: ['network-security', 'bigdata'],
    chains: ['network-security'],
    budget: [70, 140],
    needs:
      '客户敏感数据分布不清，开发测试使用真实数据。需要自动发现敏感数据、分类分级、动态静态脱敏和访问审计的一体化工具，满足等保三级要求。',
  }),
  scenario({
    organisation: 'data',
    title: '政务外网安全态势感知',
    fields: ['network-security', 'digital-government'],
    chains: ['network-security'],
    budget: [200, 400],
    needs:
      '政务外网接入单位多，攻击发现和处置滞后。需要全流量分析、资产测绘、漏洞管理和威胁情报结合的态势感知平台，支持通报处置闭环和攻防演练。',
    requiredPlatforms: ['phytium', 'kylin'],
    ...first,
  }),
  scenario({
    organisation: 'hospital',
    title: '互联网医院安全加固与等保',
    fields: ['network-security', 'healthcare'],
    chains: ['network-security'],
    budget: [40, 80],
    needs:
      '互联网医院对外服务增多，接口暴露面大，需通过等级保护测评。需要应用防火墙、接口安全审计、数据防泄漏和安全运营服务。',
    mode: 'service',
  }),
  scenario({
    organisation: 'museum',
    title: '古籍量子保密备份',
    fields: ['network-security'],
    chains: ['culture'],
    budget: [80, 150],
    needs:
      '珍贵古籍数字副本拟采用量子密钥分发进行异地保密备份，要求与现有存储对接，密钥按小时轮换，备份可验证恢复。',
  }),
];
