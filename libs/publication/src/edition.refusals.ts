import { InvalidInput } from '#kernel';

export function emptyEdition(): InvalidInput {
  return new InvalidInput(
    [
      {
        pointer: '/items',
        code: 'edition.empty',
        detail: '清单没有可发布的条目，请先选入已发布的内容',
      },
    ],
    '清单为空，不能发布',
  );
}

export function inThePast(at: Date): InvalidInput {
  return new InvalidInput([
    {
      pointer: '/at',
      code: 'edition.past',
      detail: '定时发布的时间应在现在之后',
      value: at.toISOString(),
    },
  ]);
}

export function noSuchItems(unknown: readonly string[]): InvalidInput {
  return new InvalidInput(
    unknown.map((value) => ({
      pointer: '/numbers',
      code: 'edition.no_such_item',
      detail: '本期清单没有这个编号',
      value,
    })),
  );
}

export function noSuchListings(refused: readonly string[]): InvalidInput {
  return new InvalidInput(
    refused.slice(0, 100).map((value) => ({
      pointer: '/listingIds',
      code: 'edition.no_such_listing',
      detail: '应为已公开发布、属于发布单位所在区域的内容',
      value,
    })),
  );
}

export function notADraft(state: string): InvalidInput {
  return new InvalidInput(
    [
      {
        pointer: '/state',
        code: 'edition.not_a_draft',
        detail: '已发布的清单不可修改，请用更正或撤回',
        value: state,
      },
    ],
    '只有草稿可以修改',
  );
}

export function notPublished(state: string): InvalidInput {
  return new InvalidInput(
    [{ pointer: '/state', code: 'edition.not_published', detail: '只有已发布的清单可以更正', value: state }],
    '只有已发布的清单可以更正',
  );
}
