/** Words by which a need is told, not what it is about; editable data. Nobody misses them in a product's text. */
const lines = [
  '需要 需求 希望 期望 要求 拟 计划 打算 急需 亟需 亟待 寻求 征集 欲 想要',
  '目前 现有 当前 现阶段 如今 一直 经常 往往 仍然 尚未 没有 无 未能 不能 无法 难以 很难 不便 不够 不足 缺乏 缺少',
  '存在 问题 困难 痛点 难点 瓶颈 短板 依赖 依靠 导致 造成 影响 效率 人工 手工 耗时 费时 费力 低下 较低 较高 滞后 落后',
  '实现 解决 提升 提高 改善 改进 优化 增强 加强 降低 减少 避免 满足 达到 完成 进行 开展 推进 推动 打造 建设 建立 构建',
  '通过 采用 利用 基于 针对 围绕 结合 以及 并且 同时 从而 为了 由于 因此 能够 可以 能 应 应当 必须 包括 具有 具备 相关 有关 各类 多种 一定 部分 方面 情况 过程 工作',
  '公司 本公司 我司 本单位 合作 指导 拥有 预期 目标 现需 此 该',
];

export const fillers: ReadonlySet<string> = new Set(lines.flatMap((line) => line.split(' ')));
