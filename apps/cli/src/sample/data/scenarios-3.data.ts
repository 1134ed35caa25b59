import { scenario } from './scenario.js';

export const scenarios3 = [
  scenario({
    organisation: 'water',
    title: '地下管廊巡检蛇形机器人控制',
    fields: ['smart-sensing'],
    chains: ['equipment'],
    budget: [120, 260],
    needs:
      '狭窄管廊人员无法进入，需要蛇形机器人的运动控制、自主避障和缺陷采集软件，支持无信号环境续航三小时以上。',
  }),
  scenario({
    organisation: 'farm',
    title: '蜜蜂授粉行为声学监测',
    fields: ['smart-sensing'],
    chains: ['food'],
    budget: [10, 25],
    needs: '设施大棚蜜蜂授粉效果难评估，希望通过蜂箱声学信号判断蜂群活力与授粉强度，给出换箱建议。',
  }),
  scenario({
    organisation: 'school',
    title: '心理健康筛查与预警',
    fields: ['education', 'healthcare'],
    chains: ['ai'],
    budget: [15, 30],
    needs:
      '学生心理普查靠纸质量表，统计滞后，个案跟踪缺少记录。需要在线测评、风险分级预警、辅导记录和家校沟通一体的系统，严格保护隐私。',
  }),
];
