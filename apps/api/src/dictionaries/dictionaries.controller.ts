import { Controller } from '@nestjs/common';
import { actorOf, authorise, type Principal } from '#accounts';
import {
  type InputOf,
  orderDictionary,
  putDictionaryEntry,
  readDictionaries,
  readDictionary,
} from '#contracts';
import { DictionaryService } from '#listings';
import { Caller, Endpoint, Input } from '../http/endpoint.decorator.js';

@Controller()
export class DictionariesController {
  constructor(private readonly dictionaries: DictionaryService) {}

  @Endpoint(readDictionaries)
  all() {
    return this.dictionaries.all();
  }

  @Endpoint(readDictionary)
  async one(@Input() { params }: InputOf<typeof readDictionary>) {
    return { items: await this.dictionaries.entries(params.name) };
  }

  @Endpoint(orderDictionary)
  async order(@Input() { params, body }: InputOf<typeof orderDictionary>, @Caller() caller: Principal) {
    authorise(caller, orderDictionary.action);
    const actor = actorOf(caller);
    return { items: await this.dictionaries.order(params.name, body.codes, actor) };
  }

  @Endpoint(putDictionaryEntry)
  put(@Input() { params, body }: InputOf<typeof putDictionaryEntry>, @Caller() caller: Principal) {
    authorise(caller, putDictionaryEntry.action);
    return this.dictionaries.put(params.name, params.code, body, {
      id: caller.personId,
      name: caller.name,
    });
  }
}
